"""The shapes that the methods take, and the one error that they raise."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Table = NDArray[np.float64]


class FlowError(ValueError):
    """A table that no method can work with, said in a sentence that names the place."""


def square(table: ArrayLike, *, name: str, negative: bool = False) -> Table:
    """Give a table of n by n finite numbers as floats; refuse any other shape, unknown and (by default) negative cells.

    A missing cell is refused: whoever calls decides what it means, since zero is never the answer by itself.
    """
    cells = np.array(table, dtype=np.float64)
    if cells.ndim != 2 or cells.shape[0] != cells.shape[1] or cells.size == 0:
        raise FlowError(f"{name} needs as many rows as columns, and has the shape {cells.shape}.")
    return _known(cells, name, negative=negative)


def vector(values: ArrayLike, length: int, *, name: str, negative: bool = False) -> Table:
    """Give `length` finite numbers as floats; refuse any other length, unknown and (by default) negative values."""
    cells = np.array(values, dtype=np.float64)
    if cells.shape != (length,):
        raise FlowError(f"{name} needs one value for each of {length} places, and has the shape {cells.shape}.")
    return _known(cells, name, negative=negative)


def pair(start: ArrayLike, end: ArrayLike) -> tuple[Table, Table]:
    """Give the stock tables of two dates, of one size."""
    first, second = square(start, name="The first stock table"), square(end, name="The second stock table")
    if first.shape != second.shape:
        raise FlowError(f"The stock tables have different sizes: {first.shape[0]} and {second.shape[0]} places.")
    return first, second


def without_diagonal(flows: Table) -> Table:
    """Give a copy in which nobody moves from a place to itself."""
    cells = flows.copy()
    np.fill_diagonal(cells, 0.0)
    return cells


def named(places: Sequence[int] | NDArray[np.intp], most: int = 5) -> str:
    """Give the numbers of places for an error, the first is 1."""
    told = ", ".join(str(int(place) + 1) for place in places[:most])
    return f"{told} and {len(places) - most} more" if len(places) > most else told


def _known(cells: Table, name: str, *, negative: bool) -> Table:
    if not np.isfinite(cells).all():
        raise FlowError(f"{name} has cells without a number. Say what they are before flows are estimated.")
    if not negative and (cells < 0).any():
        raise FlowError(f"{name} has negative cells: people are counted from zero.")
    return cells
