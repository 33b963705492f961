"""DOCX becomes lines, one for each paragraph, with the numbers that Word would show."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from roundtable.operations.plan.domain.adopted_text.findings import Finding, Unreadable
from roundtable.operations.plan.domain.adopted_text.lines import Kind, Line, Source
from roundtable.operations.plan.domain.adopted_text.numbering import Numbering, w
from roundtable.operations.plan.domain.adopted_text.wording import normal

MAX_UNPACKED_MB: Final = 100
MAX_ENTRIES: Final = 5_000

# A copy for old readers, and what a tracked change took away.
_LEFT_OUT: Final = frozenset(
    {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", w("del"), w("moveFrom"), w("pPr")}
)
_TEXT: Final = {w("tab"): " ", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): ""}
_HEADING_STYLE = re.compile(r"^(?:heading|titre|überschrift|заголовок)\s*(\d)$", re.IGNORECASE)


def read(data: bytes, *, unpacked_size: int, entries: int) -> Source:
    """Return the paragraphs of a DOCX; raise `Unreadable` for one that is damaged or swells when unpacked."""
    if unpacked_size > MAX_UNPACKED_MB * 1024 * 1024 or entries > MAX_ENTRIES:
        raise Unreadable("docx_too_large_unpacked", params={"limit_mb": MAX_UNPACKED_MB})
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        numbering = Numbering(_part(document, "numbering"), document.styles.element)
    except (
        PackageNotFoundError, zipfile.BadZipFile, etree.LxmlError, KeyError, ValueError, AttributeError, EOFError,
        NotImplementedError, OSError, IndexError, TypeError, zipfile.LargeZipFile, RuntimeError, zlib.error,
    ) as error:  # fmt: skip
        # python-docx has no single error for a broken package: each missing part fails in its own way.
        raise Unreadable("docx_broken") from error
    remarks: tuple[Finding, ...] = ()
    if next(body.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None:
        remarks = (Finding(line=None, code="tracked_changes"),)
    lines = tuple(
        line
        for number, paragraph in enumerate(_paragraphs(body), start=1)
        for line in _lines(number, paragraph, numbering)
    )
    return Source(Kind.DOCX, lines, remarks)


def _part(document: Any, kind: str) -> Any | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            part = relation.target_part
            return getattr(part, "element", None) if hasattr(part, "element") else etree.fromstring(part.blob)
    return None


def _paragraphs(body: Any) -> Iterator[Any]:
    for paragraph in body.iter(w("p")):
        if not any(ancestor.tag in _LEFT_OUT for ancestor in paragraph.iterancestors()):
            yield paragraph


def _lines(number: int, paragraph: Any, numbering: Numbering) -> Iterator[Line]:
    heading = _heading(paragraph, numbering)
    runs = list(_runs(paragraph))
    bold = bool(runs) and all(strong for text, strong in runs if text.strip())
    written = "".join(text for text, _ in runs)
    if not written.strip():
        return
    label = numbering.label(paragraph)
    pieces = [piece for piece in map(normal, written.split("\n")) if piece]
    for index, piece in enumerate(pieces):
        shown = f"{label} {piece}" if label and index == 0 else piece
        yield Line(number=number, text=normal(shown), apart=index == 0, heading=heading, bold=bold)


def _runs(paragraph: Any) -> Iterator[tuple[str, bool]]:
    for run in paragraph.iter(w("r")):
        ancestors = list(run.iterancestors())
        holder = next(ancestor for ancestor in ancestors if ancestor.tag == w("p"))
        # A text box is a paragraph inside a run; its own turn comes later.
        if holder is not paragraph or any(ancestor.tag in _LEFT_OUT for ancestor in ancestors):
            continue
        properties = run.find(w("rPr"))
        text = "".join(
            (part.text or "") if part.tag == w("t") else _TEXT.get(part.tag, "") for part in run.iterchildren()
        )
        if not text or _has(properties, "vanish") or (_is_raised(properties) and re.fullmatch(r"[\s\d†‡]+", text)):
            continue
        yield text, _has(properties, "b")


def _has(properties: Any | None, name: str) -> bool:
    found = None if properties is None else properties.find(w(name))
    return found is not None and found.get(w("val"), "true") not in {"0", "false", "off"}


def _is_raised(properties: Any | None) -> bool:
    if properties is None:
        return False
    aligned, lifted = properties.find(w("vertAlign")), properties.find(w("position"))
    if aligned is not None and aligned.get(w("val")) == "superscript":
        return True
    # LibreOffice lifts by a number of half points instead.
    return lifted is not None and (lifted.get(w("val")) or "").isdigit() and int(lifted.get(w("val"))) > 0


def _heading(paragraph: Any, numbering: Numbering) -> int:
    for properties in numbering.properties(paragraph):
        level = properties.find(w("outlineLvl"))
        if level is not None and (level.get(w("val")) or "").isdigit() and int(level.get(w("val"))) < 9:
            return int(level.get(w("val"))) + 1
    for name in numbering.style_names(paragraph):
        found = _HEADING_STYLE.match(name)
        if found:
            return int(found[1])
        if name.lower() in {"title", "subtitle"}:
            return 1
    return 0
