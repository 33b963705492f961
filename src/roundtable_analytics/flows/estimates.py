"""Flows by demographic accounting: what moves turn one table of birthplace and residence into the next.

For each birthplace the people at the two dates are the margins of a table of origin and destination. The *minimum*
estimate lets as many stay as can (Abel 2013); the *independent* one says nothing about staying; Azose and Raftery's
*pseudo-Bayesian* estimate (2019, doi:10.1073/pnas.1722334116) stands between them.
"""

import numpy as np
from numpy.typing import ArrayLike

from roundtable_analytics.flows.accounting import Accounts, System, match, take_out_births_and_deaths
from roundtable_analytics.flows.fitting import fit_three
from roundtable_analytics.flows.tables import Table, square, vector, without_diagonal

MINIMUM_WEIGHT = 0.87
"""The weight of the minimum estimate in the pseudo-Bayesian one; the independent estimate has the rest."""


def accounts(  # noqa: PLR0913 - what is known of a period, and two choices, each by its name
    start: ArrayLike,
    end: ArrayLike,
    *,
    births: ArrayLike | None = None,
    deaths: ArrayLike | None = None,
    system: System = System.CLOSED,
    change: float | None = None,
) -> Accounts:
    """Give two stock tables without births and deaths, with equal totals for each birthplace (see `accounting`)."""
    count = square(start, name="The first stock table").shape[0]
    nobody = np.zeros(count)
    first, second = take_out_births_and_deaths(
        start, end, nobody if births is None else births, nobody if deaths is None else deaths
    )
    return match(first, second, system, change=change)


def minimum(told: Accounts, *, seed: ArrayLike | None = None) -> Table:
    """Give the fewest moves that explain the accounts: of each birthplace as many stay in a place as are there twice.

    Who is left over leaves, and who is missing arrives; between them moves are spread in proportion, or in proportion
    to the `seed` (an n by n table such as the inverse of distance), separately for each birthplace. Without a seed
    this has a closed form: a product of two n by n matrices.
    """
    stay = np.minimum(told.start, told.end)
    leave, arrive = told.start - stay, told.end - stay
    if seed is None:
        # Where a fit was stopped early the totals differ a little; those who arrive then set the scale.
        return without_diagonal(_share(leave, arrive.sum(1)).T @ arrive)
    offset = without_diagonal(square(seed, name="The seed"))
    equal = arrive * _factor(leave.sum(1), arrive.sum(1))
    return without_diagonal(fit_three(leave, equal, seed=offset).pairs)


def independent(told: Accounts) -> Table:
    """Give the moves when, of each birthplace, where one lives at the end does not depend on where one lived before."""
    return without_diagonal(_share(told.start, told.end.sum(1)).T @ told.end)


def pseudo_bayesian(told: Accounts, *, weight: float = MINIMUM_WEIGHT) -> Table:
    """Give the weighted mean of the minimum and the independent estimate."""
    return weight * minimum(told) + (1.0 - weight) * independent(told)


def net_of(flows: Table) -> Table:
    """Give those who arrive less those who leave, for each place."""
    return np.asarray(flows.sum(0) - flows.sum(1), dtype=np.float64)


def net_of_populations(start: ArrayLike, end: ArrayLike, births: ArrayLike, deaths: ArrayLike) -> Table:
    """Give the change of each population that births and deaths do not explain: what a closed estimate has to meet."""
    first = square(start, name="The first stock table")
    second = square(end, name="The second stock table")
    born = vector(births, first.shape[0], name="The table of births")
    died = vector(deaths, first.shape[0], name="The table of deaths")
    return np.asarray(second.sum(0) - first.sum(0) - born + died, dtype=np.float64)


def _factor(above: Table, below: Table) -> Table:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)[:, None]


def _share(table: Table, totals: Table) -> Table:
    return np.asarray(table * _factor(np.ones_like(totals), totals), dtype=np.float64)
