"""XLSX with real types: numbers add up, dates sort, texts are never formulas."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roundtable.kernel.base.markings import highest
from roundtable.kernel.files.tables.inert import clean
from roundtable.kernel.files.tables.names import sheet_name
from roundtable.kernel.files.tables.packing import repacked
from roundtable.kernel.files.tables.shape import Kind, Table, cell, cell_of, columns_of, notes_of

LONGEST_CELL: Final = 32_767
WIDTHS: Final = {Kind.NUMBER: 12, Kind.MONEY: 14, Kind.DATE: 12, Kind.MOMENT: 18, Kind.SHARE: 10, Kind.YES_NO: 8}
FORMATS: Final = {Kind.MONEY: "#,##0.00", Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm", Kind.SHARE: "0.0%"}
FIRST_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's properties have no zone


def xlsx_bytes(*tables: Table) -> bytes:
    """The tables as one workbook, a sheet each, and a last sheet with what a reader must know of them."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has an active sheet
    taken: set[str] = set()
    for table in tables:
        _fill(book.create_sheet(sheet_name(str(table.name), taken)), table)
    _notes(book.create_sheet(sheet_name(_("Notes"), taken)), tables)
    book.properties.created = book.properties.modified = FIRST_DAY
    book.properties.creator = "Roundtable"
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue(), modified=FIRST_DAY)


def _fill(sheet: Worksheet, table: Table) -> None:
    columns = columns_of(table)
    print_marking(sheet, table.marking)
    for number, column in enumerate(columns, start=1):
        head = _text(sheet.cell(1, number), str(column.label))
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
    widest = [len(str(column.label)) for column in columns]
    for line, row in enumerate(table.rows, start=2):
        for number, column in enumerate(columns, start=1):
            shaped = cell(cell_of(table, row, column), column.kind)
            _put(sheet.cell(line, number), shaped, column.kind)
            if isinstance(shaped, str):
                widest[number - 1] = max(widest[number - 1], min(60, len(shaped)))
    for number, column in enumerate(columns, start=1):
        width = WIDTHS.get(column.kind, min(60, max(10, widest[number - 1] + 2)))
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(sheet.max_row, 1)}"


def print_marking(sheet: Worksheet, marking: str) -> None:
    """Have a sheet carry a marking at the top and the bottom of each printed page."""
    for place in (sheet.oddHeader, sheet.oddFooter):
        if marking and place is not None:
            place.center.text = marking


def _put(place: Cell | MergedCell, value: Any, kind: Kind) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        _text(place, _("yes") if value else _("no"))
    elif isinstance(value, datetime):
        place.value = value.replace(tzinfo=None)
        place.number_format = FORMATS[Kind.MOMENT]
    elif isinstance(value, date):
        place.value = value
        place.number_format = FORMATS[Kind.DATE]
    elif isinstance(value, int | float | Decimal):
        place.value = value
        if kind in FORMATS:
            place.number_format = FORMATS[kind]
    else:
        _text(place, str(value))


def _text(place: Cell | MergedCell, text: str) -> Cell | MergedCell:
    shown = clean(text)
    if len(shown) > LONGEST_CELL:
        shown = shown[: LONGEST_CELL - 1] + "…"
    place.value = shown
    # Without this openpyxl would take a text with “=” before it for a formula; and the sign of quotation keeps it a
    # text
    # when somebody edits the cell.
    place.data_type = "s"
    if shown[:1] and not shown[0].isalnum():
        place.style = "Normal"
        place.quotePrefix = True
    if "\n" in shown or len(shown) > 60:
        place.alignment = Alignment(wrap_text=True, vertical="top")
    return place


def _notes(sheet: Worksheet, tables: Sequence[Table]) -> None:
    line = 1
    print_marking(sheet, highest(table.marking for table in tables))
    for table in tables:
        for number, note in enumerate(notes_of(table)):
            place = _text(sheet.cell(line, 1), note)
            place.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 0:
                place.font = Font(bold=True)
            line += 1
        line += 1
    sheet.column_dimensions["A"].width = 100
