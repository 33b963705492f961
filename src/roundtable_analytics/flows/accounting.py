"""Accounts of a population: births and deaths taken out of two stock tables, and equal totals for each birthplace.

After Abel (2013, doi:10.4054/DemRes.2013.28.18) for open systems and Abel and Sander (2014,
doi:10.1126/science.1248676) for closed ones. What stays between the two tables are moves.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from roundtable_analytics.flows.fitting import fit_by_sweeps, fit_two
from roundtable_analytics.flows.tables import FlowError, Table, named, pair, vector


class System(StrEnum):
    """What is done when the two totals of one birthplace differ by more than births and deaths explain."""

    CLOSED = "closed"
    """Nobody comes from or goes to elsewhere: both tables are fitted to the mean total of each birthplace, with each
    place's population kept, so that the net moves of a place are its change of population less births plus deaths."""
    OPEN = "open"
    """The smaller of the two totals of a birthplace is raised to the larger."""
    OPEN_SMALLER = "open-dr"
    """The larger of the two totals is lowered to the smaller: those too many came from, or went to, elsewhere."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Two stock tables with equal totals for each birthplace.

    `unexplained` is the world's change of population that births and deaths do not explain, in persons: a closed
    system shares it out over all places before it is fitted. `raised` are the places (from 0) whose total of natives
    had to be raised to make room for a population without foreign-born.
    """

    start: Table
    end: Table
    unexplained: float
    steps: int = 0
    raised: tuple[int, ...] = ()


def take_out_births_and_deaths(
    start: ArrayLike, end: ArrayLike, births: ArrayLike, deaths: ArrayLike
) -> tuple[Table, Table]:
    """Take deaths out of the first table and births out of the second.

    Deaths fall on birthplaces in proportion to who lives in a place. Children are born where they live, so births come
    out of the natives; where more were born than natives live there at the end, they come out of everybody in
    proportion. Raises FlowError where more die than live, or more are born than live at the end.
    """
    first, second = pair(start, end)
    count = first.shape[0]
    born = vector(births, count, name="The table of births")
    died = vector(deaths, count, name="The table of deaths")
    for events, stock, told in ((died, first, "more people die than live"), (born, second, "more are born than live")):
        wrong = np.flatnonzero(events > stock.sum(0))
        if wrong.size:
            raise FlowError(f"There are places where {told}: {named(wrong)}.")
    first = first * (1.0 - _share(died, first.sum(0)))
    natives = np.diagonal(second)
    fits = born <= natives
    proportional = second * (1.0 - _share(born, second.sum(0)))
    natural = second - np.diag(np.where(fits, born, 0.0))
    return first, np.where(fits, natural, proportional)


def match(start: ArrayLike, end: ArrayLike, system: System, *, change: float | None = None) -> Accounts:
    """Give both tables equal totals for each birthplace, in the way of the system.

    `change` stops the closed fit as `fitting.fit_by_sweeps` does (published values were found so); by default it is
    exact. A birthplace that only one of the tables knows has no totals that could be equal: an open system leaves it
    out (`OPEN_SMALLER`) or refuses (`OPEN`), a closed one refuses.
    """
    first, second = pair(start, end)
    unexplained = float(second.sum() - first.sum())
    left, right = first.sum(1), second.sum(1)
    one_sided = np.flatnonzero((left > 0) != (right > 0))
    if one_sided.size and system is not System.OPEN_SMALLER:
        raise FlowError(f"Some birthplaces are in one of the two tables only: {named(one_sided)}.")
    if system is System.CLOSED:
        return _closed(first, second, unexplained, change)
    level = np.maximum(left, right) if system is System.OPEN else np.minimum(left, right)
    return Accounts(first * _share(level, left)[:, None], second * _share(level, right)[:, None], unexplained)


def _closed(first: Table, second: Table, unexplained: float, change: float | None) -> Accounts:
    rows = (first.sum(1) + second.sum(1)) / 2
    total = float(rows.sum())
    if total == 0:
        return Accounts(first, second, 0.0)
    both = (first, second)
    columns = [table.sum(0) * (total / table.sum()) for table in both]
    rows, raised = _room_for_natives(both, rows, columns)
    fits = [
        fit_two(table, rows, column) if change is None else fit_by_sweeps(table, rows, column, change=change)
        for table, column in zip(both, columns, strict=True)
    ]
    return Accounts(fits[0].table, fits[1].table, unexplained, sum(fit.steps for fit in fits), raised)


def _room_for_natives(both: tuple[Table, Table], rows: Table, columns: list[Table]) -> tuple[Table, tuple[int, ...]]:
    """Raise the total of a birthplace whose own place houses only natives, and more of them than the total says.

    Then no fit could meet the total. The total becomes those
    natives and the emigrants counted; the other birthplaces give up as much, in proportion.
    """
    needed = np.zeros_like(rows)
    for table, column in zip(both, columns, strict=True):
        only_natives = (table.sum(0) - np.diagonal(table)) == 0
        needed = np.maximum(needed, np.where(only_natives, column, 0.0))
    abroad = sum((table.sum(1) - np.diagonal(table)) / 2 for table in both)
    short = (needed > 0) & (rows <= needed)
    if not short.any():
        return rows, ()
    wanted = np.where(short, needed + abroad, rows)
    others = rows[~short].sum()
    left = rows.sum() - wanted[short].sum()
    if left <= 0 or others <= 0:
        raise FlowError(f"There is no room for the natives of the places {named(np.flatnonzero(short))}.")
    return np.where(short, wanted, rows * (left / others)), tuple(int(place) for place in np.flatnonzero(short))


def _share(above: Table, below: Table) -> Table:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
