"""Materials bear a marking that people change, and who may read their files follows from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import MarkedKind, Marking, Person, User, actor, inside
from roundtable.kernel.files.models import StoredFile
from roundtable.records.meetings.models import Material
from roundtable.records.meetings.queries import meetings
from roundtable.records.meetings.queries.agenda import NOBODYS, bears, materials_visible_to
from roundtable.records.meetings.services.agenda import OFFERS, at_least_inside

HERE: Final = "roundtable.records.meetings.proofs.markings"


def _write(material: Any, to: Marking, _by: User, _at: datetime) -> None:
    material.marking = str(to)
    material.save(update_fields=["marking"])


def _sources(material: Any) -> Iterable[Marking]:
    """A text of the documents may not be marked lower where it is laid to a meeting."""
    return [at_least_inside(Marking(material.text.document.marking))] if material.text_id else []


def follow(*, document: int, marking: Marking, **_more: object) -> None:
    """Mark the materials that are texts of a document as the document is marked now."""
    Material.objects.filter(text__document=document).update(marking=str(at_least_inside(marking)))


def _find(person: Person, number: int, at: datetime) -> Material | None:
    one = Material.objects.filter(pk=number, deleted_at=None).select_related("meeting").first()
    if one is None or not meetings.inside_for(person, at=at).filter(pk=one.meeting_id).exists():
        return None
    return next((found for found in materials_visible_to(person, one.meeting, at=at) if found.pk == number), None)


MARKED: Final = (
    MarkedKind(
        model="meetings.material",
        bears=bears,
        carries=("screen", "print", "pdf", "file"),
        specimens=f"{HERE}.materials",
        offers=OFFERS,
        sources=_sources,
        write=_write,
        find=_find,
        called=lambda one: _("Document of a meeting: %(title)s") % {"title": one.title},
        url=lambda one: reverse("meetings:agenda", args=[one.meeting.code]),
    ),
)


def readable_files(person: Person) -> Q:
    """The condition for files of materials that a person may read now."""
    at = timezone.now()
    who = actor(person, at)
    open_to = [str(one) for one in OFFERS if inside(who, one, scope=NOBODYS)]
    rows = Material.objects.filter(meeting__in=meetings.inside_for(person, at=at), deleted_at=None, marking__in=open_to)
    return Q(pk__in=rows.exclude(file_id=None).values("file_id"))


def of_file(stored: StoredFile) -> str:
    """What a file bears that is a material; what belongs to none yet is inside."""
    one = Material.objects.filter(file_id=stored.pk).select_related("meeting").first()
    return str(bears(one) if one else Marking.INSTITUTION)
