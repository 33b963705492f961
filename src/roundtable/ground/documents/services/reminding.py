"""Remind people of what is due, and certify what has ended. Nothing here decides what comes of a silence."""

from datetime import datetime, timedelta
from typing import Final

from roundtable.ground.documents.models import Contribution, Document, SilenceEvent, SilenceProcedure
from roundtable.ground.documents.queries.silence import courses_of
from roundtable.ground.documents.services import silence
from roundtable.ground.documents.services.importing import sweep_intakes
from roundtable.ground.documents.services.telling import remind_of_comments, tell_addressees
from roundtable.ground.parties.public import parties_on

BEFORE_COMMENTS: Final = timedelta(days=3)
BEFORE_SILENCE: Final = timedelta(hours=24)


def remind(*, at: datetime) -> None:
    """Remind of comments and silences whose end is near, once each; certify what has ended. Safe to do twice."""
    _comments(at)
    _silences(at)
    sweep_intakes(at=at)


def _comments(at: datetime) -> None:
    due = Document.objects.filter(
        adopted=None, reminded_at=None, comments_until__gt=at, comments_until__lte=at + BEFORE_COMMENTS
    )
    everybody = [one.code for one in parties_on(at.date())]
    for document in due:
        spoken = set(
            Contribution.objects.filter(document=document, withdrawn_at=None).values_list("speaker", flat=True)
        )
        remind_of_comments(document, [code for code in everybody if code not in spoken], at=at)
        Document.objects.filter(pk=document.pk).update(reminded_at=at)


def _silences(at: datetime) -> None:
    waiting = SilenceProcedure.objects.filter(certificate=None).select_related(
        "document", "revision", "revision__document"
    )
    for course in courses_of(waiting, at):
        if course.outcome.final:
            silence.certify(course.procedure, by=None, at=at)
            continue
        near = course.outcome.deadline.instant - at <= BEFORE_SILENCE
        told = [row for row in course.rows if row.kind == SilenceEvent.Kind.REMINDED]
        moved = [row for row in course.rows if row.deadline_at == course.outcome.deadline.instant]
        if near and not any(row.at >= moved[-1].at for row in told):
            silence.note_reminded(course.procedure, at=at)
            silent = course.opened.addressees - {one.by for one in course.outcome.breaks}
            tell_addressees(course.procedure, silent, at=at, what="reminded", deadline=course.outcome.deadline.instant)
