"""Which cells add up to which: one table, a hierarchy, or many tables that share cells.

A cell is named by what it is restricted to: `(("origin", "SY"), ("sex", "F"))`. What is not named is a total, so the
same people have the same name in every table, and tables are linked by that alone.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, vstack

Key = tuple[tuple[str, str], ...]
Values = NDArray[np.float64]
Mask = NDArray[np.bool_]


class DisclosureError(ValueError):
    """Tables or wishes that do not go together, said in a sentence."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Codes of a dimension, each with the code that it is a part of; those of the first level are parts of all ("")."""

    name: str
    parents: Mapping[str, str]

    @classmethod
    def flat(cls, name: str, codes: Sequence[str]) -> "Dimension":
        """Give a dimension whose codes add up to the total."""
        return cls(name, dict.fromkeys(codes, ""))

    def __post_init__(self) -> None:
        for code, parent in self.parents.items():
            if parent and parent not in self.parents:
                raise DisclosureError(f"“{code}” of {self.name} is a part of “{parent}”, which is not a code.")
        if "" in self.parents:
            raise DisclosureError(f"The empty code of {self.name} stands for its total and is not given.")


@dataclass(frozen=True, slots=True)
class Relations:
    """Cells and equations: each row of `sums` has +1 at a total and -1 at its parts, and is zero on true values."""

    cells: tuple[Key, ...]
    sums: csr_array

    @property
    def place(self) -> dict[Key, int]:
        """The position of each cell."""
        return {cell: number for number, cell in enumerate(self.cells)}

    def values(self, told: Mapping[Key, float]) -> Values:
        """Give the values in the order of the cells; a cell that is not told is refused."""
        missing = [cell for cell in self.cells if cell not in told]
        if missing:
            raise DisclosureError(f"{len(missing)} cells have no value, the first is {missing[0]}.")
        return np.array([told[cell] for cell in self.cells], dtype=np.float64)

    def check(self, values: ArrayLike) -> Values:
        """Give values as floats; refuse those that are unknown, negative, or do not add up."""
        cells = np.asarray(values, dtype=np.float64)
        if cells.shape != (len(self.cells),) or not np.isfinite(cells).all() or (cells < 0).any():
            raise DisclosureError("Each cell needs one number from zero.")
        wrong = np.flatnonzero(np.abs(self.sums @ cells) > 1e-6 * max(float(cells.max(initial=0)), 1.0))
        if wrong.size:
            total = int(self.sums[[wrong[0]], :].toarray().argmax())
            raise DisclosureError(f"{wrong.size} totals differ from their parts, the first is {self.cells[total]}.")
        return cells


def table(*dimensions: Dimension) -> Relations:
    """Give the cells and equations of one table: every code and total of each dimension with every one of the others.

    >>> table(Dimension.flat("sex", ["F", "M"])).cells
    ((), (('sex', 'F'),), (('sex', 'M'),))
    """
    names = [dimension.name for dimension in dimensions]
    if len(set(names)) != len(names) or not names:
        raise DisclosureError("A table needs dimensions with different names.")
    levels = [["", *dimension.parents] for dimension in dimensions]
    sizes = [len(level) for level in levels]
    cells = tuple(
        tuple(sorted((name, code) for name, code in zip(names, codes, strict=True) if code))
        for codes in itertools.product(*levels)
    )
    numbers = np.arange(len(cells)).reshape(sizes)
    rows, columns, signs, count = [], [], [], 0
    for axis, dimension in enumerate(dimensions):
        position = {code: number for number, code in enumerate(levels[axis])}
        children: dict[str, list[int]] = {}
        for code, parent in dimension.parents.items():
            children.setdefault(parent, []).append(position[code])
        ahead = np.moveaxis(numbers, axis, 0).reshape(sizes[axis], -1)
        for parent, parts in children.items():
            equations = count + np.arange(ahead.shape[1])
            for part, sign in [(position[parent], 1.0), *((part, -1.0) for part in parts)]:
                rows.append(equations)
                columns.append(ahead[part])
                signs.append(np.full(equations.size, sign))
            count += ahead.shape[1]
    shape = (count, len(cells))
    return Relations(cells, csr_array((np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))), shape))


def linked(*tables: Relations) -> Relations:
    """Join tables that share cells: the same name is the same cell."""
    place: dict[Key, int] = {}
    for one in tables:
        for cell in one.cells:
            place.setdefault(cell, len(place))
    widened = []
    for one in tables:
        sums = one.sums.tocoo()
        columns = np.array([place[cell] for cell in one.cells], dtype=np.intp)
        widened.append(csr_array((sums.data, (sums.row, columns[sums.col])), shape=(sums.shape[0], len(place))))
    return Relations(tuple(place), csr_array(vstack(widened)))


def fill(relations: Relations, inner: Mapping[Key, float]) -> Values:
    """Give all values from the innermost cells of one table: totals are sums; an inner cell that is not told is zero.

    Only for counts of records, where no record means nobody.
    """
    place = relations.place
    values = np.zeros(len(relations.cells))
    known = np.ones(len(relations.cells), dtype=bool)
    totals = relations.sums.tocsr().copy()
    known[totals.tocoo().col[totals.tocoo().data > 0]] = False
    for cell, value in inner.items():
        if cell not in place or not known[place[cell]]:
            raise DisclosureError(f"{cell} is not an inner cell of this table.")
        values[place[cell]] = value
    rows = [(totals.indices[a:b], totals.data[a:b]) for a, b in itertools.pairwise(totals.indptr)]
    while not known.all():
        before = int(known.sum())
        for indices, signs in rows:
            total, parts = indices[signs > 0][0], indices[signs < 0]
            if not known[total] and known[parts].all():
                values[total], known[total] = values[parts].sum(), True
        if int(known.sum()) == before:
            raise DisclosureError("Some totals cannot be made from inner cells.")
    return values
