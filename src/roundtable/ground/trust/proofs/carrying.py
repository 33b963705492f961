"""How each rendition is read to see whether it carries a marking: each gives what is wrong, or nothing."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from importlib.resources import files
from typing import Final

import pypdfium2
from docx import Document
from openpyxl import load_workbook

from roundtable.ground.trust.domain.renditions import Rendition

COLUMN: Final = "Marking"


def _screen(made: Rendition, marking: str) -> str:
    found = made.body.count(f'data-marking="{marking}"'.encode())
    others = made.body.count(b"data-marking=") - found
    return "" if (found, others) == (2, 0) else f"{found} times above and below, {others} other markings"


def _print(made: Rendition, marking: str) -> str:
    """A printed sheet says the marking in its margins, above and below, upright and on its side."""
    style = (files("roundtable.ui") / "static" / "ui" / "base.css").read_text(encoding="utf-8")
    told = f'content: "{marking}"'
    missing = []
    for name in (marking.lower(), f"{marking.lower()}-wide"):
        sheet = next((line for line in style.splitlines() if line.strip().startswith(f"@page {name} {{")), "")
        boxes = [f"@{edge}-center {{ {told}" for edge in ("top", "bottom")]
        chosen = f"body:has([data-marking={marking}]){':has(.matrix)' * name.endswith('-wide')} {{ page: {name} }}"
        missing += [rule for rule in boxes if rule not in sheet] + [chosen] * (chosen not in style)
    return f"the sheet for print lacks {missing}" if missing else _screen(made, marking)


def _pdf(made: Rendition, marking: str) -> str:
    document = pypdfium2.PdfDocument(made.body)
    try:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            words = page.get_textpage()
            top = words.get_text_bounded(0, height * 0.85, width, height)
            bottom = words.get_text_bounded(0, 0, width, height * 0.12)
            if marking not in top or marking not in bottom:
                return f"page {number}"
    finally:
        document.close()
    return ""


def _docx(made: Rendition, marking: str) -> str:
    for section in Document(io.BytesIO(made.body)).sections:
        for part in (section.header, section.footer):
            if marking not in [paragraph.text for paragraph in part.paragraphs]:
                return "header or footer"
    return ""


def _html(made: Rendition, marking: str) -> str:
    fault = _screen(made, marking)
    return fault or ("" if b"marking.below { inset-block: auto" in made.body else "no rule for print")


def _csv(made: Rendition, marking: str) -> str:
    rows = list(csv.DictReader(io.StringIO(made.body.decode("utf-8-sig"))))
    found = {row.get(COLUMN) for row in rows}
    return "" if rows and found == {marking} else f"its column says {found}"


def _xlsx(made: Rendition, marking: str) -> str:
    book = load_workbook(io.BytesIO(made.body))
    for sheet in book.worksheets:
        for place in (sheet.oddHeader, sheet.oddFooter):
            if place is None or place.center.text != marking:
                return f"sheet {sheet.title} in print"
    cells = [str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    return "" if any(marking in cell.split() for cell in cells) else "no cell"


def _ods(made: Rendition, marking: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made.body)) as archive:
        styles, content = archive.read("styles.xml").decode(), archive.read("content.xml").decode()
    for place in ("header", "footer"):
        if f"<style:{place}><text:p>{marking}</text:p>" not in styles:
            return place
    printed = content.count("<table:table ") == content.count('table:style-name="sheet"')
    return "" if printed and f"<text:p>{marking}</text:p>" in content else "no cell, or a sheet without it in print"


def _json(made: Rendition, marking: str) -> str:
    said = json.loads(made.body).get("marking")
    return "" if said == marking else f"its field says {said}"


def _subject(made: Rendition, marking: str) -> str:
    return "" if made.subject.startswith(f"[{marking}] ") else f"its subject is {made.subject!r}"


def _file(made: Rendition, marking: str) -> str:
    return "" if f'filename="{marking}-' in made.name else f"its name is {made.name!r}"


def _feed(made: Rendition, marking: str) -> str:
    carried = marking.encode() in made.body
    return "" if carried == (marking == "PUBLIC") else "the feed"


CARRIES: Final[dict[str, Callable[[Rendition, str], str]]] = {
    "screen": _screen,
    "print": _print,
    "pdf": _pdf,
    "docx": _docx,
    "html": _html,
    "csv": _csv,
    "xlsx": _xlsx,
    "ods": _ods,
    "json": _json,
    "api": _json,
    "mail": _subject,
    "notice": _subject,
    "file": _file,
    "feed": _feed,
}
