"""A text as a tagged PDF with its cover."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from roundtable.ground.documents.domain.content import Content, Mark, Note, Run, shown
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.word.parts import is_right_to_left
from roundtable.ground.documents.models import Revision
from roundtable.ground.documents.queries.contributions import CoverLine
from roundtable.kernel.files import paper
from roundtable.ui.moments import day


@lru_cache(maxsize=1)
def said_of_demonstration() -> str:
    """Say that a text was made up, as every file of it does."""
    return _("Demonstration data. No word of it is a statement of any state.")


def _sheet() -> bytes:
    return (files("roundtable.ground.documents.exports") / "text.typ").read_bytes()


def pdf_of(revision: Revision, cover: Sequence[CoverLine]) -> bytes:
    """Give a text as PDF/UA; the same text gives the same bytes."""
    document, text = revision.document, revision.content
    demonstration = said_of_demonstration()
    drawn = {
        "title": document.title,
        "number": str(revision.number),
        "marking": document.marking,
        "language": revision.language.partition("-")[0],
        "rtl": is_right_to_left(revision.language),
        "body": document.body,
        "date": [revision.day.year, revision.day.month, revision.day.day],
        "demonstration": demonstration if document.demonstration else "",
        "cover": [f"{line.label or '–'} {line.kind}: {line.by}" for line in cover],
        "words": {
            "day": day(revision.day),
            "reservations": _("Reservations that are not lifted"),
            "hash": f"SHA-256 {revision.sha256}",
        },
        "blocks": list(_blocks(text)),
    }
    return paper.pdf(_sheet(), drawn, at=datetime.combine(revision.day, time(12), UTC))


def _blocks(text: Text) -> Iterator[dict[str, Any]]:
    """The paragraphs; headings begin at the first level and leave none out, as tagged PDF wants them."""
    last = 0
    for one in text.paragraphs:
        level = one.level
        if one.role is Role.HEADING:
            level = last = min(one.level, last + 1)
        yield _block(one, level)


def _block(one: Paragraph, level: int) -> dict[str, Any]:
    return {
        "role": one.role.value,
        "level": level,
        "label": one.label,
        "runs": _runs(one.content),
        "rows": [[_runs(cell) for cell in row] for row in one.rows],
    }


def _runs(content: Content) -> list[Any]:
    made: list[Any] = []
    for piece in content:
        match piece:
            case Note(content=inside):
                made.append({"note": _runs(inside)})
            case Run(text=text, marks=marks) if marks:
                flags = {"b": Mark.STRONG in marks, "i": Mark.ITALIC in marks, "u": Mark.UNDERLINED in marks}
                made.append({"s": text, **flags})
            case _:
                made.append(shown(piece))
    return made or [""]
