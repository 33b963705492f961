"""The rules of the gate: each looks at the rows of a load and finds cells that a person should see before it stands.

A rule gives frames with the key of the cell and what it found, in its own columns; the sentence is made of them once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from roundtable_analytics.frames.periods import bounds
from roundtable_analytics.frames.shape import Measure, Shape
from roundtable_analytics.frames.statuses import Nothing, is_kind

FALL = 0.01
"""A number that is at most this share of the one before is a fall of 99%."""
ENOUGH = 100.0
"""Falls and jumps are looked for where at least so many were counted; small numbers move by themselves."""
JUMP = 10.0
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules know of a dataset beside its rows.

    `corridors` are pairs of dimensions that should differ; `totals` says for a dimension which code is the sum of which
    others; `codes` which codes there are; `today` the day after which nothing can have been counted; `tolerance` by how
    much a total may differ from its parts, for sources that round; `before` the rows of the vintage before.
    """

    today: date
    corridors: tuple[tuple[str, str], ...] = ()
    totals: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tolerance: float = 0.0
    before: pl.DataFrame | None = None


Rule = Callable[[pl.DataFrame, Shape, Asked], pl.DataFrame]


def same_place(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """Origin equals asylum: people who are said to have moved to where they are from."""
    found = [
        rows.filter((pl.col(one) == pl.col(other)) & (pl.col(_measure(shape).name) > 0)).select(
            *shape.key, said=pl.format("{} and {} are both {}", pl.lit(one), pl.lit(other), pl.col(one))
        )
        for one, other in asked.corridors
    ]
    return _together(found, shape)


def fall(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A fall of 99% against the period before in the same series, without a break that says so."""
    del asked
    return _moved(rows, shape, lambda now, before: (before >= ENOUGH) & (now <= before * FALL), "falls")


def jump(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """Ten times as many as in the period before, without a break that says so."""
    del asked
    return _moved(rows, shape, lambda now, before: (before >= ENOUGH) & (now >= before * JUMP), "rises")


def total_differs(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A total that differs from the sum of its parts, where every part is known."""
    value = _measure(shape).name
    found = []
    for name, totals in asked.totals.items():
        others = [one for one in shape.key if one != name]
        for code, parts in totals.items():
            whole = rows.filter((pl.col(name) == code) & pl.col(value).is_not_null())
            known = (
                rows.filter(pl.col(name).is_in(list(parts)))
                .group_by(others)
                .agg(pl.col(value).sum().alias("_sum"), pl.col(value).count().alias("_known"))
                .filter(pl.col("_known") == len(parts))
            )
            wrong = whole.join(known, on=others).filter((pl.col(value) - pl.col("_sum")).abs() > asked.tolerance)
            said = pl.format("the total is {}, its {} parts are {} together", value, pl.lit(len(parts)), "_sum")
            found.append(wrong.select(*shape.key, said=said))
    return _together(found, shape)


def repeated(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A cell that comes more than once."""
    del asked
    twice = rows.group_by(shape.key).len().filter(pl.col("len") > 1)
    return twice.select(*shape.key, said=pl.format("the cell comes {} times", "len"))


def unknown_code(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A code that is in no list."""
    found = []
    for name, codes in asked.codes.items():
        strange = rows.filter(~pl.col(name).is_in(list(codes)).fill_null(value=False))
        # One finding for each code, at its first cell: a new code is one question, however many rows it has.
        first = strange.unique(subset=[name], keep="first", maintain_order=True)
        found.append(first.select(*shape.key, said=pl.format("{} has no code {}", pl.lit(name), name)))
    return _together(found, shape)


def impossible_period(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A period that is none, that lies before 1900, or that has not begun."""
    if not shape.time:
        return _together([], shape)
    wrong = {}
    for period in rows[shape.time].unique().to_list():
        days = bounds(period) if period else None
        if days is None:
            wrong[period] = "is no period"
        elif days[0] < EARLIEST:
            wrong[period] = "lies before 1900"
        elif days[0] > asked.today:
            wrong[period] = "has not begun"
    bad = rows.filter(pl.col(shape.time).is_in([one for one in wrong if one is not None]))
    bad = bad.unique(subset=[shape.time], keep="first", maintain_order=True)
    said = pl.col(shape.time).replace_strict(wrong, default="", return_dtype=pl.String)
    return bad.select(*shape.key, said=pl.format("{} {}", shape.time, said))


def negative(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A number of people below zero."""
    del asked
    value = _measure(shape).name
    return rows.filter(pl.col(value) < 0).select(*shape.key, said=pl.format("it is {}", value))


def nothing_became_zero(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A cell that held no number in the vintage before, and holds zero now: missing is never zero by itself."""
    if asked.before is None:
        return _together([], shape)
    one = _measure(shape)
    was = asked.before.filter(pl.col(one.name).is_null()).select(*shape.key, pl.col(one.status).alias("_was"))
    now = rows.filter(is_kind(Nothing.ZERO, one.name, one.status)).join(was, on=list(shape.key))
    return now.select(*shape.key, said=pl.format("it was {} before and is zero now", pl.col("_was").fill_null("O")))


def vanished(rows: pl.DataFrame, shape: Shape, asked: Asked) -> pl.DataFrame:
    """A period of the vintage before of which no row has come."""
    if asked.before is None or not shape.time:
        return _together([], shape)
    gone = asked.before.join(rows.select(shape.time).unique(), on=shape.time, how="anti")
    first = gone.unique(subset=[shape.time], keep="first", maintain_order=True)
    return first.select(*shape.key, said=pl.format("{} was there before and has no row now", shape.time))


RULES: dict[str, Rule] = {
    "origin-equals-destination": same_place,
    "fall-of-99-percent": fall,
    "ten-times-as-many": jump,
    "total-differs-from-parts": total_differs,
    "cell-comes-twice": repeated,
    "unknown-code": unknown_code,
    "impossible-period": impossible_period,
    "below-zero": negative,
    "nothing-became-zero": nothing_became_zero,
    "period-vanished": vanished,
}
"""Every rule by its name; the name stands in the public log and never changes."""


def _measure(shape: Shape) -> Measure:
    return shape.measures[0]


def _moved(rows: pl.DataFrame, shape: Shape, wrong: Callable[[pl.Expr, pl.Expr], pl.Expr], word: str) -> pl.DataFrame:
    """Find numbers that moved against the number before them in their series, in the order of time."""
    if not shape.time:
        return _together([], shape)
    one = _measure(shape)
    series = [name for name in shape.key if name != shape.time]
    known = rows.filter(pl.col(one.name).is_not_null()).sort(*series, shape.time)
    before = pl.col(one.name).shift(1).over(series) if series else pl.col(one.name).shift(1)
    told = known.with_columns(_before=before)
    # SDMX's B: the source says itself that the series breaks here.
    breaks = (pl.col(one.status) == "B").fill_null(value=False)
    found = told.filter(wrong(pl.col(one.name), pl.col("_before")).fill_null(value=False) & ~breaks)
    said = pl.format("it {} from {} to {}", pl.lit(word), "_before", one.name)
    return found.select(*shape.key, said=said)


def _together(found: list[pl.DataFrame], shape: Shape) -> pl.DataFrame:
    empty = pl.DataFrame(schema=dict.fromkeys((*shape.key, "said"), pl.String))
    return pl.concat([empty, *found], how="vertical_relaxed")
