"""Flows from rates: shares of the stock of migrants, or the growth matrix between two stocks."""

import numpy as np
from numpy.typing import ArrayLike

from roundtable_analytics.flows.tables import FlowError, Table, pair, square, without_diagonal


def total_from_net(start: ArrayLike, end: ArrayLike) -> float:
    """Give the sum of the changes of all populations, growth and loss alike: a stand-in for the world's migrations."""
    first, second = pair(start, end)
    return float(np.abs(second.sum(0) - first.sum(0)).sum())


def share_of_stock(start: ArrayLike, *, total: float) -> Table:
    """Spread a known total of moves over corridors as the stock is spread (Dennett 2016, Global Dynamics, ch. 7).

    `total` is persons in the period. Raises FlowError when the stock table has no migrants.
    """
    migrants = without_diagonal(square(start, name="The stock table"))
    if not migrants.sum():
        raise FlowError("The stock table has no migrants, so there are no shares.")
    if not np.isfinite(total) or total < 0:
        raise FlowError("The total of moves must be a number from zero.")
    return np.asarray(migrants * (total / migrants.sum()), dtype=np.float64)


def growth(start: ArrayLike, end: ArrayLike) -> Table:
    """Give the flows of the matrix that turns one stock table into the next (Rogers and von Rabenau 1971).

    Each birth cohort moves by the same transition matrix, start @ matrix = end (Demography 8(2)); the flows are
    the populations of the origins times its cells. Flows may come out negative, which tells that the assumption does
    not hold. Raises FlowError when the first table is singular.
    """
    first, second = pair(start, end)
    try:
        moved = np.linalg.solve(first, second)
    except np.linalg.LinAlgError as broken:
        raise FlowError("The first stock table is singular: some birthplaces live in the same proportions.") from broken
    return without_diagonal(np.asarray(first.sum(0)[:, None] * moved, dtype=np.float64))
