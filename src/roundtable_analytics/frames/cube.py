"""A cube: rows that fit their shape, in which no nothing can be mistaken for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from roundtable_analytics.frames.shape import Measure, Origin, Shape, UnfitError
from roundtable_analytics.frames.statuses import WITHOUT_NUMBER, Nothing

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Cube:
    """Rows with their shape and origin. Made by `cube`, which checks them."""

    shape: Shape
    rows: pl.DataFrame
    origin: Origin = field(default_factory=Origin)


def cube(rows: pl.DataFrame, shape: Shape, origin: Origin | None = None) -> Cube:
    """Make a cube of rows; raise `UnfitError` with the place when they do not fit the shape.

    Keys are text and never null, numbers are Float64 and never NaN, a cell comes once, and a number is there exactly
    when no code says that it is not. Statuses that are not in the table are added, empty. Nothing is guessed: a cell
    without a number has to say which nothing it is (`say_missing` does it for tables that cannot).
    """
    lacking = [name for name in (*shape.key, *(one.name for one in shape.measures)) if name not in rows.columns]
    if lacking:
        raise UnfitError(f"The table has no column {', '.join(lacking)}.")
    added = [
        pl.lit(None, pl.String).alias(name) for name in (*shape.statuses, *shape.extra) if name not in rows.columns
    ]
    text = [
        pl.col(name).cast(pl.String) for name in (*shape.key, *shape.statuses, *shape.extra) if name in rows.columns
    ]
    numbers = [pl.col(one.name).cast(pl.Float64) for one in shape.measures]
    rows = rows.with_columns(*text, *numbers, *added).select(shape.columns)
    _keys_fit(rows, shape)
    for measure in shape.measures:
        _numbers_fit(rows, shape, measure)
    return Cube(shape, rows, origin or Origin())


def say_missing(rows: pl.DataFrame, measure: Measure | None = None, nothing: Nothing = Nothing.MISSING) -> pl.DataFrame:
    """Give rows in which each cell without a number and without a code that says why is said to be `nothing`.

    NaN, which several formats write for a number that is not there, becomes such a cell. Codes that stand stay.
    """
    measure = measure or Measure()
    if nothing is Nothing.ZERO:
        raise UnfitError("A number that is not there is never zero.")
    if measure.status not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.String).alias(measure.status))
    number = pl.col(measure.name).cast(pl.Float64).fill_nan(None)
    status = pl.col(measure.status).cast(pl.String)
    untold = number.is_null() & ~status.is_in(list(WITHOUT_NUMBER)).fill_null(value=False)
    return rows.with_columns(
        number.alias(measure.name),
        pl.when(untold).then(pl.lit(nothing.value)).otherwise(status).alias(measure.status),
    )


def complete(table: Cube, codes: Mapping[str, Sequence[str]], nothing: Nothing) -> Cube:
    """Give the cube with a row for every combination of the codes, cells that were not there said to be `nothing`.

    `codes` names every column of the key. Rows outside these codes stay as they are.
    """
    if missing := set(table.shape.key) - set(codes):
        raise UnfitError(f"No codes are given for {', '.join(sorted(missing))}.")
    if nothing is Nothing.ZERO:
        raise UnfitError("A row that is not there is never zero.")
    grid = pl.DataFrame({table.shape.key[0]: list(codes[table.shape.key[0]])}, schema={table.shape.key[0]: pl.String})
    for name in table.shape.key[1:]:
        grid = grid.join(pl.DataFrame({name: list(codes[name])}, schema={name: pl.String}), how="cross")
    added = grid.join(table.rows, on=list(table.shape.key), how="anti")
    said = {one.status: pl.lit(nothing.value) for one in table.shape.measures}
    rows = pl.concat([table.rows, added.with_columns(**said)], how="diagonal")
    return cube(rows, table.shape, table.origin)


def _keys_fit(rows: pl.DataFrame, shape: Shape) -> None:
    for name in shape.key:
        if empty := rows[name].null_count():
            raise UnfitError(f"In column {name}, {empty} rows say nothing.")
    listed = [(one.name, one.codes) for one in shape.dimensions] + [(one.name, one.codes) for one in shape.attributes]
    for name, codes in listed:
        if codes is not None:
            found = rows[name].drop_nulls().unique().sort().to_list()
            if unknown := [code for code in found if code not in set(codes)]:
                raise UnfitError(f"In column {name}, these codes are not in the list: {', '.join(unknown[:SHOWN])}.")
    if shape.key and rows.height:
        twice = rows.group_by(shape.key).len().filter(pl.col("len") > 1).sort(shape.key)
        if twice.height:
            first = twice.select(shape.key).row(0)
            raise UnfitError(f"{twice.height} cells come more than once, the first is {' · '.join(map(str, first))}.")


def _numbers_fit(rows: pl.DataFrame, shape: Shape, measure: Measure) -> None:
    number, status = pl.col(measure.name), pl.col(measure.status)
    says_absent = status.is_in(list(WITHOUT_NUMBER)).fill_null(value=False)
    wrong = {
        "hold NaN, which is no kind of nothing": number.is_nan().fill_null(value=False),
        "hold a number beside a code that says there is none": number.is_not_null() & says_absent,
        "hold no number and do not say why": number.is_null() & ~says_absent,
    }
    if len(shape.measures) > 1 and sum(one.status == measure.status for one in shape.measures) > 1:
        # One status for several measures speaks of the row: it says why those that are empty are empty.
        wrong.pop("hold a number beside a code that says there is none")
    for sentence, found in wrong.items():
        bad = rows.filter(found)
        if bad.height:
            place = " · ".join(map(str, bad.select(shape.key).row(0))) if shape.key else "the first row"
            raise UnfitError(f"{bad.height} cells of {measure.name} {sentence}, the first is {place}.")
