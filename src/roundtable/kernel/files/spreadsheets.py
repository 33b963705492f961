"""Reading tables that people hand in: CSV of any separator and encoding, XLSX, ODS.

With the line where something is wrong.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from django.conf import settings
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid, Told
from roundtable.kernel.files.store import Upload
from roundtable.kernel.files.tables.inert import spoken

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
LARGEST_UNPACKED: Final = 200 * 1024 * 1024
LONGEST_CELL: Final = 100_000
ENCODINGS: Final = ("utf-8-sig", "utf-16", "cp1251")
SEPARATORS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (the head is usually 1), and its cells by the keys of the columns."""

    number: int
    cells: dict[str, str | int | float | bool | date | datetime | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column to read: its key, the words that may stand above it, whether it must be there."""

    key: str
    labels: Sequence[str]
    needed: bool = True


def read_rows(upload: Upload, *, columns: Iterable[Any]) -> list[Row]:
    """The rows of a spreadsheet that a person handed in; columns are known by the words above them, in any order.

    `columns` are `Wanted`, or anything with `key` and `label` (a `Column` of an export: what went out can come in
    again). Empty rows are left out. An apostrophe that our exports put before a text is taken away again. Raises
    Invalid with a sentence that names the column, the row or the limit.
    """
    name = upload.name or ""
    largest = settings.ROUNDTABLE_UPLOAD_MB * 1024 * 1024
    content = upload.read(largest + 1)
    if len(content) > largest:
        raise Invalid(_("The file is larger than %(largest)s MB.") % {"largest": settings.ROUNDTABLE_UPLOAD_MB})
    if not content.strip():
        raise Invalid(_("The file “%(name)s” is empty.") % {"name": name})
    lines = _lines(content, PurePosixPath(name).suffix.lower())
    wanted = [
        column if isinstance(column, Wanted) else Wanted(column.key, [str(column.label)], needed=False)
        for column in columns
    ]
    head = next(((number, cells) for number, cells in lines if any(cell not in {None, ""} for cell in cells)), None)
    if head is None:
        raise Invalid(_("The file “%(name)s” holds no rows.") % {"name": name})
    places = _places(wanted, head[1])
    rows: list[Row] = []
    for number, cells in lines:
        row = {key: _tidy(cells[place]) if place < len(cells) else None for key, place in places.items()}
        if all(value in {None, ""} for value in row.values()):
            continue
        if len(rows) == MOST_ROWS:
            raise _too_many()
        rows.append(Row(number, {column.key: row.get(column.key) for column in wanted}))
    return rows


def _lines(content: bytes, ending: str) -> Iterator[tuple[int, list[Any]]]:
    if content.startswith(b"PK"):
        _measure(content)
        yield from _ods(content) if ending == ".ods" or b"opendocument.spreadsheet" in content[:200] else _xlsx(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(
            _("This is an old or locked Excel file. Save it as XLSX without a password and hand it in again.")
        )
    elif ending in {".csv", ".tsv", ".txt", ""}:
        yield from _csv(content)
    else:
        raise Invalid(
            _("Files of this kind (“%(ending)s”) cannot be read as a table. Use CSV, XLSX or ODS.") % {"ending": ending}
        )


def _places(wanted: Sequence[Wanted], head: Sequence[Any]) -> dict[str, int]:
    words: dict[str, int] = {}
    for place, cell in enumerate(head):
        plain = _plain(cell)
        if plain and plain in words:
            raise Invalid(_("Two columns have the same head “%(head)s”. Give each its own.") % {"head": cell})
        if plain:
            words[plain] = place
    places = {}
    for column in wanted:
        found = next((words[_plain(label)] for label in [*column.labels, column.key] if _plain(label) in words), None)
        if found is not None:
            places[column.key] = found
        elif column.needed:
            raise Invalid(
                _("The column “%(column)s” is missing. The file has: %(head)s.")
                % {
                    "column": column.labels[0] if column.labels else column.key,
                    "head": ", ".join(str(cell) for cell in head if cell),
                }
            )
    if not places:
        raise Invalid(_("None of the columns in this file is known. The first row must hold their heads."))
    return places


def _plain(cell: Any) -> str:
    return " ".join(str(cell if cell is not None else "").replace("_", " ").split()).casefold()


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise Invalid(_("A cell holds more than %(longest)s signs.") % {"longest": LONGEST_CELL})
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
        return spoken(value) or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    return value


def _csv(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and len(first) == 5:
        separator, text = first[4], text.partition("\n")[2]
    else:
        separator = max(SEPARATORS, key=lambda sign: (_outside_quotes(first, sign), -SEPARATORS.index(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise Invalid(
                    _("Row %(row)s has more than %(most)s columns.") % {"row": reader.line_num, "most": MOST_COLUMNS}
                )
            yield reader.line_num, cells
    except csv.Error as error:
        raise Invalid(
            _("The file cannot be read near line %(row)s: a quotation mark may be missing.") % {"row": reader.line_num}
        ) from error


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(_("The letters of this file cannot be read. Save it as CSV in UTF-8, or as XLSX."))


def _measure(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise Invalid(_("The file unpacks to far more than its size. It was not opened."))
    except zipfile.BadZipFile as error:
        raise _damaged() from error


def _too_many() -> Invalid:
    return Invalid(_("The file has more than %(most)s rows. Split it.") % {"most": MOST_ROWS})


def _damaged() -> Invalid:
    return Invalid(_("The file is damaged. Open it in your spreadsheet program, save it again and hand that in."))


def _xlsx(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the library raises whatever the broken part of the file happens to cause
        raise _damaged() from error
    try:
        yield from _xlsx_rows(book)
    except Told:
        raise
    except Exception as error:  # sheets are read while their rows are asked for, and break in as many ways
        raise _damaged() from error
    finally:
        book.close()


def _xlsx_rows(book: Any) -> Iterator[tuple[int, list[Any]]]:
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise Invalid(_("The file holds no sheet."))
    # Some programs state a size that is not true, and a false one may be a trap.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(islice(rows, MOST_ROWS * 2), start=1):
        yield number, list(cells)


OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def _ods(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as part:
            number = 0
            for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
                if event == "end" and element.tag == f"{TABLE}table":
                    return
                if event == "end" and element.tag == f"{TABLE}table-row":
                    repeated = int(element.get(f"{TABLE}number-rows-repeated", "1"))
                    cells = _ods_cells(element)
                    element.clear()
                    times = repeated if any(cell not in {None, ""} for cell in cells) else 1
                    if times > MOST_ROWS:
                        raise _too_many()
                    for extra in range(times):
                        yield number + extra + 1, cells
                    number += repeated
    except Invalid:
        raise
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise _damaged() from error


def _ods_cells(row: Any) -> list[Any]:
    cells: list[Any] = []
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        value = _ods_value(cell)
        repeated = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        cells.extend([value] * min(repeated, MOST_COLUMNS - len(cells)))
    return cells


def _ods_value(cell: Any) -> Any:
    kind = cell.get(f"{OFFICE}value-type")
    if kind in {"float", "currency", "percentage"}:
        return float(cell.get(f"{OFFICE}value"))
    if kind == "date":
        return datetime.fromisoformat(cell.get(f"{OFFICE}date-value"))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    lines = []
    for paragraph in cell.iter(f"{TEXT}p"):
        parts = [paragraph.text or ""]
        for piece in paragraph:
            if piece.tag == f"{TEXT}s":
                parts.append(" " * min(int(piece.get(f"{TEXT}c", "1")), 1000))
            else:
                parts.append("".join(piece.itertext()))
            parts.append(piece.tail or "")
        lines.append("".join(parts))
    return "\n".join(lines) or None
