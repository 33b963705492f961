"""Lines of a source, whatever kind of file they came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from roundtable.operations.plan.domain.adopted_text.findings import Finding

MAX_LINES = 50_000


class Kind(StrEnum):
    """The kinds of file that can be read."""

    TEXT = "text"
    DOCX = "docx"
    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line (text, PDF) or one paragraph (DOCX, HTML) with what the file says about it.

    `number` counts lines of the file, paragraphs of the document, or lines of the page from 1. `apart` is true where a
    blank line or a new paragraph stands before. `heading` is the level of a heading, 0 for other text.
    """

    number: int
    text: str
    page: int | None = None
    apart: bool = True
    heading: int = 0
    bold: bool = False
    footnote: bool = False

    @property
    def stands_out(self) -> bool:
        """Whether the file marks this line as a heading in one way or another."""
        return self.heading > 0 or self.bold


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of one file in reading order, and what was noticed while reading."""

    kind: Kind
    lines: tuple[Line, ...]
    remarks: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    @property
    def body(self) -> tuple[Line, ...]:
        """The lines without footnotes."""
        return tuple(line for line in self.lines if not line.footnote)
