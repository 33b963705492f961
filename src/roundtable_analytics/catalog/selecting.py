"""A selection of cells, as SQL: keys of which any may fit, codes, comparisons, the first and last of each series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from roundtable_analytics.catalog.sql import quoted
from roundtable_analytics.frames.shape import Shape, UnfitError

SIGNS = {"eq": "=", "ne": "IS DISTINCT FROM", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
WITHIN = {"co": "contains", "sw": "starts_with", "ew": "ends_with"}


@dataclass(frozen=True, slots=True)
class Compared:
    """What must hold of a column: any of some alternatives, each of which is comparisons that hold together.

    A comparison is one of `eq ne lt le gt ge co nc sw ew` and a value.
    """

    column: str
    alternatives: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cells, and which of their columns.

    `keys` are codes by column, any of which may fit; `codes` have to fit all; `first` and `last` are how many
    observations of each series stay; `columns` are those that are handed out, all when there are none.
    """

    keys: tuple[Mapping[str, Sequence[str]], ...] = ()
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compared: tuple[Compared, ...] = ()
    first: int = 0
    last: int = 0
    columns: tuple[str, ...] = ()
    distinct: bool = False

    @property
    def everything(self) -> bool:
        """Whether no cell is left out."""
        return not (self.keys or self.codes or self.compared or self.first or self.last)

    def without(self, column: str) -> "Selection":
        """Give the selection as if nothing were said of a column."""
        keys = tuple({name: codes for name, codes in key.items() if name != column} for key in self.keys)
        codes = {name: told for name, told in self.codes.items() if name != column}
        return replace(self, keys=keys, codes=codes, compared=tuple(o for o in self.compared if o.column != column))


def text(value: str) -> str:
    """Give a value as SQL writes it. DuckDB knows no signs of escape in plain quotes but the doubled quote itself.

    >>> text("d'Ivoire")
    "'d''Ivoire'"
    """
    if "\0" in value:
        raise UnfitError("A value cannot hold the character zero.")
    return "'" + value.replace("'", "''") + "'"


def rows(place: Path) -> str:
    """Give the rows of a file as a source."""
    return f"read_parquet({text(str(place))})"


def changed(shape: Shape, new: str, old: str) -> str:
    """Give the rows of one source that stand otherwise, or not at all, in another."""
    same = " AND ".join(f"n.{quoted(name)} IS NOT DISTINCT FROM o.{quoted(name)}" for name in shape.columns)
    return f"(SELECT n.* FROM {new} n ANTI JOIN {old} o ON {same})"  # noqa: S608 - names of the shape


def removed(shape: Shape, new: str, old: str) -> str:
    """Give the rows of the old source whose cell is not in the new one."""
    same = " AND ".join(f"n.{quoted(name)} = o.{quoted(name)}" for name in shape.key)
    return f"(SELECT o.* FROM {old} o ANTI JOIN {new} n ON {same})"  # noqa: S608 - names of the shape


def selected(shape: Shape, wanted: Selection, source: str, *, order: Sequence[str] = ()) -> str:
    """Ask for the cells of a selection; `source` is one of those above, `order` the columns to sort by.

    Raises `UnfitError` for columns that the shape does not have.
    """
    columns = wanted.columns or shape.columns
    if foreign := (set(columns) | _named(wanted)) - set(shape.columns):
        raise UnfitError(f"The dataset has no column {', '.join(sorted(foreign))}.")
    distinct = "DISTINCT " if wanted.distinct else ""
    shown = ", ".join(quoted(name) for name in columns)
    asked = f"SELECT {distinct}{shown} FROM {source} WHERE {_where(shape, wanted)}"  # noqa: S608 - names of the shape
    asked += _ends(shape, wanted)
    return asked + (f" ORDER BY {', '.join(quoted(name) for name in order)}" if order else "")


def counted(shape: Shape, wanted: Selection, source: str) -> str:
    """Ask how many cells a selection has."""
    return f"SELECT count(*) FROM ({selected(shape, wanted, source)})"  # noqa: S608 - names of the shape


def _named(wanted: Selection) -> set[str]:
    return {*wanted.codes, *(one.column for one in wanted.compared), *(name for key in wanted.keys for name in key)}


def _where(shape: Shape, wanted: Selection) -> str:
    parts = [_among(name, codes) for name, codes in wanted.codes.items()]
    if wanted.keys:
        keys = [" AND ".join(_among(name, codes) for name, codes in key.items()) or "true" for key in wanted.keys]
        parts.append("(" + " OR ".join(f"({key})" for key in keys) + ")")
    numbers = {one.name for one in shape.measures}
    for one in wanted.compared:
        told = [
            " AND ".join(
                _compared(one.column, operator, value, number=one.column in numbers) for operator, value in all_
            )
            for all_ in one.alternatives
        ]
        parts.append("(" + " OR ".join(f"({part})" for part in told) + ")")
    return " AND ".join(parts) or "true"


def _among(name: str, codes: Sequence[str]) -> str:
    if not codes:
        return "false"
    if len(codes) == 1:
        return f"{quoted(name)} = {text(codes[0])}"
    return f"{quoted(name)} IN ({', '.join(text(code) for code in codes)})"


def _compared(name: str, operator: str, value: str, *, number: bool) -> str:
    column = quoted(name)
    if operator in SIGNS and number:
        try:
            return f"{column} {SIGNS[operator]} {float(value)!r}::DOUBLE"
        except ValueError as error:
            raise UnfitError(f"{name} is compared with “{value[:60]}”, which is no number.") from error
    if operator in SIGNS:
        return f"{column} {SIGNS[operator]} {text(value)}"
    column = f"{column}::VARCHAR" if number else column
    if operator == "nc":
        return f"NOT contains(coalesce({column}, ''), {text(value)})"
    return f"{WITHIN[operator]}(coalesce({column}, ''), {text(value)})"


def _ends(shape: Shape, wanted: Selection) -> str:
    if not (wanted.first or wanted.last) or not shape.time:
        return ""
    series = ", ".join(quoted(one.name) for one in shape.dimensions)
    apart = f"PARTITION BY {series} " if series else ""
    parts = [
        f"row_number() OVER ({apart}ORDER BY {quoted(shape.time)} {way}) <= {int(count)}"
        for count, way in ((wanted.first, "ASC"), (wanted.last, "DESC"))
        if count
    ]
    return f" QUALIFY {' OR '.join(parts)}"
