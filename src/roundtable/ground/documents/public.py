"""The door for other rooms: adopted texts, as files that they read."""

from dataclasses import dataclass
from datetime import datetime

from roundtable.ground.documents.domain import markdown
from roundtable.ground.documents.queries.texts import adopted_texts
from roundtable.ground.documents.signals import text_adopted
from roundtable.ground.trust.public import Person

__all__ = ["AdoptedText", "adopted_by", "text_adopted"]


@dataclass(frozen=True, slots=True)
class AdoptedText:
    """An adopted text: its number, title, address and hash, and how it is read as a file."""

    revision_id: int
    number: str
    title: str
    url: str
    sha256: str
    markdown: bytes


def adopted_by(person: Person, at: datetime) -> list[AdoptedText]:
    """Give the adopted texts that somebody may read, the newest first."""
    return [
        AdoptedText(
            one.pk,
            str(one.number),
            one.document.title,
            one.get_absolute_url(),
            one.sha256,
            markdown.write(one.content, keys=False).encode(),
        )
        for one in adopted_texts(person, at)
    ]
