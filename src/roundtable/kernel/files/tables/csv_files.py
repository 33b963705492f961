"""CSV as RFC 4180 has it, in UTF-8 with a byte order mark, without which Excel misreads Cyrillic and the rest."""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from roundtable.kernel.files.tables.inert import inert
from roundtable.kernel.files.tables.shape import Kind, Table, cell, cell_of, columns_of

CENT: Final = Decimal("0.01")
MARKED: Final = re.compile(r"([*†‡]+)\s")
"""How a footnote begins that has a mark in the table."""


def csv_bytes(table: Table) -> bytes:
    """The table as CSV: one line of labels, then the rows; texts are quoted and inert, numbers are bare.

    A demonstration table says so in a last column, unless its rows do; a marked one its marking. Money has cents. A
    footnote stands in a last column too, in each row that bears its mark (Kosovo*), or in the first where a heading
    bears it; other notes are in the other formats.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    columns = columns_of(table)
    told = any(column.key == "demonstration" for column in columns)
    mark = [_("Demonstration data")] if table.demonstration and not told else []
    labels = [str(column.label) for column in columns]
    rows = [[_written(cell_of(table, row, column), column.kind) for column in columns] for row in table.rows]
    footnotes = _footnotes([str(note) for note in table.notes], labels, rows)
    noted = [_("Footnote")] if any(footnotes) else []
    writer.writerow([inert(text) for text in [*labels, *mark, *noted]])
    for cells, footnote in zip(rows, footnotes, strict=True):
        writer.writerow([*cells, *[inert(_("yes"))] * len(mark), *[inert(footnote)] * len(noted)])
    return lines.getvalue().encode("utf-8-sig")


def _footnotes(notes: list[str], labels: list[str], rows: list[list[Any]]) -> list[str]:
    """Give for each row the footnotes whose mark one of its cells bears and that it does not hold already."""
    marks = {found.group(1): note for note in notes if (found := MARKED.match(note))}
    told: list[str] = []
    for number, cells in enumerate(rows):
        texts = [text for text in cells if isinstance(text, str)] + (labels if number == 0 else [])
        borne = [note for mark, note in marks.items() if any(_bears(text, mark) for text in texts)]
        told.append(" ".join(note for note in borne if not any(note in text for text in texts)))
    return told


def _bears(text: str, mark: str) -> bool:
    return re.search(rf"\w{re.escape(mark)}(?![*†‡])", text) is not None


def _written(value: Any, kind: Kind) -> str | int | float | Decimal:
    shaped = cell(value, kind)
    if shaped is None:
        return ""
    if kind is Kind.MONEY and isinstance(shaped, int | Decimal):
        shaped = Decimal(shaped).quantize(CENT)
    if isinstance(shaped, bool):
        return _("yes") if shaped else _("no")
    if isinstance(shaped, int | float | Decimal):
        return _Bare(format(shaped, "f")) if isinstance(shaped, Decimal) else shaped
    if isinstance(shaped, datetime):
        return shaped.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(shaped, date):
        return shaped.isoformat()
    return inert(shaped)


class _Bare(float):
    """A decimal that the writer takes for a number and that keeps all its digits."""

    def __new__(cls, digits: str) -> Self:
        made = super().__new__(cls, digits)
        made.digits = digits
        return made

    digits: str

    def __str__(self) -> str:
        return self.digits

    __repr__ = __str__
