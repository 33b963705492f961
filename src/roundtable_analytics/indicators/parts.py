"""Sums, quotients and differences of columns that say which parts are missing."""

from collections.abc import Sequence

import polars as pl

NOTHING_BELOW = "there is nothing to divide by"


class IndicatorError(ValueError):
    """A table that an indicator cannot be made from."""


def quotient(table: pl.DataFrame, above: Sequence[str], below: Sequence[str], *, per: float = 1.0) -> pl.DataFrame:
    """Add `value`, the sum of some columns over the sum of others times `per`, and `missing`.

    >>> table = pl.DataFrame({"a": [1, None, 3], "b": [4, 4, 0]})
    >>> quotient(table, ["a"], ["b"]).select("value", "missing").rows()
    [(0.25, None), (None, 'a'), (None, 'there is nothing to divide by')]
    """
    _has(table, [*above, *below])
    under = _sum(below)
    value = pl.when(under != 0).then(_sum(above) / under * per)
    return _with_missing(table, value, [*above, *below], nothing=under == 0)


def difference(table: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """Add `value`, the first column less the second, and `missing`.

    >>> difference(pl.DataFrame({"a": [5.0], "b": [2.0]}), "a", "b")["value"].to_list()
    [3.0]
    """
    _has(table, [first, second])
    return _with_missing(table, _number(first) - _number(second), [first, second], nothing=pl.lit(value=False))


def add_up(table: pl.DataFrame, by: Sequence[str], columns: Sequence[str]) -> pl.DataFrame:
    """Add up rows of groups: a sum with a missing part is missing, and `missing_rows` says how many parts are.

    >>> parts = pl.DataFrame({"state": ["A", "A", "B"], "people": [1, None, 2]})
    >>> add_up(parts, ["state"], ["people"]).rows()
    [('A', None, 1), ('B', 2, 0)]
    """
    _has(table, [*by, *columns])
    sums = [pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name) for name in columns]
    lost = pl.any_horizontal([pl.col(name).is_null() for name in columns]).sum().cast(pl.Int64).alias("missing_rows")
    return table.group_by(list(by), maintain_order=True).agg(*sums, lost)


def _number(name: str) -> pl.Expr:
    # What is no number (a division by zero elsewhere) is as little known as what is not given.
    return pl.col(name).cast(pl.Float64).fill_nan(None)


def _sum(names: Sequence[str]) -> pl.Expr:
    total = _number(names[0])
    for name in names[1:]:
        total = total + _number(name)
    return total


def _with_missing(table: pl.DataFrame, value: pl.Expr, parts: Sequence[str], *, nothing: pl.Expr) -> pl.DataFrame:
    unique = list(dict.fromkeys(parts))
    told = [pl.when(_number(name).is_null()).then(pl.lit(name)) for name in unique]
    missing = pl.concat_str(told, separator=", ", ignore_nulls=True)
    named = pl.when(missing != "").then(missing).when(nothing).then(pl.lit(NOTHING_BELOW))
    return table.with_columns(value=value, missing=named)


def _has(table: pl.DataFrame, names: Sequence[str]) -> None:
    absent = [name for name in names if name not in table.columns]
    if absent:
        raise IndicatorError(f"The table has no columns {', '.join(absent)}.")
