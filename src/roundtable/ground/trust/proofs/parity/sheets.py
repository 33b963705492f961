"""Read each form of a list into the same shape: labels, kinds, and cells as plain words."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from lxml import etree, html
from openpyxl import load_workbook

from roundtable.kernel.files.tables import Kind

NOTHING: Final = {"", "–", "-", "not known"}
WITHOUT_SHAPE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\u2066-\u2069]")
NUMBERS: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SHARE})
PLACES: Final = {Kind.MONEY: 2}
SAFE: Final = etree.XMLParser(resolve_entities=False, no_network=True)
TABLE, OFFICE, WORDS = (f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0" for one in ("table", "office", "text"))


@dataclass
class Sheet:
    """A list as one form has it. Cells are texts in one spelling: ISO days, points for decimals, UTC for moments."""

    keys: list[str]
    labels: list[str]
    kinds: list[str]
    rows: list[list[str]]
    demonstration: bool = False

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return sum(len(row) for row in self.rows)


@dataclass
class Screen:
    """A list as its page shows it, and all the words of the page."""

    names: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    words: str = ""
    misread: bool = False
    """Whether the page says that it left out a part of the question."""
    pages: int = 1


def plain(text: object) -> str:
    r"""Write a text as it is read: without signs that have no shape, with single spaces.

    >>> plain(" one\u00a0\n two\u2068 ")
    'one two'
    """
    said = unicodedata.normalize("NFC", WITHOUT_SHAPE.sub("", "" if text is None else str(text)))
    said = " ".join(said.split())
    return "" if said in NOTHING else said


def from_json(body: bytes) -> Sheet:
    """Read the JSON of a list, or of a chart."""
    whole = json.loads(body)
    columns = whole["columns"]
    kinds = [str(column.get("kind", Kind.TEXT)) for column in columns]
    rows = [
        [exact(row.get(column["key"]), kind) for column, kind in zip(columns, kinds, strict=True)]
        for row in whole["rows"]
    ]
    labels = [plain(column["label"]) for column in columns]
    return Sheet([column["key"] for column in columns], labels, kinds, rows, bool(whole.get("demonstration")))


def exact(value: Any, kind: str) -> str:  # noqa: PLR0911 - one answer for each kind of value
    """Write a value in the one spelling in which all forms are compared.

    >>> exact(1200.50, "money"), exact(True, "yes-no"), exact("2026-01-02T10:00:00Z", "moment"), exact(None, "text")
    ('1200.5', 'yes', '2026-01-02T10:00', '')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        value = value.isoformat()
    if kind == Kind.MOMENT:
        return str(value)[:16].replace(" ", "T")
    if kind == Kind.DATE or isinstance(value, date):
        return str(value)[:10]
    if kind == Kind.YES_NO:
        return {"yes": "yes", "no": "no", "true": "yes", "false": "no"}.get(str(value).casefold(), plain(value))
    if kind in NUMBERS or isinstance(value, int | float | Decimal):
        try:
            return format(Decimal(str(value)).normalize(), "f")
        except ArithmeticError:
            return plain(value)
    return plain(value)


def from_file(body: bytes, form: str, like: Sheet) -> Sheet:
    """Read the CSV, XLSX or ODS of a list whose kinds of columns are known."""
    lines = {"csv": _csv, "xlsx": _xlsx, "ods": _ods}[form](body)
    labels = [plain(label) for label in lines[0]]
    kinds = [*like.kinds, *[str(Kind.TEXT)] * (len(labels) - len(like.kinds))]
    rows = [
        [exact(value, kind) for value, kind in zip(_filled(line, len(labels)), kinds, strict=False)]
        for line in lines[1:]
    ]
    return Sheet(like.keys, labels, kinds, rows)


def _filled(line: Sequence[Any], length: int) -> list[Any]:
    return [*line, *[None] * (length - len(line))]


def _csv(body: bytes) -> list[list[Any]]:
    return [list(line) for line in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))]


def _xlsx(body: bytes) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(body))
    return [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]


def _ods(body: bytes) -> list[list[Any]]:
    """Read the first table; written here and not by the house's own reader, which would repeat its writer's errors."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        whole = etree.fromstring(archive.read("content.xml"), SAFE)
    table = whole.find(f".//{{{TABLE}}}table")
    rows = table.iter(f"{{{TABLE}}}table-row") if table is not None else ()
    return [[_ods_value(cell) for cell in row.iter(f"{{{TABLE}}}table-cell")] for row in rows]


def _ods_value(cell: Any) -> Any:
    for name in ("value", "date-value", "boolean-value"):
        if said := cell.get(f"{{{OFFICE}}}{name}"):
            return {"true": True, "false": False}.get(said, said)
    return "\n".join("".join(line.itertext()) for line in cell.iter(f"{{{WORDS}}}p"))


def from_page(body: bytes) -> Screen:
    """Read the first list of a page, or the first table that stands behind a chart."""
    page = html.document_fromstring(body.decode())
    named = [table for table in page.iter("table") if table.get("data-list")]
    drawn = [table for figure in page.iter("figure") for table in figure.iter("table")]
    screen = Screen(names=[str(table.get("data-list")) for table in named], words=_words_of(page))
    screen.misread = any(part.get("class") == "message late" for part in page.iter("div"))
    for one in named[:1] or drawn[:1]:
        screen.labels = [_words_of(head) for part in one.iter("thead") for head in part.iter("th")]
        rows = [row for part in one.iter("tbody") for row in part.iter("tr")]
        screen.rows = [[_words_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in rows]
    links = [str(link.get("href", "")) for link in page.iter("a")]
    numbers = [int(said) for link in links for said in re.findall(r"[?&]page=(\d+)", link)]
    screen.pages = max([1, *numbers])
    return screen


def _words_of(part: Any) -> str:
    """Give the words in a part of a page, but none of its scripts and styles."""
    said: list[str] = []
    for one in part.iter():
        if isinstance(one.tag, str) and one.tag not in {"script", "style"}:
            said.append(one.text or "")
        if one is not part:
            said.append(one.tail or "")
    return plain(" ".join(said))


def spelled(value: str, kind: str) -> str:
    """Write a cell as a page in English shows it to somebody without a time zone of their own.

    >>> spelled("1200.5", "money"), spelled("yes", "yes-no"), spelled("", "number")
    ('1,200.50', 'Yes', '')
    """
    if not value:
        return ""
    if kind == Kind.SHARE:
        return plain(f"{number_format(Decimal(value) * 100, decimal_pos=1, use_l10n=True)} %")
    if kind in NUMBERS:
        return plain(
            number_format(Decimal(value), decimal_pos=PLACES.get(Kind(kind)), use_l10n=True, force_grouping=True)
        )
    if kind == Kind.MOMENT:
        here = localtime(datetime.fromisoformat(f"{value}+00:00"))
        return plain(f"{date_format(here, 'SHORT_DATE_FORMAT')} {date_format(here, 'TIME_FORMAT')}")
    if kind == Kind.DATE:
        return plain(date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT"))
    return {"yes": "Yes", "no": "No"}[value] if kind == Kind.YES_NO and value in {"yes", "no"} else value


def from_feed(body: bytes) -> list[Mapping[str, Any]]:
    """Read the entries of an Atom feed."""
    names = {"a": "http://www.w3.org/2005/Atom"}
    return [
        {"title": entry.findtext("a:title", "", names), "summary": entry.findtext("a:summary", "", names)}
        for entry in etree.fromstring(body, SAFE).findall("a:entry", names)
    ]
