"""Mirror statistics: what the state of origin and the state of destination each report of the same corridor."""

from dataclasses import replace

import polars as pl

from roundtable_analytics.comparability.grades import Pair, compare
from roundtable_analytics.comparability.sheets import Concept, Sheet

KEYS = ("origin", "destination", "period")
OPPOSITE = {Concept.IMMIGRATION: Concept.EMIGRATION, Concept.EMIGRATION: Concept.IMMIGRATION}


class MirrorError(ValueError):
    """Reports that cannot be laid side by side."""


def lay_side_by_side(by_origin: pl.DataFrame, by_destination: pl.DataFrame) -> pl.DataFrame:
    """Give for each corridor and period both reports, their gap and who is silent.

    Both tables have the columns origin, destination, period, people (null: not known); a corridor comes once. The
    answer adds: `gap`, what the destination reports more than the origin (negative: less); `ratio`, destination over
    origin; `relative_gap`, the gap over the mean of both, from -2 to 2; and `silent`: null, "origin", "destination" or
    "both". Where one is silent there is no gap: silence is not zero.

    >>> keys = {"origin": ["A"], "destination": ["B"], "period": ["2020"]}
    >>> told = lay_side_by_side(pl.DataFrame(keys | {"people": [40]}), pl.DataFrame(keys | {"people": [100]}))
    >>> told.select("gap", "ratio", "silent").row(0)
    (60.0, 2.5, None)
    """
    for name, table in (("origins", by_origin), ("destinations", by_destination)):
        absent = [column for column in (*KEYS, "people") if column not in table.columns]
        if absent:
            raise MirrorError(f"The reports of {name} have no columns {', '.join(absent)}.")
        if table.select(KEYS).is_duplicated().any():
            raise MirrorError(f"The reports of {name} tell a corridor twice for one period.")
    people = pl.col("people").cast(pl.Float64).fill_nan(None)
    both = by_origin.select(*KEYS, origin_reports=people).join(
        by_destination.select(*KEYS, destination_reports=people), on=KEYS, how="full", coalesce=True
    )
    left, right = pl.col("origin_reports"), pl.col("destination_reports")
    silent = (
        pl.when(left.is_null() & right.is_null())
        .then(pl.lit("both"))
        .when(left.is_null())
        .then(pl.lit("origin"))
        .when(right.is_null())
        .then(pl.lit("destination"))
    )
    gap = right - left
    return both.with_columns(
        gap=gap,
        ratio=pl.when(left > 0).then(right / left),
        relative_gap=pl.when(left + right > 0).then(gap / ((left + right) / 2)).when(gap == 0).then(0.0),
        silent=silent,
    ).sort(KEYS)


def known_reasons(origin: Sheet, destination: Sheet) -> Pair:
    """Give the reasons of definition for which the two reports of a corridor may differ.

    Emigration of the one and immigration of the other are two sides of one flow, and no reason by themselves.
    """
    if OPPOSITE.get(origin.concept) is destination.concept:
        turned = replace(origin, concept=destination.concept)
        return compare(turned, destination)
    return compare(origin, destination)
