"""A pack as a workbook: a sheet for the summary and one for each table; numbers stay numbers, texts stay texts."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roundtable.kernel.files.tables.inert import clean
from roundtable.kernel.files.tables.names import sheet_name
from roundtable.kernel.files.tables.packing import repacked
from roundtable.kernel.files.tables.xlsx_files import print_marking
from roundtable.operations.plan.exports.pack.blocks import Block, Run, plain
from roundtable.operations.plan.exports.pack.html import chart_rows

Place = Cell | MergedCell
FORMATS: Final = {"money": "#,##0.00", "share": "0.0%", "number": "0"}
LINK: Final = Font(color="17406D", underline="single")
BOLD: Final = Font(bold=True)
WRAP: Final = Alignment(wrap_text=True, vertical="top")


def workbook(document: Mapping[str, Any], *, taken_at: datetime) -> bytes:
    """The document's figures as an XLSX file."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has an active sheet
    taken: set[str] = set()
    _summary(book.create_sheet(sheet_name(document["words"]["summary"], taken)), document)
    for block in document["blocks"]:
        if block["t"] == "table":
            _table(book.create_sheet(sheet_name(_named(block), taken)), block)
        elif block["t"] == "matrix":
            _matrix(book.create_sheet(sheet_name(_named(block), taken)), block, document)
        elif block["t"] == "chart":
            _chart(book.create_sheet(sheet_name(_named(block), taken)), block, document)
    for sheet in book.worksheets:
        print_marking(sheet, document.get("marking", ""))
    moment = taken_at.replace(tzinfo=None, microsecond=0)
    book.properties.creator = document["kicker"]
    book.properties.title = clean(document["title"])
    book.properties.language = document["language"]
    book.properties.created = book.properties.modified = moment
    held = io.BytesIO()
    book.save(held)
    return repacked(held.getvalue(), modified=moment)


def _named(block: Block) -> str:
    """The name of a block's sheet. Snapshots from before sheets were named keep theirs, so that their bytes stay."""
    bare = f"chart {block['id']}" if block["t"] == "chart" else block["id"]
    return str(block.get("sheet") or bare)


def _text(place: Place, words: str) -> Place:
    place.value = clean(words)
    # Else openpyxl takes what begins with “=” for a formula; the sign of quotation keeps it a text when it is edited.
    place.data_type = "s"
    if words[:1] and not words[0].isalnum():
        place.quotePrefix = True
    return place


def _put(place: Place, held: Mapping[str, Any], kind: str) -> None:
    value = held["v"]
    if isinstance(value, int | float) and not isinstance(value, bool):
        place.value = value
        place.number_format = FORMATS.get(kind, "General")
    elif value is not None:
        _text(place, str(value))
    if held.get("href"):
        place.hyperlink = str(held["href"])
        place.font = LINK


def _line(sheet: Worksheet, row: int, words: Sequence[str]) -> None:
    for number, word in enumerate(words, start=1):
        head = _text(sheet.cell(row, number), word)
        head.font = BOLD
        head.alignment = WRAP


def _notes(sheet: Worksheet, row: int, notes: Sequence[str]) -> None:
    for number, note in enumerate(notes, start=row + 1):
        _text(sheet.cell(number, 1), note)


def first_link(runs: Sequence[Run]) -> str:
    """The first address in a paragraph: a cell can carry one."""
    return next((str(run["href"]) for run in runs if isinstance(run, dict) and run.get("href")), "")


def _summary(sheet: Worksheet, document: Mapping[str, Any]) -> None:
    lines = [document["title"], document["subtitle"], document["kicker"], *document["lines"], document["edition"]]
    lines.append(document.get("marking", ""))
    if document["demonstration"]:
        lines.append(f"{document['demonstration']}. {document['demonstration_note']}")
    row = 0
    for row, words in enumerate(filter(None, lines), start=1):
        _text(sheet.cell(row, 1), words)
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    words = document["words"]
    row += 2
    _line(sheet, row, [words["figure"], words["value"], words["notes"]])
    for block in document["blocks"]:
        if block["t"] == "figures":
            for item in block["items"]:
                row += 1
                _text(sheet.cell(row, 1), item["label"])
                _put(sheet.cell(row, 2), {"v": item["v"], "href": item["href"]}, "")
                _text(sheet.cell(row, 3), f"{item['shown']}; {item['note']}")
        elif block["t"] in {"p", "list"}:
            for runs in block["items"] if block["t"] == "list" else [block["runs"]]:
                row += 1
                _put(sheet.cell(row, 1), {"v": plain(runs), "href": first_link(runs)}, "")
        elif block["t"] == "h":
            row += 2 if block["level"] == 1 else 1
            _text(sheet.cell(row, 1), block["text"]).font = BOLD
    _notes(sheet, row + 1, document["footnotes"])
    for letter, width in (("A", 90), ("B", 16), ("C", 50)):
        sheet.column_dimensions[letter].width = width


def _table(sheet: Worksheet, block: Block) -> None:
    columns = block["columns"]
    _line(sheet, 1, [column["label"] for column in columns])
    for row, cells in enumerate(block["rows"], start=2):
        for number, (held, column) in enumerate(zip(cells, columns, strict=True), start=1):
            _put(sheet.cell(row, number), held, column["kind"])
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = (
            max(10, 10 * column["w"]) if column["kind"] == "text" else 16
        )
    sheet.freeze_panes = "B2"
    _notes(sheet, len(block["rows"]) + 2, [block["caption"], *block["notes"]])


def _matrix(sheet: Worksheet, block: Block, document: Mapping[str, Any]) -> None:
    words = dict(block["legend"])
    _line(sheet, 1, [block["corner"], "", *[column["name"] for column in block["columns"]]])
    for place in sheet[1][2:]:
        place.alignment = Alignment(text_rotation=90, vertical="bottom")
    for number, row in enumerate(block["rows"], start=2):
        _put(sheet.cell(number, 1), {"v": row["code"], "href": row["href"]}, "")
        _text(sheet.cell(number, 2), row["title"])
        for at, (column, mark) in enumerate(zip(block["columns"], row["cells"], strict=True), start=3):
            if mark == ".":
                continue
            href = block["href"].replace("{action}", row["code"]).replace("{party}", column["code"])
            _put(sheet.cell(number, at), {"v": int(mark) if mark.isdigit() else mark, "href": href}, "")
    sheet.column_dimensions["B"].width = 44
    for at in range(3, len(block["columns"]) + 3):
        sheet.column_dimensions[get_column_letter(at)].width = 4
    sheet.freeze_panes = "C2"
    legend = [f"{mark} {word}" if mark != "." else word for mark, word in words.items()]
    _notes(sheet, len(block["rows"]) + 2, [block["caption"], "; ".join(legend), *document["footnotes"]])


def _chart(sheet: Worksheet, block: Block, document: Mapping[str, Any]) -> None:
    columns, rows = chart_rows(block)
    _line(sheet, 1, columns)
    for number, row in enumerate(rows, start=2):
        for at, value in enumerate(row, start=1):
            _put(sheet.cell(number, at), {"v": value}, "")
    sheet.column_dimensions["A"].width = 44
    notes = [block["title"], block["subtitle"], block["source"]]
    _notes(sheet, len(rows) + 2, [*notes, *(document["footnotes"] if block["kind"] == "map" else [])])
