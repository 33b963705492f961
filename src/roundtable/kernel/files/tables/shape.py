"""What a table is, before it becomes a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    SHARE = "share"
    YES_NO = "yes-no"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its cells, what people read above it, what it holds."""

    key: str
    label: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with what a reader must know of them: source, licence, footnotes, whether they are demonstration data."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    notes: Sequence[str] = ()
    source: str = ""
    licence: str = ""
    demonstration: bool = False
    marking: str = ""
    """The handling marking of the whole: the highest of its rows (`kernel.base.markings`)."""
    made_at: datetime | date | None = field(default=None, kw_only=True)
    """When the rows were read; written into the notes. None where the bytes must not depend on the day."""


def cell(value: Any, kind: Kind) -> str | int | float | Decimal | bool | date | datetime | None:  # noqa: PLR0911 - one answer for each kind of value
    """A cell's value in the one shape that all writers start from.

    Numbers stay numbers, moments become UTC, everything else becomes text; nothing and unknown are None, never zero.
    """
    if value is None or value == "":
        return None
    if kind in {Kind.NUMBER, Kind.MONEY, Kind.SHARE}:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return str(value)
        finite = value.is_finite() if isinstance(value, Decimal) else value == value and abs(value) != float("inf")  # noqa: PLR0124 - only what is not a number differs from itself
        return value if finite else None
    if kind is Kind.YES_NO and isinstance(value, bool):
        return value
    if kind is Kind.MOMENT and isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value
    if kind is Kind.DATE and isinstance(value, datetime):
        return value.date()
    if kind in {Kind.DATE, Kind.MOMENT} and isinstance(value, date):
        return value
    return str(value)


MARKING: Final = "marking"
"""The key of the column that says the marking of each row."""


def columns_of(table: Table) -> list[Column]:
    """The columns of a table, with one for its marking where its rows do not say theirs."""
    columns = list(table.columns)
    if table.marking and all(column.key != MARKING for column in columns):
        columns.append(Column(MARKING, _("Marking")))
    return columns


def cell_of(table: Table, row: Mapping[str, Any], column: Column) -> Any:
    """The value of a row under a column; where a row does not say its marking, that of the whole."""
    return row.get(column.key, table.marking if column.key == MARKING else None)


def notes_of(table: Table) -> list[str]:
    """The sentences that travel with a table, in order."""
    lines = [str(table.title)]
    if table.marking:
        lines.append(_("Marking: %(marking)s") % {"marking": table.marking})
    if table.demonstration:
        lines.append(
            _("Demonstration data. These rows were made up and say nothing about any real state or organisation.")
        )
    if table.source:
        lines.append(_("Source: %(source)s") % {"source": table.source})
    if table.licence:
        lines.append(_("Licence: %(licence)s") % {"licence": table.licence})
    if table.made_at:
        moment = (
            table.made_at.astimezone(UTC).isoformat(timespec="minutes")
            if isinstance(table.made_at, datetime)
            else table.made_at
        )
        lines.append(_("As of: %(moment)s") % {"moment": moment})
    return lines + [str(note) for note in table.notes]
