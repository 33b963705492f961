"""The source: Council document 12629/22 as it was handed to us, in Markdown with traces of its pages.

It holds three texts one after the other: the covering note, the draft Joint Declaration (Annex I) and the draft Action
Plan (Annex II). Each is read as a text of its own. Footnotes are printed as `<sup>1</sup>`, headings of one rank have
different levels, one letter stands twice (`a) a.`), and blank lines cut lists where pages ended; that is put right here
and nothing else, so that every word stays as it was adopted.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from roundtable.ground.documents.domain import markdown
from roundtable.ground.documents.domain.content import Mark, Run, plain, structured
from roundtable.ground.documents.domain.numbering import NotANumber, Number, Reference
from roundtable.ground.documents.domain.text import Paragraph, Role, Text

_NOTE_MARK: Final = re.compile(r"(?<=\S)<sup>(\d+)</sup>")
_NOTE: Final = re.compile(r"^<sup>(\d+)</sup> *", re.MULTILINE)
_TWICE: Final = re.compile(r"^( *- )([a-z])\) \2\. ", re.MULTILINE)
_DATED: Final = re.compile(r"^[A-Z][a-z]+, (\d{1,2} [A-Z][a-z]+ \d{4}) *$", re.MULTILINE)
_PLAN: Final = re.compile(r"^## Prague Process Action Plan", re.MULTILINE)
_DECLARATION: Final = re.compile(r"^## Prague Process *$", re.MULTILINE)
_BODY: Final = re.compile(r"^1\. ", re.MULTILINE)
_FOOT: Final = "The project is funded by the European Union"


class NotTheSource(ValueError):  # noqa: N818 - a name that says what happened
    """The file is not the document that this module reads."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What the file holds."""

    reference: Reference
    cover: Text
    declaration: Text
    plan: Text


def read(source: str) -> SourceFile:
    """Read the file; raise `NotTheSource` for another one."""
    source = source.lstrip("\ufeff").replace("\r\n", "\n")
    declaration, plan = _DECLARATION.search(source), _PLAN.search(source)
    if declaration is None or plan is None or plan.start() < declaration.start():
        raise NotTheSource("The headings of the Declaration and of the Action Plan are not there.")
    head = source[: declaration.start()].replace(_FOOT, "")
    begin = _BODY.search(head)
    if begin is None:
        raise NotTheSource("The covering note has no first point.")
    return SourceFile(
        reference=_reference(head),
        cover=_text(head[begin.start() :]),
        declaration=_with_recitals(_text(source[declaration.start() : plan.start()])),
        plan=_with_levels(_text(source[plan.start() :])),
    )


def _reference(head: str) -> Reference:
    numbers = []
    for line in head.split("\n"):
        try:
            numbers.append(Number.parse(line))
        except NotANumber:
            continue
    dated = _DATED.search(head)
    if not numbers or dated is None:
        raise NotTheSource("The number or the day of the document is not there.")
    marking = "LIMITE" if re.search(r"^LIMITE *$", head, re.MULTILINE) else ""
    original = re.search(r"\(OR\. ([a-z]{2})\)", head)
    language = original[1] if original else "en"
    return Reference(numbers[0], language, _day(dated[1]), marking, language)


def _day(written: str) -> date:
    return datetime.strptime(f"{written} +0000", "%d %B %Y %z").date()


def _text(part: str) -> Text:
    part = _NOTE.sub(lambda found: f"[^n{found[1]}]: ", part)
    part = _NOTE_MARK.sub(lambda found: f"[^n{found[1]}]", part)
    part = _TWICE.sub(r"\1\2) ", part)
    read_so_far = markdown.read(part)
    return Text(tuple(replace(one, content=structured(one.content)) for one in read_so_far.paragraphs))


def _with_recitals(text: Text) -> Text:
    """Mark the preamble: from its heading to the line with which the Parties agree."""
    made: list[Paragraph] = []
    inside = False
    for one in text.paragraphs:
        if one.role is Role.HEADING:
            inside = one.plain == "Preamble"
        elif inside and _is_strong(one):
            inside = False
        recital = inside and one.role is Role.PARAGRAPH and not (one.label and one.level == 0 and _is_listed(one))
        made.append(replace(one, role=Role.RECITAL) if recital else one)
    return Text(tuple(made), text.language)


def _is_strong(one: Paragraph) -> bool:
    return all(Mark.STRONG in piece.marks for piece in one.content if isinstance(piece, Run))


def _is_listed(one: Paragraph) -> bool:
    return not plain(one.content).endswith(";")


def _with_levels(text: Text) -> Text:
    """The title stands above all; the Introduction and the areas are of one rank."""
    made = []
    for place, one in enumerate(text.paragraphs):
        if one.role is not Role.HEADING:
            made.append(one)
        else:
            made.append(replace(one, level=1 if place == 0 else 2))
    return Text(tuple(made), text.language)
