"""What waits: comments that are due, silences that run, contributions to answer, procedures to certify."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.documents.models import Contribution, Document, SilenceProcedure
from roundtable.ground.documents.queries.silence import courses_of, seen_by
from roundtable.ground.documents.queries.texts import in_its_circle, visible_to
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting

SHOWN: Final = 20
OLD: Final = timedelta(days=60)
"""Procedures that were opened longer ago, and were not extended, have ended long since."""


def comments_due(person: Person, at: datetime) -> Iterator[Waiting]:
    """For contact points: texts on which comments are welcome until a day. No word of the text is told."""
    codes = sorted(actor(person, at).scopes_as(Role.CONTACT_POINT))
    if not codes:
        return
    found = visible_to(person, at).filter(adopted=None, comments_until__gte=at).order_by("comments_until")[:SHOWN]
    documents = list(found)
    spoken = set(
        Contribution.objects.filter(document__in=documents, speaker__in=codes, withdrawn_at=None)
        .values_list("document_id", "speaker")
        .distinct()
    )
    for document in documents:
        for code in codes:
            said = (document.pk, code) in spoken
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


def silences(person: Person, at: datetime) -> Iterator[Waiting]:
    """For contact points of addressees: texts under silence. Whoever does nothing agrees."""
    codes = actor(person, at).scopes_as(Role.CONTACT_POINT)
    if not codes:
        return
    procedures = list(seen_by(person, at).filter(opened_at__gte=at - OLD).order_by("-opened_at")[:SHOWN])
    for course in courses_of(procedures, at):
        if not course.running or not in_its_circle(person, course.procedure.document, at):
            continue
        for code in sorted(codes & course.opened.addressees):
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


def to_answer(person: Person, at: datetime) -> Iterator[Waiting]:
    """For the secretariat: texts on which contributions wait for an answer, when the time for comments is over."""
    who = actor(person, at)
    if not who.holds(Role.SECRETARIAT):
        return
    waits = Q(
        contributions__answer=None,
        contributions__withdrawn_at=None,
        contributions__kind__in=[Contribution.Kind.COMMENT, Contribution.Kind.AMENDMENT],
    )
    found = (
        Document.objects.filter(adopted=None)
        .filter(Q(comments_until=None) | Q(comments_until__lt=at))
        .annotate(waits=Count("contributions", filter=waits, distinct=True))
        .filter(waits__gt=0)
        .order_by("comments_until", "pk")[:SHOWN]
    )
    for document in found:
        yield Waiting(
            title=_("Answer what members say on %(number)s") % {"number": document.number},
            detail=ngettext(
                "%(count)s contribution waits for an answer.",
                "%(count)s contributions wait for an answer.",
                document.waits,
            )
            % {"count": document.waits},
            url=document.get_absolute_url(),
            due=document.comments_until,
            late=False,
            function=f"{Role.SECRETARIAT}@{SECRETARIAT}",
            kind="documents.answers",
            object_id=str(document.pk),
        )


def to_certify(person: Person, at: datetime) -> Iterator[Waiting]:
    """For the secretariat: procedures that have ended and are not certified yet."""
    if not actor(person, at).holds(Role.SECRETARIAT):
        return
    procedures = SilenceProcedure.objects.filter(certificate=None).select_related(
        "document", "revision", "revision__document"
    )
    for course in courses_of(procedures.order_by("-opened_at")[:SHOWN], at):
        if course.outcome.final:
            yield Waiting(
                title=_("The silence on %(number)s has ended") % {"number": course.procedure.revision.number},
                detail=_("See what came of it, and take the certificate."),
                url=reverse("documents:silence", args=[course.procedure.pk]),
                due=course.outcome.settled_at,
                late=False,
                function=f"{Role.SECRETARIAT}@{SECRETARIAT}",
                kind="documents.certificate",
                object_id=str(course.procedure.pk),
            )


SOURCES = (comments_due, silences, to_answer, to_certify)
