"""The six methods of Abel and Cohen (2019), by name, over one set of tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from roundtable_analytics.flows import differences, rates
from roundtable_analytics.flows.accounting import System, match, take_out_births_and_deaths
from roundtable_analytics.flows.estimates import minimum, pseudo_bayesian
from roundtable_analytics.flows.tables import Table, pair, vector


class Method(StrEnum):
    """How flows are estimated from two stock tables."""

    DROP = "stock differences, losses dropped"
    REVERSE = "stock differences, losses as returns"
    RATES = "migration rates"
    OPEN = "demographic accounts, open"
    CLOSED = "demographic accounts, closed"
    PSEUDO_BAYESIAN = "demographic accounts, pseudo-Bayesian"


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of a period: stocks at its two ends, births and deaths of each place (persons in the period)."""

    start: Table
    end: Table
    births: Table
    deaths: Table

    @classmethod
    def of(cls, start: ArrayLike, end: ArrayLike, births: ArrayLike, deaths: ArrayLike) -> "Tables":
        """Check the shapes; an unknown cell is refused."""
        first, second = pair(start, end)
        count = first.shape[0]
        return cls(
            first,
            second,
            vector(births, count, name="The table of births"),
            vector(deaths, count, name="The table of deaths"),
        )


def estimate(known: Tables, method: Method) -> Table:
    """Give the flow table of one method."""
    return estimate_all(known, (method,))[method]


def estimate_all(known: Tables, methods: tuple[Method, ...] = tuple(Method)) -> Mapping[Method, Table]:
    """Give the flow tables of several methods; accounts that two of them share are made once."""
    plain: dict[Method, Callable[[], Table]] = {
        Method.DROP: lambda: differences.drop_negatives(known.start, known.end),
        Method.REVERSE: lambda: differences.reverse_negatives(known.start, known.end),
        Method.RATES: lambda: rates.share_of_stock(known.start, total=rates.total_from_net(known.start, known.end)),
    }
    found = {method: plain[method]() for method in methods if method in plain}
    if set(methods) - set(plain):
        natural = take_out_births_and_deaths(known.start, known.end, known.births, known.deaths)
        if Method.OPEN in methods:
            found[Method.OPEN] = minimum(match(*natural, System.OPEN))
        if {Method.CLOSED, Method.PSEUDO_BAYESIAN} & set(methods):
            closed = match(*natural, System.CLOSED)
            found |= {Method.CLOSED: minimum(closed)} if Method.CLOSED in methods else {}
            found |= {Method.PSEUDO_BAYESIAN: pseudo_bayesian(closed)} if Method.PSEUDO_BAYESIAN in methods else {}
    return {method: np.asarray(found[method]) for method in methods}
