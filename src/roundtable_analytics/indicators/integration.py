"""Integration: the set agreed in Zaragoza in 2010, each outcome as a gap against nationals.

Columns `migrants` and `nationals` hold the outcome of the two groups, of the same age and sex, from the same survey. A
gap is migrants less nationals in percent points: whether more is better depends on the outcome (`registry` says so).
"""

import polars as pl

from roundtable_analytics.indicators.parts import difference, quotient


def gap(table: pl.DataFrame) -> pl.DataFrame:
    """The outcome of migrants less that of nationals, percent points.

    >>> gap(pl.DataFrame({"migrants": [61.9], "nationals": [77.1]}))["value"].round(1)[0]
    -15.2
    """
    return difference(table, "migrants", "nationals")


def income_ratio(table: pl.DataFrame) -> pl.DataFrame:
    """The median income of migrants for 100 of nationals.

    >>> income_ratio(pl.DataFrame({"migrants": [15_000], "nationals": [20_000]}))["value"][0]
    75.0
    """
    return quotient(table, ["migrants"], ["nationals"], per=100)


def naturalisation(table: pl.DataFrame) -> pl.DataFrame:
    """Acquisitions of citizenship in a year for 100 foreign residents.

    >>> naturalisation(pl.DataFrame({"acquisitions": [26], "foreign_residents": [1_000]}))["value"][0]
    2.6
    """
    return quotient(table, ["acquisitions"], ["foreign_residents"], per=100)


def long_term_residents(table: pl.DataFrame) -> pl.DataFrame:
    """Holders of long-term residence for 100 holders of any permit.

    >>> long_term_residents(pl.DataFrame({"long_term_permits": [40], "valid_permits": [100]}))["value"][0]
    40.0
    """
    return quotient(table, ["long_term_permits"], ["valid_permits"], per=100)
