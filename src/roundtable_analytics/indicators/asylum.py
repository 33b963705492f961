"""Asylum: applications for the size of a country, how many are recognised, and how long the queue is."""

from collections.abc import Sequence

import polars as pl

from roundtable_analytics.indicators.parts import IndicatorError, quotient


def applications_per_thousand(table: pl.DataFrame) -> pl.DataFrame:
    """Applications in a year for 1,000 inhabitants (columns applications, population: persons).

    >>> applications_per_thousand(pl.DataFrame({"applications": [50_000], "population": [10_000_000]}))["value"][0]
    5.0
    """
    return quotient(table, ["applications"], ["population"], per=1000)


def refugee_recognition(table: pl.DataFrame) -> pl.DataFrame:
    """UNHCR's refugee recognition rate, percent: recognised, of recognised, otherwise protected and rejected.

    Cases closed without a decision are left out. Columns dec_recognized, dec_other, dec_rejected.

    >>> told = pl.DataFrame({"dec_recognized": [30], "dec_other": [20], "dec_rejected": [50], "dec_closed": [25]})
    >>> refugee_recognition(told)["value"][0]
    30.0
    """
    return quotient(table, ["dec_recognized"], ["dec_recognized", "dec_other", "dec_rejected"], per=100)


def total_recognition(table: pl.DataFrame) -> pl.DataFrame:
    """UNHCR's total recognition rate, percent: recognised and otherwise protected, of all decided on their merits.

    >>> told = pl.DataFrame({"dec_recognized": [30], "dec_other": [20], "dec_rejected": [50]})
    >>> total_recognition(told)["value"][0]
    50.0
    """
    above = ["dec_recognized", "dec_other"]
    return quotient(table, above, [*above, "dec_rejected"], per=100)


def first_instance_recognition(table: pl.DataFrame) -> pl.DataFrame:
    """Eurostat's recognition rate, percent: positive of all decisions at first instance.

    Positive are refugee status, subsidiary protection and humanitarian reasons. Persons whose application was
    withdrawn are no decision. Columns decisions_positive, decisions_total.

    >>> told = pl.DataFrame({"decisions_positive": [365], "decisions_total": [1_000]})
    >>> first_instance_recognition(told)["value"][0]
    36.5
    """
    return quotient(table, ["decisions_positive"], ["decisions_total"], per=100)


def pending_per_monthly_input(table: pl.DataFrame) -> pl.DataFrame:
    """Months of applications that wait for a decision: pending at the end, over the mean month of a year's input.

    Columns pending, applications_12_months (see `last_twelve_months`).

    >>> pending_per_monthly_input(pl.DataFrame({"pending": [600], "applications_12_months": [1_200]}))["value"][0]
    6.0
    """
    return quotient(table, ["pending"], ["applications_12_months"], per=12)


def last_twelve_months(monthly: pl.DataFrame, *, by: Sequence[str], month: str = "month") -> pl.DataFrame:
    """Add `applications_12_months`, the sum of a month and the eleven before it.

    `month` is a column of dates (the first of the month). The sum is missing when any of the twelve is, also when its
    row does not exist. Raises IndicatorError when a month comes twice.
    """
    keys = [*by, month]
    if monthly.select(keys).is_duplicated().any():
        raise IndicatorError("A month comes twice: add up its parts before.")
    applied = pl.col("applications")
    window = monthly.sort(keys).rolling(index_column=month, period="12mo", group_by=list(by))
    whole = (applied.count() == 12) & (applied.len() == 12)
    sums = window.agg(applications_12_months=pl.when(whole).then(applied.sum()))
    return monthly.join(sums, on=keys, how="left", maintain_order="left")
