"""PDF becomes lines with their page; headers, footers, footnotes and raised marks are told by place and size."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from roundtable.operations.plan.domain.adopted_text.findings import Unreadable
from roundtable.operations.plan.domain.adopted_text.lines import Kind, Line, Source
from roundtable.operations.plan.domain.adopted_text.running import Placed, without_running_lines
from roundtable.operations.plan.domain.adopted_text.wording import is_finished, normal

MAX_PAGES: Final = 500
# What PDFium puts for a hyphen at the end of a line, leaving out the line's end itself.
_LINE_HYPHEN: Final = "\ufffe"
_LINE = re.compile(rf"[^\r\n{_LINE_HYPHEN}]+{_LINE_HYPHEN}?")
_NUMBERED_NOTE = re.compile(r"^[\d*†‡]+\s*\S")


@dataclass(frozen=True, slots=True)
class _Printed:
    """One line as it stands on its page, measured in points from the lower left corner."""

    page: int
    text: str
    base: float
    left: float
    right: float
    size: float
    heavy: bool
    begins_note: bool


def read(data: bytes) -> Source:
    """Return the lines of a PDF; raise `Unreadable` for one that is protected, damaged or has only pictures."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise Unreadable("pdf_encrypted" if locked else "pdf_broken") from error
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable("pdf_too_long", params={"pages": len(document), "limit": MAX_PAGES})
        printed = [line for number in range(len(document)) for line in _page(document, number)]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf_broken") from error
    finally:
        document.close()
    if not any(character.isalpha() for line in printed for character in line.text):
        raise Unreadable("pdf_without_text")
    return Source(Kind.PDF, without_running_lines(_placed(printed)))


def _page(document: Any, number: int) -> list[_Printed]:
    page = document[number]
    try:
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        if len(text) != text_page.count_chars():
            # Characters outside the basic plane take two places; ask for each by itself to keep the count.
            text = "".join(
                chr(code) if (code := raw.FPDFText_GetUnicode(text_page.raw, index)) < 0x110000 and code else " "
                for index in range(text_page.count_chars())
            )
        lines = [_printed(text_page, number + 1, text, found.span()) for found in _LINE.finditer(text)]
        text_page.close()
    finally:
        page.close()
    return [line for line in lines if line is not None]


def _printed(text_page: Any, page: int, text: str, span: tuple[int, int]) -> _Printed | None:
    boxes = [(index, text_page.get_charbox(index)) for index in range(*span) if not text[index].isspace()]
    if not boxes:
        return None
    # Small letters without tails stand on the line: their lower edge is where the line is.
    standing = [box for index, box in boxes if text[index].isalnum() and text[index] not in "gjpqyQ"] or [boxes[0][1]]
    base = median(box[1] for box in standing)
    first = boxes[0][0]
    size = median(box[3] - box[1] for box in standing)
    raised = _raised(text, boxes, base, size)
    kept = (text[index] for index in range(*span) if index not in raised)
    words = normal("".join(kept).replace(_LINE_HYPHEN, "-"))
    if not words:
        return None
    return _Printed(
        page=page,
        text=words,
        base=base,
        left=boxes[0][1][0],
        right=max(box[2] for _, box in boxes),
        size=_font_size(text_page, first),
        heavy=raw.FPDFText_GetFontWeight(text_page.raw, boxes[len(boxes) // 2][0]) >= 600,
        begins_note=first in raised or bool(_NUMBERED_NOTE.match(words)),
    )


def _raised(
    text: str, boxes: list[tuple[int, tuple[float, float, float, float]]], base: float, size: float
) -> set[int]:
    """Return the places of raised digits, which are marks of footnotes and no part of the wording."""
    return {
        index
        for index, box in boxes
        if text[index] in "0123456789†‡" and box[1] - base > 0.2 * max(size, 1.0) and box[3] - box[1] < 1.2 * size
    }


def _font_size(text_page: Any, index: int) -> float:
    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(text_page.raw, index))
    if raw.FPDFText_GetMatrix(text_page.raw, index, matrix):
        return size * math.hypot(float(matrix.c), float(matrix.d))
    return size


def _placed(printed: list[_Printed]) -> list[Placed]:
    body = _usual_size(printed)
    step = _usual_step(printed)
    widest = sorted(line.right for line in printed)[int(len(printed) * 0.9)]
    narrowest = min(line.left for line in printed)
    notes = _notes(printed, body)
    placed = []
    number, before = 0, None
    for index, line in enumerate(printed):
        number = number + 1 if before is not None and before.page == line.page else 1
        placed.append(
            Placed(
                Line(
                    number=number,
                    text=line.text,
                    page=line.page,
                    apart=_is_apart(before, line, step, narrowest + 0.8 * (widest - narrowest)),
                    heading=1 if line.size > body * 1.12 else 0,
                    bold=line.heavy,
                    footnote=index in notes,
                ),
                line.page,
                line.base,
            )
        )
        before = line
    return placed


def _usual_size(printed: list[_Printed]) -> float:
    weighted = sorted((line.size, len(line.text)) for line in printed)
    half, passed = sum(length for _, length in weighted) / 2, 0
    for size, length in weighted:
        passed += length
        if passed >= half:
            return size
    return weighted[-1][0]


def _usual_step(printed: list[_Printed]) -> float:
    steps = [
        above.base - below.base
        for above, below in pairwise(printed)
        if above.page == below.page and above.base > below.base and abs(above.size - below.size) < 0.5
    ]
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def _is_apart(before: _Printed | None, line: _Printed, step: float, far: float) -> bool:
    if before is None:
        return True
    if before.page != line.page:
        # Space cannot be seen across pages; a line that was left early ended its paragraph.
        return is_finished(before.text) or before.right < far
    if abs(before.size - line.size) > 0.5 or before.heavy != line.heavy:
        return before.right < far or is_finished(before.text)
    return before.base - line.base > 1.3 * step


def _notes(printed: list[_Printed], body: float) -> set[int]:
    """Return the lines of footnotes: small print at the foot of a page, from a number or a mark on."""
    # A raised mark that stands on a line of its own is no wording either.
    notes = {
        index
        for index, line in enumerate(printed)
        if line.size < body * 0.93 and re.fullmatch(r"[\d†‡]{1,3}", line.text)
    }
    for page in {line.page for line in printed}:
        indexes = [index for index, line in enumerate(printed) if line.page == page]
        small: list[int] = []
        for index in reversed(indexes):
            if printed[index].size < body * 0.93:
                small.append(index)
            elif small or len(indexes) - indexes.index(index) > 4:
                break
        begun = False
        for index in reversed(small):
            begun = begun or printed[index].begins_note
            if begun:
                notes.add(index)
    return notes
