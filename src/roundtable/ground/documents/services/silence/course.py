"""What happens while a silence runs, and the certificate of what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import certificate as certifying
from roundtable.ground.documents.domain import silence_events as events
from roundtable.ground.documents.domain.deadline import (
    Deadline,
)
from roundtable.ground.documents.domain.silence import Ineffective, State
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Certificate, Document, SilenceEvent, SilenceProcedure
from roundtable.ground.documents.queries.silence import Course, course_of, running_on
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import signing
from roundtable.ground.documents.services.silence.recording import held, record
from roundtable.ground.documents.services.telling import tell_addressees
from roundtable.ground.documents.signals import Happened
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed

Kind = SilenceEvent.Kind


@dataclass(frozen=True, slots=True)
class Speaking:
    """An addressee speaks: for the rules, whose word it is."""

    scope: str
    procedure: SilenceProcedure | None = field(default=None, compare=False)


@transaction.atomic
def acknowledge(
    procedure: SilenceProcedure, speaker: str, *, by: User, at: datetime, key: UUID | None = None
) -> SilenceEvent:
    """Record that an addressee acknowledges receipt. Silence counts with it and without it."""
    require(by, Do.SPEAK_IN_SILENCE, Speaking(speaker), at=at)
    course = _addressed(held(procedure), speaker, at)
    mine = [row for row in course.rows if row.kind == Kind.ACKNOWLEDGED and row.scope == speaker]
    return mine[0] if mine else record(procedure, Kind.ACKNOWLEDGED, by=by, at=at, scope=speaker, key=key)


def _addressed(procedure: SilenceProcedure, speaker: str, at: datetime) -> Course:
    course = course_of(procedure, at)
    if speaker not in course.opened.addressees:
        raise NotAllowed(_("Only those to whom the text was sent speak in this procedure."))
    return course


@transaction.atomic
def break_silence(  # noqa: PLR0913 - a break has these parts
    procedure: SilenceProcedure,
    speaker: str,
    reason: str,
    *,
    by: User,
    at: datetime,
    paragraph: str = "",
    form: str = events.Form.BREAK.value,
    key: UUID | None = None,
) -> tuple[SilenceEvent, Ineffective | None]:
    """Record that an addressee breaks the silence, and say whether it has an effect. A late break is recorded too.

    Raises `Invalid` without a reason, `NotAllowed` for whoever was not addressed.
    """
    require(by, Do.SPEAK_IN_SILENCE, Speaking(speaker), at=at)
    if not reason.strip():
        raise Invalid(_("Say why: a break needs its reason."), fields={"reason": [_("Write the reason.")]})
    if form not in SilenceEvent.Forms.values:
        raise Invalid(_("Choose what this is."), fields={"form": [_("Choose one of the list.")]})
    course = _addressed(held(procedure), speaker, at)
    if not course.opened.in_part:
        paragraph = ""
    row = record(
        procedure,
        Kind.BROKEN,
        by=by,
        at=at,
        scope=speaker,
        key=key,
        paragraph=paragraph,
        form=form,
        reason=reason,
    )
    return row, course_of(procedure, at).ineffective().get(row.key.hex)


@transaction.atomic
def withdraw_break(  # noqa: PLR0913 - a break is named with these
    procedure: SilenceProcedure, of: UUID, speaker: str, *, by: User, at: datetime, key: UUID | None = None
) -> tuple[SilenceEvent, Ineffective | None]:
    """Record that an addressee takes its break back, and say whether it has an effect."""
    require(by, Do.SPEAK_IN_SILENCE, Speaking(speaker), at=at)
    _addressed(held(procedure), speaker, at)
    row = record(procedure, Kind.BREAK_WITHDRAWN, by=by, at=at, scope=speaker, key=key, of=of)
    return row, course_of(procedure, at).ineffective().get(row.key.hex)


@transaction.atomic
def steer(  # noqa: PLR0913 - what the chair does has these parts
    procedure: SilenceProcedure,
    kind: str,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    deadline: Deadline | None = None,
    key: UUID | None = None,
) -> SilenceEvent:
    """Record what the chair does: extend, stop the clock, let it go on, withdraw. Refused where it has no effect."""
    require(by, Do.STEER_SILENCE, procedure, at=at)
    if kind not in {Kind.EXTENDED, Kind.SUSPENDED, Kind.RESUMED, Kind.WITHDRAWN}:
        raise Invalid(_("Choose what to do."))
    if kind in {Kind.EXTENDED, Kind.RESUMED} and deadline is None:
        raise Invalid(_("Choose the new deadline."), fields={"deadline": [_("Choose a day and a time.")]})
    if kind in {Kind.WITHDRAWN, Kind.SUSPENDED} and not reason.strip():
        raise Invalid(_("Say why."), fields={"reason": [_("Write the reason.")]})
    course = course_of(held(procedure), at)
    if course.outcome.final:
        raise NotAllowed(_("This procedure has ended. Nothing changes what came of it."))
    moves = deadline if kind in {Kind.EXTENDED, Kind.RESUMED} else None
    with transaction.atomic():
        row = record(procedure, kind, by=by, at=at, key=key, reason=reason, deadline=moves)
        why = course_of(procedure, at).ineffective().get(row.key.hex)
        if why is not None:
            raise Invalid(_why_idle(why))
    tell_addressees(
        procedure,
        course.opened.addressees,
        at=at,
        what=str(kind),
        deadline=moves.instant if moves else course.outcome.deadline.instant,
    )
    return row


def _why_idle(why: Ineffective) -> str:
    return {
        Ineffective.NOT_LATER: _("The new deadline must be later than the one in force, and lie in the future."),
        Ineffective.SUSPENDED: _("The clock is stopped. Let it go on first, with a new deadline."),
        Ineffective.NOT_SUSPENDED: _("The clock is not stopped."),
    }.get(why, _("This would have no effect."))


def idle_words(why: Ineffective) -> str:
    """Say why something that was recorded has no effect."""
    return {
        Ineffective.LATE: _("It arrived after the deadline."),
        Ineffective.ENDED: _("The procedure had ended."),
        Ineffective.BEFORE_OPENING: _("The procedure was not open yet."),
        Ineffective.NOT_AN_ADDRESSEE: _("The text was not sent to whoever spoke."),
        Ineffective.NOT_THE_CHAIR: _("Only the chair does this."),
        Ineffective.NO_SUCH_BREAK: _("There is no such break of theirs that stands."),
        Ineffective.ALREADY_BROKEN: _("They had broken the silence on this already."),
        Ineffective.SAME_TEXT: _("The text is the same."),
        Ineffective.ALREADY_OPEN: _("The procedure was open already."),
    }.get(why, _why_idle(why))


def note_change(document: Document, text: Text, *, by: User, at: datetime) -> None:
    """Record in every procedure that still runs on a document that its text is another; within a transaction."""
    for course in running_on(document.pk, at):
        if course.procedure.sha256 != text.hash:
            record(course.procedure, Kind.TEXT_CHANGED, by=by, at=at, sha256=text.hash)
            tell_addressees(course.procedure, course.opened.addressees, at=at, what="text_changed", deadline=None)


def note_reminded(procedure: SilenceProcedure, *, at: datetime) -> SilenceEvent:
    """Record that the addressees were reminded."""
    return record(procedure, Kind.REMINDED, by=None, at=at)


def minute_of(course: Course) -> dict[str, object]:
    """Give the minute of adoption or of the break; raise `Invalid` while the silence still runs."""
    if not course.outcome.final:
        raise Invalid(_("Nothing is settled yet: the silence still runs."))
    revision = course.procedure.revision
    return certifying.minute(revision.number, revision.content, course.opened, course.outcome)


@transaction.atomic
def certify(procedure: SilenceProcedure, *, by: User | None, at: datetime) -> Certificate:
    """Give the certificate of what came of a procedure; it is signed once, and given again as it was.

    Raises `Invalid` while the silence still runs; `NotAllowed` where the text is not the one that went under silence.
    """
    if by is not None:
        require(by, Do.CERTIFY, procedure, at=at)
    kept = Certificate.objects.filter(procedure=procedure).first()
    if kept is not None:
        return kept
    held(procedure)
    course = course_of(procedure, at)
    if course.procedure.revision.content.hash != procedure.sha256:
        raise NotAllowed(_("The text that is kept is not the one that went under silence. Tell the secretariat."))
    note = certifying.MADE_UP if procedure.demonstration else ""
    body = certifying.certify(minute_of(course), signing.key(at=at), at=at, note=note)
    made, new = Certificate.objects.get_or_create(
        procedure=procedure, defaults={"body": body, "signed_by": str(body["signed_by"]), "made_at": at}
    )
    if new:
        remember(Happened.CERTIFIED, by=by, on=made, at=at, after={"signed_by": made.signed_by})
    return made


def adopted_by(course: Course) -> bool:
    """Whether a text counts as adopted by silence as a whole."""
    return course.outcome.final and course.outcome.state is State.ADOPTED
