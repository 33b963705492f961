"""The sentences of SQL that the store asks. Names are those of a shape, values are always parameters."""

import re
from collections.abc import Mapping, Sequence

from roundtable_analytics.frames.shape import Measure, Shape, UnfitError
from roundtable_analytics.frames.statuses import Nothing

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")


def quoted(name: str) -> str:
    """Give a name as SQL writes it; refuse what is no name of a column."""
    if not _NAME.fullmatch(name):
        raise UnfitError(f"“{name}” is no name of a column: letters, digits and underscores.")
    return f'"{name}"'


def key_count(shape: Shape) -> str:
    """Ask how many cells there are, and how many rows; the file is parameter `place`."""
    keys = ", ".join(quoted(name) for name in shape.key)
    return f"SELECT count(*), sum(n)::BIGINT FROM (SELECT count(*) AS n FROM read_parquet($place) GROUP BY {keys})"  # noqa: S608 - names of the shape


def distinct_twice(shape: Shape) -> str:
    """Ask for the first cell that comes more than once."""
    keys = ", ".join(quoted(name) for name in shape.key)
    return (
        f"SELECT {keys}, count(*) AS n FROM read_parquet($place) GROUP BY {keys} HAVING n > 1 ORDER BY {keys} LIMIT 1"  # noqa: S608 - names of the shape
    )


def condition(names: Sequence[str], time: str | None, *, start: bool, end: bool) -> str:
    """Give the WHERE of a question: each named column within its parameter, time within bounds."""
    parts = [f"list_contains($in_{place}, {quoted(name)})" for place, name in enumerate(names)]
    if time and start:
        parts.append(f"{quoted(time)} >= $start")
    if time and end:
        # “2020” as an end takes in everything that begins so: “2020-05” stands behind “2020” in the order of texts.
        parts.append(f"({quoted(time)} <= $end OR starts_with({quoted(time)}, $end || '-'))")
    return " AND ".join(parts) or "true"


def roll_up(shape: Shape, measure: Measure, by: Sequence[str], source: str, told: Mapping[str, str]) -> str:
    """Ask for a measure added up over everything but `by`, each sum with how much of it lacks.

    The columns and their meaning are those of `frames.sums.total`. `source` is `$place` or the name of a table, `told`
    may hold the condition as `where`.
    """
    if foreign := set(by) - set(shape.key):
        raise UnfitError(f"The dataset is not divided by {', '.join(sorted(foreign))}.")
    keys = "".join(f"{quoted(name)}, " for name in by)
    group = f"GROUP BY {', '.join(quoted(name) for name in by)}" if by else ""
    value, status = quoted(measure.name), quoted(measure.status)
    counts = ", ".join(
        f"count(*) FILTER ({value} IS NULL AND {status} = '{kind.value}') AS {name}" for name, kind in LACKING.items()
    )
    where = told.get("where", "true")
    inner = (
        f"SELECT {keys}coalesce(sum({value}), 0) AS known, count(*) AS parts,"  # noqa: S608 - names of the shape
        f" count(*) FILTER ({value} IS NULL) AS absent, {counts} FROM read_parquet({source}) WHERE {where} {group}"
    )
    return said(inner, measure, by)


LACKING = {
    "not_reported": Nothing.NOT_REPORTED,
    "not_applicable": Nothing.NOT_APPLICABLE,
    "suppressed": Nothing.SUPPRESSED,
}


def said(inner: str, measure: Measure, by: Sequence[str]) -> str:
    """Say of added up parts what the total is, and which nothing it is when it is none."""
    keys = "".join(f"{quoted(name)}, " for name in by)
    value, status = quoted(measure.name), quoted(measure.status)
    return (
        f"SELECT {keys}"  # noqa: S608 - names of the shape
        f"CASE WHEN missing + not_reported + suppressed = 0 AND parts > not_applicable THEN known END AS {value},"
        " CASE WHEN parts = not_applicable THEN 'M'"
        " WHEN missing + not_reported + suppressed = 0 THEN NULL"
        " WHEN missing + not_reported = 0 THEN 'Q'"
        f" WHEN missing + suppressed = 0 THEN 'L' ELSE 'O' END AS {status},"
        " known, parts, missing, not_reported, not_applicable, suppressed"
        f" FROM (SELECT *, absent - not_reported - not_applicable - suppressed AS missing FROM ({inner}))"
    )


def rolled_further(measure: Measure, by: Sequence[str], told: Mapping[str, str]) -> str:
    """Ask a roll-up, parameter `place`, for fewer columns: its parts are added up, never its totals."""
    keys = "".join(f"{quoted(name)}, " for name in by)
    group = f"GROUP BY {', '.join(quoted(name) for name in by)}" if by else ""
    counts = ", ".join(f"coalesce(sum({name}), 0)::BIGINT AS {name}" for name in LACKING)
    where = told.get("where", "true")
    inner = (
        f"SELECT {keys}coalesce(sum(known), 0) AS known, coalesce(sum(parts), 0)::BIGINT AS parts,"  # noqa: S608 - names of the shape
        f" coalesce(sum(missing + not_reported + not_applicable + suppressed), 0)::BIGINT AS absent, {counts}"
        f" FROM read_parquet($place) WHERE {where} {group}"
    )
    return said(inner, measure, by)
