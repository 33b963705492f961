"""What of this room bears a handling marking that people change, and how it is kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from roundtable.ground.documents.models import Document
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.queries.texts import MARKINGS, visible_to
from roundtable.ground.documents.services.links import find_anew
from roundtable.ground.documents.signals import marking_changed
from roundtable.ground.trust.public import MarkedKind, Marking, Person, User


def _write(document: Any, to: Marking, _by: User, at: datetime) -> None:
    document.marking, document.changed_at = str(to), at
    document.save(update_fields=["marking", "changed_at"])
    find_anew(document)
    marking_changed.send(sender=Document, document=document.pk, marking=to)


def _find(person: Person, number: int, at: datetime) -> Document | None:
    return visible_to(person, at).filter(pk=number).first()


def _sources(_document: Any) -> Iterable[Marking]:
    return ()


MARKED: Final = (
    MarkedKind(
        model="documents.document",
        bears=of_document,
        carries=(
            "screen",
            "print",
            "pdf",
            "docx",
            "html",
            "csv",
            "xlsx",
            "ods",
            "json",
            "api",
            "mail",
            "notice",
            "file",
        ),
        specimens="roundtable.ground.documents.proofs.markings.documents",
        offers=MARKINGS,
        sources=_sources,
        write=_write,
        find=_find,
        called=lambda one: f"{one.number} {one.title}",
        url=lambda one: one.get_absolute_url(),
    ),
)
