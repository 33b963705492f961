"""Sums that say when a part is missing."""

from collections.abc import Sequence

import polars as pl

from roundtable_analytics.frames.cube import Cube
from roundtable_analytics.frames.shape import Measure, UnfitError
from roundtable_analytics.frames.statuses import Nothing, is_kind

COUNTED = {
    "missing": Nothing.MISSING,
    "not_reported": Nothing.NOT_REPORTED,
    "not_applicable": Nothing.NOT_APPLICABLE,
    "suppressed": Nothing.SUPPRESSED,
}


def total(table: Cube, *, over: Sequence[str], measure: str | None = None) -> pl.DataFrame:
    """Add up a measure over some columns of the key; each sum says which of its parts were not there.

    Gives the other columns of the key, then
    - the measure: the sum when every part that can exist is known, else null;
    - its status: null for a sum; the kind of nothing when all parts that lack are of one kind, O when they are mixed,
      M when no part can exist;
    - `known`: the sum of the parts that are known, which is no total while a part lacks;
    - `parts`, and how many of them are missing, not_reported, not_applicable, suppressed.

    A part that cannot exist adds nothing and lacks nothing. Rows that are not in the cube are not known to lack: make
    them stand there first (`complete`). A kept-back part keeps the total back as well: with the sum beside the other
    parts everybody could compute it.
    """
    told = _measure(table, measure)
    if foreign := set(over) - set(table.shape.key):
        raise UnfitError(f"The cube is not divided by {', '.join(sorted(foreign))}.")
    by = [name for name in table.shape.key if name not in over]
    counts = [is_kind(kind, told.name, told.status).sum().cast(pl.Int64).alias(name) for name, kind in COUNTED.items()]
    sums = [pl.col(told.name).sum().alias("known"), pl.len().cast(pl.Int64).alias("parts"), *counts]
    # A holiday is nobody's count: it lacks like what is missing.
    other = pl.col(told.name).is_null().sum().cast(pl.Int64).alias("absent")
    groups = table.rows.group_by(by, maintain_order=True).agg(*sums, other) if by else table.rows.select(*sums, other)
    groups = groups.with_columns(
        missing=pl.col("absent") - pl.sum_horizontal("not_reported", "not_applicable", "suppressed")
    )
    lacking = pl.sum_horizontal("missing", "not_reported", "suppressed")
    nothing_there = pl.col("parts") == pl.col("not_applicable")
    status = (
        pl.when(nothing_there)
        .then(pl.lit(Nothing.NOT_APPLICABLE.value))
        .when(lacking == 0)
        .then(pl.lit(None, pl.String))
        .when(pl.col("suppressed") == lacking)
        .then(pl.lit(Nothing.SUPPRESSED.value))
        .when(pl.col("not_reported") == lacking)
        .then(pl.lit(Nothing.NOT_REPORTED.value))
        .otherwise(pl.lit(Nothing.MISSING.value))
    )
    value = pl.when((lacking == 0) & ~nothing_there).then(pl.col("known"))
    return groups.with_columns(value.alias(told.name), status.alias(told.status)).select(
        *by, told.name, told.status, "known", "parts", *COUNTED
    )


def _measure(table: Cube, name: str | None) -> Measure:
    if name is None:
        return table.shape.measures[0]
    for measure in table.shape.measures:
        if measure.name == name:
            return measure
    raise UnfitError(f"The cube has no measure {name}.")
