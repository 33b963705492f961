"""Documents for tests: small texts under plain numbers."""

from datetime import UTC, datetime
from typing import Any

from roundtable.ground.documents.domain import markdown
from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.services import documents as services
from roundtable.ground.trust.models import Role, User
from tests.factories.trust import person

WORDS = """# Conclusions

1. The Parties agreed to examine a common method for the comparison of statistics on return.

2. The Parties welcomed the offer to host the expert meeting.

3. The Parties will report on it regularly.
"""
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def text(words: str = WORDS, language: str = "en") -> Text:
    """A text from Markdown."""
    return markdown.read(words, language=language)


def office() -> User:
    """Somebody of the secretariat."""
    return person(Role.SECRETARIAT)


def document(*, by: User | None = None, at: datetime = AT, number: str = "10917/22", **facts: Any) -> Document:
    """A document without a text."""
    said = {"title": "Draft conclusions", "marking": "LIMITE", **facts}
    demonstration = bool(said.pop("demonstration", False))
    return services.open_document(
        Number.parse(number), services.Facts(**said), by=by or office(), at=at, demonstration=demonstration
    )


def revision(
    on: Document | None = None, *, words: str = WORDS, by: User | None = None, at: datetime = AT, **facts: Any
) -> Revision:
    """The next text of a document, with the keys of the one before where its paragraphs are recognised."""
    made = on or document(by=by, at=at, **facts)
    numbers = [one.number for one in Revision.objects.filter(document=made).select_related("document")]
    number = made.number.next_revision(numbers) if numbers else made.number
    issued, _told = services.issue(
        made, number, services.in_kinship(made, text(words)), day=at.date(), by=by or office(), at=at
    )
    return issued
