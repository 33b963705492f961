"""Protect the rows of a dataset before they leave: sensitive cells, and what else would give them away.

Each period is a table of its own, for nobody adds up over time. The equations are those that the rows themselves
print: a code that is the total of others, over every combination of the other dimensions. A part that nobody knows
stands as a rest that is never printed, so that an attacker's bound on it is heeded too. Sums that are made later from
printed cells tell nothing new, and a sum with a part kept back is kept back (`frames.sums`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from roundtable_analytics.disclosure.attack import Knowledge, attack
from roundtable_analytics.disclosure.relations import DisclosureError, Key, Mask, Relations, Values
from roundtable_analytics.disclosure.rules import Contributions, MinimumFrequency, Needs
from roundtable_analytics.disclosure.suppression import protect
from roundtable_analytics.frames.shape import Shape
from roundtable_analytics.frames.statuses import Confidentiality, Nothing

Codes = tuple[str, ...]
Totals = Mapping[str, Mapping[str, Sequence[str]]]
"""By dimension: which code is the total of which others."""
HIDDEN_BY_US = (Confidentiality.SMALL_COUNT.value, Confidentiality.SECONDARY.value)
TRIES = 2
NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows as they may leave, and how many cells held a number before, are sensitive, and are hidden for those."""

    rows: pl.DataFrame
    before: int
    primary: int
    secondary: int


@dataclass(frozen=True, slots=True)
class _Period:
    relations: Relations
    values: Values
    cells: tuple[Codes, ...]

    @property
    def rests(self) -> int:
        """How many cells are rests, which stand last and are never printed."""
        return len(self.values) - len(self.cells)


def sensitive_cells(rows: pl.DataFrame, shape: Shape, least: int) -> int:
    """Count the cells of fewer people than `least`, and at least one: what would be kept back for itself."""
    number = pl.col(shape.measures[0].name)
    return int(rows.select(((number > 0) & (number < least)).sum()).item() or 0)


def protect_rows(
    rows: pl.DataFrame,
    shape: Shape,
    totals: Totals,
    rule: MinimumFrequency,
    *,
    earlier: Sequence[pl.DataFrame] = (),
) -> Kept:
    """Hide cells of few people and what gives them away; the hidden get status Q and confidentiality A or D.

    `earlier` are the rows of releases that stand: a number they print is known and protects nothing, and what they
    keep back is kept back again. The result is attacked before it is given. Raises DisclosureError with the place
    where totals differ from their parts, a sensitive cell was printed before, or a cell cannot be protected.
    """
    if len(shape.measures) != 1:
        raise DisclosureError("Only a dataset with one measure can be protected.")
    measure = shape.measures[0]
    hidden: dict[tuple[Codes, str], str] = {}
    before = rows[measure.name].drop_nulls().len()
    for period, part in _by_period(rows, shape.time):
        printed, kept_back = _earlier(earlier, shape, period)
        made = _period(part, shape, totals)
        for codes, code in _hidden(made, rule, printed, kept_back).items():
            hidden[(codes, period)] = code
    out = _with_hidden(rows, shape, hidden)
    primary = sum(code == HIDDEN_BY_US[0] for code in hidden.values())
    return Kept(out, before, primary, len(hidden) - primary)


def _by_period(rows: pl.DataFrame, time: str | None) -> Iterable[tuple[str, pl.DataFrame]]:
    if time is None:
        return [("", rows)]
    return [(str(key[0]), part) for key, part in rows.group_by(time, maintain_order=True)]


def _earlier(earlier: Sequence[pl.DataFrame], shape: Shape, period: str) -> tuple[dict[Codes, set[float]], set[Codes]]:
    """Give what earlier releases print of a period, and which of its cells they keep back."""
    names, measure = [one.name for one in shape.dimensions], shape.measures[0]
    printed: dict[Codes, set[float]] = {}
    kept_back: set[Codes] = set()
    for frame in earlier:
        part = frame.filter(pl.col(shape.time) == period) if shape.time else frame
        for *codes, number, code in part.select(*names, measure.name, measure.confidentiality).iter_rows():
            if number is not None:
                printed.setdefault(tuple(codes), set()).add(float(number))
            elif code in HIDDEN_BY_US:
                kept_back.add(tuple(codes))
    return printed, kept_back


def _period(part: pl.DataFrame, shape: Shape, totals: Totals) -> _Period:
    """Give the cells of a period that hold a number, and the equations between them."""
    names, measure = [one.name for one in shape.dimensions], shape.measures[0]
    numbers: dict[Codes, float] = {}
    nobody: set[Codes] = set()
    for *codes, number, code in part.select(*names, measure.name, measure.status).iter_rows():
        if number is not None:
            numbers[tuple(codes)] = float(number)
        elif code == Nothing.NOT_APPLICABLE.value:
            nobody.add(tuple(codes))
    made = _Equations(numbers, nobody)
    for axis, name in enumerate(names):
        for total, parts in totals.get(name, {}).items():
            for cell in [one for one in numbers if one[axis] == total]:
                made.add(cell, [(*cell[:axis], one, *cell[axis + 1 :]) for one in parts])
    keys: list[Key] = [tuple(zip(names, cell, strict=True)) for cell in numbers]
    keys += [(("rest", str(number)),) for number in range(len(made.values) - len(numbers))]
    relations = Relations(tuple(keys), made.sums())
    return _Period(relations, np.array(made.values, dtype=np.float64), tuple(numbers))


class _Equations:
    """Totals and their parts, and a rest for the parts of which nobody knows the number."""

    def __init__(self, numbers: Mapping[Codes, float], nobody: set[Codes]) -> None:
        self.place = {cell: number for number, cell in enumerate(numbers)}
        self.values = list(numbers.values())
        self.nobody = nobody
        self.entries: list[tuple[int, int, float]] = []
        self.count = 0

    def add(self, total: Codes, parts: Sequence[Codes]) -> None:
        """Add an equation. Raises DisclosureError where the total differs from its parts."""
        known = [self.place[one] for one in parts if one in self.place]
        lacking = any(one not in self.place and one not in self.nobody for one in parts)
        if not known:
            return
        rest = self.values[self.place[total]] - sum(self.values[one] for one in known)
        if rest < -NEAR or (not lacking and rest > NEAR):
            raise DisclosureError(f"The total {' · '.join(total)} differs from its parts by {rest:g}.")
        self.entries += [(self.count, self.place[total], 1.0), *((self.count, one, -1.0) for one in known)]
        if lacking:
            self.entries.append((self.count, len(self.values), -1.0))
            self.values.append(max(rest, 0.0))
        self.count += 1

    def sums(self) -> csr_array:
        """Give the equations as a matrix: a total less its parts is nothing."""
        rows, columns, signs = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        shape = (self.count, len(self.values))
        return csr_array((np.array(signs, dtype=np.float64), (rows, columns)), shape=shape)


def _hidden(
    made: _Period, rule: MinimumFrequency, printed: Mapping[Codes, set[float]], kept_back: set[Codes]
) -> dict[Codes, str]:
    if not made.cells:
        return {}
    needs = _of_cells(rule.needs(Contributions.of_people(made.values)), made)
    again = np.array([cell in kept_back for cell in made.cells] + [False] * made.rests) & (made.values > 0)
    shown = np.array(
        [value in printed.get(cell, ()) for cell, value in zip(made.cells, made.values, strict=False)]
        + [False] * made.rests
    )
    found: Mask = np.zeros(len(made.values), dtype=bool)
    if needs.sensitive.any():
        costs = made.values.copy()
        costs[len(made.cells) :] = 0.0
        found = protect(
            made.relations, made.values, needs, costs=costs, shown=shown & ~again, effort=TRIES, starts=1
        ).hidden
    hidden = np.asarray(found | again, dtype=np.bool_)
    _withstand(made, needs, hidden)
    return {
        cell: HIDDEN_BY_US[0] if needs.sensitive[number] else HIDDEN_BY_US[1]
        for number, cell in enumerate(made.cells)
        if hidden[number]
    }


def _of_cells(needs: Needs, made: _Period) -> Needs:
    own = np.arange(len(made.values)) < len(made.cells)
    return replace(
        needs,
        sensitive=needs.sensitive & own,
        below=np.where(own, needs.below, 0.0),
        above=np.where(own, needs.above, 0.0),
    )


def _withstand(made: _Period, needs: Needs, hidden: Mask) -> None:
    targets = np.flatnonzero(needs.sensitive)
    if not targets.size:
        return
    unknown = hidden.copy()
    unknown[len(made.cells) :] = True
    known = Knowledge(np.where(unknown, 0.0, made.values), np.where(unknown, np.inf, made.values))
    enough = (made.values - needs.below, made.values + needs.above)
    exposed = attack(made.relations, known, targets, enough=enough).exposed(made.values, needs)
    if exposed.size:
        cell = " · ".join(made.cells[int(exposed[0])])
        raise DisclosureError(f"{exposed.size} cells can still be computed, the first is {cell}.")


def _with_hidden(rows: pl.DataFrame, shape: Shape, hidden: Mapping[tuple[Codes, str], str]) -> pl.DataFrame:
    measure, names = shape.measures[0], [one.name for one in shape.dimensions]
    keys = [*names, *([shape.time] if shape.time else [])]
    table = pl.DataFrame(
        [(*codes, *([period] if shape.time else []), code) for (codes, period), code in hidden.items()],
        schema=dict.fromkeys([*keys, "_hidden"], pl.String),
        orient="row",
    )
    joined = rows.join(table, on=keys, how="left", maintain_order="left")
    gone = pl.col("_hidden").is_not_null()
    return joined.with_columns(
        pl.when(gone).then(None).otherwise(pl.col(measure.name)).alias(measure.name),
        pl.when(gone).then(pl.lit(Nothing.SUPPRESSED.value)).otherwise(pl.col(measure.status)).alias(measure.status),
        pl.when(gone).then(pl.col("_hidden")).otherwise(pl.col(measure.confidentiality)).alias(measure.confidentiality),
    ).drop("_hidden")
