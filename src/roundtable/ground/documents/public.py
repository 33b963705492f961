"""The door for other rooms: adopted texts as files that they read, and texts that they lay beside their own things."""

from dataclasses import dataclass
from datetime import datetime

from roundtable.ground.documents.domain import markdown
from roundtable.ground.documents.exports.texts import Sheet, written
from roundtable.ground.documents.models import Revision
from roundtable.ground.documents.queries.laid import LaidText, Translated, laid, offered, translated
from roundtable.ground.documents.queries.texts import adopted_texts, handed
from roundtable.ground.documents.signals import marking_changed, text_adopted
from roundtable.ground.trust.public import Person

__all__ = [
    "AdoptedText",
    "LaidText",
    "Translated",
    "adopted_by",
    "adopted_text",
    "laid",
    "marking_changed",
    "offered",
    "text_adopted",
    "text_file",
    "translated",
]


@dataclass(frozen=True, slots=True)
class AdoptedText:
    """An adopted text with its addenda: its number, title, address and hash, and how it is read as a file."""

    revision_id: int
    number: str
    title: str
    url: str
    sha256: str
    parts: tuple[Revision, ...]

    @property
    def markdown(self) -> bytes:
        """The text, its addenda behind it, as a file."""
        return "\n".join(markdown.write(part.content, keys=False) for part in self.parts).encode()


def adopted_by(person: Person, at: datetime) -> list[AdoptedText]:
    """Give the adopted texts that somebody may read, the newest first."""
    return [_told(one, addenda) for one, addenda in adopted_texts(person, at)]


def adopted_text(person: Person, number: int, at: datetime) -> AdoptedText | None:
    """Give one adopted text by the number of its revision, where somebody may read it."""
    return next((_told(one, addenda) for one, addenda in adopted_texts(person, at, only=number)), None)


def _told(one: Revision, addenda: list[Revision]) -> AdoptedText:
    return AdoptedText(one.pk, str(one.number), one.document.title, one.get_absolute_url(), one.sha256, (one, *addenda))


def text_file(number: int, form: str) -> bytes:
    """Write the text of a revision as a file (html, md, docx, pdf), and remember that it was handed out.

    Whether the reader may have it is asked before, with `laid`.
    """
    one = Revision.objects.select_related("document").get(pk=number)
    handed(one, as_file=True)
    return written(Sheet(one), form)
