"""Flows as the differences of two stocks: what Abel and Cohen (2019) call stock differencing.

A stock of people born in o and living in d that grew is read as a flow from o to d. One that shrank is either dropped
(Beine, Docquier and Özden 2011, doi:10.1016/j.jdeveco.2009.11.004) or read as return from d to o (Beine and Parsons
2015, doi:10.1111/sjoe.12098). Births, deaths and moves through third places are not seen.
"""

from numpy.typing import ArrayLike

from roundtable_analytics.flows.tables import Table, pair, without_diagonal


def drop_negatives(start: ArrayLike, end: ArrayLike) -> Table:
    """Give the growth of each stock as a flow; a stock that shrank gives no flow.

    >>> drop_negatives([[9, 5], [7, 8]], [[9, 6], [4, 8]]).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    first, second = pair(start, end)
    return without_diagonal((second - first).clip(min=0.0))


def reverse_negatives(start: ArrayLike, end: ArrayLike) -> Table:
    """Give the growth of each stock as a flow, and the loss of each stock as a flow back to the place of birth.

    >>> reverse_negatives([[9, 5], [7, 8]], [[9, 6], [4, 8]]).tolist()
    [[0.0, 4.0], [0.0, 0.0]]
    """
    first, second = pair(start, end)
    change = second - first
    return without_diagonal(change.clip(min=0.0) + (-change).clip(min=0.0).T)
