"""What waits: comments that are due, silences that run, contributions to answer, procedures to certify.

One query tells what waits on texts, and whether a silence wants a look; only then a second one reads its events.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.documents.models import Contribution, Document, SilenceEvent, SilenceProcedure
from roundtable.ground.documents.queries.silence import Course, course_of
from roundtable.ground.documents.queries.texts import in_its_circle, visible_to
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting

SHOWN: Final = 60
OFFICE: Final = f"{Role.SECRETARIAT}@{SECRETARIAT}"
UNANSWERED: Final = Q(
    contributions__answer=None,
    contributions__withdrawn_at=None,
    contributions__kind__in=[Contribution.Kind.COMMENT, Contribution.Kind.AMENDMENT],
)


def waiting_for(person: Person, at: datetime) -> Iterator[Waiting]:
    """Give what waits for a person: no query without a function here, one with it, two while a silence runs."""
    who = actor(person, at)
    office, codes = who.holds(Role.SECRETARIAT), sorted(who.scopes_as(Role.CONTACT_POINT))
    if not office and not codes:
        return
    documents: list[Any] = list(_documents(person, at, codes, office=office))
    for document in documents:
        if document.adopted_id is not None:
            continue
        if document.comments_until is not None and document.comments_until >= at:
            yield from _comments_due(document, codes)
        elif document.waits:
            yield _to_answer(document)
    silent = [one for one in documents if one.silent]
    for course in _courses(silent, at) if silent else []:
        if course.outcome.final:
            if office:
                yield _to_certify(course)
        elif in_its_circle(person, course.procedure.document, at):
            yield from _silence(course, codes)


def _documents(person: Person, at: datetime, codes: list[str], *, office: bool) -> Any:
    """Give documents on which something may wait, with `silent`, `waits` and, for each code, whether it has spoken."""
    uncertified = SilenceProcedure.objects.filter(document=OuterRef("pk"), certificate=None)
    wanted = Q(silent=True) | (Q(adopted=None, comments_until__gte=at) if codes else Q(pk__in=[]))
    found = visible_to(person, at).annotate(silent=Exists(uncertified))
    if office:
        found = found.annotate(waits=Count("contributions", filter=UNANSWERED, distinct=True))
        wanted |= Q(adopted=None, waits__gt=0) & (Q(comments_until=None) | Q(comments_until__lt=at))
    else:
        found = found.annotate(waits=Value(0, IntegerField()))
    for place, code in enumerate(codes):
        spoken = Contribution.objects.filter(document=OuterRef("pk"), speaker=code, withdrawn_at=None)
        found = found.annotate(**{f"spoken_{place}": Exists(spoken)})
    return found.filter(wanted).order_by("-silent", "comments_until", "pk")[:SHOWN]


def _comments_due(document: Any, codes: list[str]) -> Iterator[Waiting]:
    """For contact points: a text on which comments are welcome until a day. No word of the text is told."""
    for place, code in enumerate(codes):
        said = getattr(document, f"spoken_{place}")
        yield Waiting(
            title=_("Comments on %(number)s") % {"number": document.number},
            detail=_("Your Party has spoken already.") if said else _("Your Party has not spoken yet."),
            url=document.get_absolute_url(),
            due=document.comments_until,
            late=False,
            function=f"{Role.CONTACT_POINT}@{code}",
            kind="documents.comments",
            object_id=f"{document.pk}-{code}",
        )


def _to_answer(document: Any) -> Waiting:
    """For the secretariat: contributions that wait for an answer, when the time for comments is over."""
    return Waiting(
        title=_("Answer what members say on %(number)s") % {"number": document.number},
        detail=ngettext(
            "%(count)s contribution waits for an answer.", "%(count)s contributions wait for an answer.", document.waits
        )
        % {"count": document.waits},
        url=document.get_absolute_url(),
        due=document.comments_until,
        late=False,
        function=OFFICE,
        kind="documents.answers",
        object_id=str(document.pk),
    )


def _courses(documents: Iterable[Document], at: datetime) -> list[Course]:
    """Give the procedures on documents that are not certified yet, as they stand. One query; no text is read."""
    rows: dict[int, list[SilenceEvent]] = {}
    found = SilenceEvent.objects.filter(
        procedure__document__in=[one.pk for one in documents], procedure__certificate=None, at__lte=at
    )
    related = found.select_related("procedure__document", "procedure__revision__document")
    for event in related.defer("procedure__revision__text", "procedure__revision__asked").order_by("at", "pk"):
        rows.setdefault(event.procedure_id, []).append(event)
    return [course_of(events[0].procedure, at, events) for events in rows.values()]


def _silence(course: Course, codes: list[str]) -> Iterator[Waiting]:
    """For contact points of addressees: a text under silence. Whoever does nothing agrees."""
    for code in codes:
        if code in course.opened.addressees:
            yield Waiting(
                title=_("Silence procedure on %(number)s") % {"number": course.procedure.revision.number},
                detail=_("Doing nothing means agreement."),
                url=course.procedure.get_absolute_url(),
                due=course.outcome.deadline.instant,
                late=False,
                function=f"{Role.CONTACT_POINT}@{code}",
                kind="documents.silence",
                object_id=f"{course.procedure.pk}-{code}",
            )


def _to_certify(course: Course) -> Waiting:
    """For the secretariat: a procedure that has ended and is not certified yet."""
    return Waiting(
        title=_("The silence on %(number)s has ended") % {"number": course.procedure.revision.number},
        detail=_("See what came of it, and take the certificate."),
        url=reverse("documents:silence", args=[course.procedure.pk]),
        due=course.outcome.settled_at,
        late=False,
        function=OFFICE,
        kind="documents.certificate",
        object_id=str(course.procedure.pk),
    )
