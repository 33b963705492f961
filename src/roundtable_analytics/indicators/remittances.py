"""Remittances: what it costs to send money, against target 10.c of the Sustainable Development Goals.

By 2030 the cost is to be below 3 % of what is sent, and no corridor is to cost more than 5 %.
"""

from collections.abc import Sequence

import polars as pl

from roundtable_analytics.indicators.parts import IndicatorError

AVERAGE, CORRIDOR = 3.0, 5.0
"""The two targets, percent of 200 US dollars."""


def above_target(table: pl.DataFrame) -> pl.DataFrame:
    """How far the cost (column cost, percent) is above 3 %: percent points, not above zero where the target is met.

    >>> above_target(pl.DataFrame({"cost": [6.2, 3.0, None]})).select("value", "missing").rows()
    [(3.2, None), (0.0, None), (None, 'cost')]
    """
    cost = pl.col("cost").cast(pl.Float64).fill_nan(None)
    return table.with_columns(value=(cost - AVERAGE).round(10), missing=pl.when(cost.is_null()).then(pl.lit("cost")))


def dear_corridors(table: pl.DataFrame, *, by: Sequence[str] = ()) -> pl.DataFrame:
    """Corridors that cost more than 5 %, of the corridors with a price, percent; `unpriced` says how many have none.

    One row is one corridor (column cost, percent); the answer has one row for each group of `by`. Where no corridor has
    a price there is no value.

    >>> told = pl.DataFrame({"sending": ["A", "A", "A", "B"], "cost": [4.0, 7.5, None, None]})
    >>> dear_corridors(told, by=["sending"]).rows()
    [('A', 50.0, 1, 'cost of 1 corridors'), ('B', None, 1, 'cost of 1 corridors')]
    """
    if "cost" not in table.columns:
        raise IndicatorError("The table has no columns cost.")
    cost = pl.col("cost").cast(pl.Float64).fill_nan(None)
    priced = cost.count()
    figures = [
        pl.when(priced > 0).then((cost > CORRIDOR).sum() / priced * 100).alias("value"),
        cost.null_count().cast(pl.Int64).alias("unpriced"),
    ]
    told = table.group_by(list(by), maintain_order=True).agg(figures) if by else table.select(figures)
    named = pl.format("cost of {} corridors", pl.col("unpriced"))
    return told.with_columns(missing=pl.when(pl.col("unpriced") > 0).then(named))
