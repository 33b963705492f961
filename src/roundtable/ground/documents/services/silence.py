"""Put a text under silence, record what happens, and certify what came of it.

Nothing here decides what comes of a procedure: events are recorded at the instant of their receipt, and
`domain/silence.py` says what follows from them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.documents.domain import certificate as certifying
from roundtable.ground.documents.domain import silence_events as events
from roundtable.ground.documents.domain.deadline import (
    Deadline,
    NoSuchZone,
    NotOnTheClock,
    TwiceOnTheClock,
    Which,
)
from roundtable.ground.documents.domain.reservations import not_lifted
from roundtable.ground.documents.domain.silence import Ineffective, State
from roundtable.ground.documents.domain.silence_events import NotOpened
from roundtable.ground.documents.domain.silence_period import LEAST_HOURS, Holidays
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Certificate, Document, Revision, SilenceEvent, SilenceProcedure
from roundtable.ground.documents.queries.contributions import as_reservations, said_on
from roundtable.ground.documents.queries.silence import CHAIR, Course, course_of, running_on
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import signing
from roundtable.ground.documents.services.telling import tell_addressees
from roundtable.ground.documents.signals import Happened
from roundtable.ground.parties.public import parties_on
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed
from roundtable.kernel.base.scopes import DIALOGUE

Kind = SilenceEvent.Kind


@dataclass(frozen=True, slots=True)
class Opening:
    """What the chair says when a text goes under silence."""

    deadline: Deadline
    addressees: Collection[str]
    body: str = ""
    observers: Collection[str] = ()
    in_part: bool = True
    weekends: bool = False
    days: Collection[date] = ()
    stated: str = ""
    short_reason: str = ""
    unsettled_reason: str = ""


@dataclass(frozen=True, slots=True)
class Speaking:
    """An addressee speaks: for the rules, whose word it is."""

    scope: str
    procedure: SilenceProcedure | None = field(default=None, compare=False)


def deadline_read(wall: datetime, zone: str, which: str = "") -> Deadline:
    """Make a deadline of a wall clock; raise `Invalid` with a sentence where the clock never shows it, or twice."""
    try:
        return Deadline.at(wall.replace(tzinfo=None), zone, Which(which) if which else None)
    except NotOnTheClock as error:
        raise Invalid(
            _("Clocks in this zone never show %(time)s on that day: they are put forward over it. Choose another time.")
            % {"time": f"{wall:%H:%M}"},
            fields={"deadline": [_("Choose another time.")]},
        ) from error
    except TwiceOnTheClock as error:
        raise Invalid(
            _("Clocks in this zone show %(time)s twice on that day. Say which of the two is meant.")
            % {"time": f"{wall:%H:%M}"},
            fields={"which": [_("Choose the earlier or the later one.")]},
        ) from error
    except NoSuchZone as error:
        raise Invalid(_("There is no such time zone."), fields={"zone": [_("Choose a zone of the list.")]}) from error


def all_parties(at: datetime) -> tuple[str, ...]:
    """Give the codes of all Parties that take part on a day: the usual addressees."""
    return tuple(one.code for one in parties_on(at.date()))


@transaction.atomic
def open_silence(  # noqa: PLR0913 - a procedure is opened with these
    revision: Revision,
    opening: Opening,
    *,
    by: User,
    at: datetime,
    key: UUID | None = None,
    demonstration: bool = False,
) -> SilenceProcedure:
    """Put an exact text under silence. The same form sent twice opens one procedure.

    Raises `Invalid` where the rules of silence do not allow it, saying what to do; `Collision` while another runs.
    """
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    require(by, Do.OPEN_SILENCE, document, at=at)
    key = key or uuid4()
    if (kept := SilenceEvent.objects.filter(key=key).select_related("procedure").first()) is not None:
        return kept.procedure
    newest = newest_of(revisions_of(document))
    if document.adopted_id is not None:
        raise NotAllowed(_("This text is adopted already."))
    if newest is None or newest.pk != revision.pk:
        raise Invalid(_("A newer text was issued meanwhile. Put that one under silence."))
    if running_on(document.pk, at):
        raise Collision(_("A silence procedure runs on this document already. Withdraw it first, or wait for its end."))
    text = revision.content
    brackets = len(text.open_brackets)
    reservations = len(not_lifted(as_reservations(said_on(revision))))
    facts = {
        "addressees": sorted(opening.addressees),
        "observers": sorted(opening.observers),
        "body": opening.body,
        "paragraphs": [one.key for one in text.paragraphs],
        "in_part": opening.in_part,
        "weekends": opening.weekends,
        "days": sorted(one.isoformat() for one in opening.days),
        "stated": opening.stated.strip(),
        "short_reason": opening.short_reason.strip(),
        "open_brackets": brackets,
        "open_reservations": reservations,
        "unsettled_reason": opening.unsettled_reason.strip(),
    }
    try:
        events.Opened(
            at=at,
            by=CHAIR,
            key=key.hex,
            text_hash=text.hash,
            deadline=opening.deadline,
            addressees=frozenset(opening.addressees),
            observers=frozenset(opening.observers),
            paragraphs=frozenset(one.key for one in text.paragraphs),
            in_part=opening.in_part,
            holidays=Holidays(frozenset(opening.days), opening.weekends, opening.stated),
            short_reason=opening.short_reason,
            open_brackets=brackets,
            open_reservations=reservations,
            unsettled_reason=opening.unsettled_reason,
        )
    except NotOpened as error:
        raise Invalid(_why_not_opened(error.why, brackets, reservations)) from error
    made = SilenceProcedure.objects.create(
        document=document,
        revision=revision,
        sha256=text.hash,
        opened_at=at,
        demonstration=demonstration or document.demonstration,
    )
    made.revision = revision
    _record(
        made,
        Kind.OPENED,
        by=by,
        at=at,
        key=key,
        deadline=opening.deadline,
        sha256=text.hash,
        facts=facts,
        happened=Happened.SILENCE_OPENED,
    )
    tell_addressees(made, opening.addressees, at=at, what="opened", deadline=opening.deadline.instant)
    return made


def _why_not_opened(why: str, brackets: int, reservations: int) -> str:
    if why == "short":
        said = _(
            "Silence lasts %(hours)s hours at least, beside days that do not count. Give more time, or say why not."
        )
        return said % {"hours": LEAST_HOURS}
    if why == "brackets":
        said = ngettext(
            "%(count)s square bracket is open in this text. Close it in a new revision, or say why it can stay.",
            "%(count)s square brackets are open in this text. Close them in a new revision, or say why they can stay.",
            brackets,
        )
        return said % {"count": brackets}
    if why == "reservations":
        said = ngettext(
            "%(count)s reservation is not lifted. Wait until it is, or say why silence can begin with it.",
            "%(count)s reservations are not lifted. Wait until they are, or say why silence can begin with them.",
            reservations,
        )
        return said % {"count": reservations}
    return {
        "past": _("The deadline has passed already. Choose a later one."),
        "addressees": _("Choose who is addressed. Nobody is addressee and observer at once."),
    }.get(why, _("The silence procedure cannot be opened."))


def _record(  # noqa: PLR0913 - an event has these parts
    procedure: SilenceProcedure,
    kind: str,
    *,
    by: User | None,
    at: datetime,
    scope: str = DIALOGUE,
    key: UUID | None = None,
    deadline: Deadline | None = None,
    paragraph: str = "",
    form: str = "",
    of: UUID | None = None,
    sha256: str = "",
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    happened: Happened = Happened.SILENCE_EVENT,
) -> SilenceEvent:
    key = key or uuid4()
    if (kept := SilenceEvent.objects.filter(key=key).first()) is not None:
        return kept
    row = SilenceEvent(
        procedure=procedure,
        kind=kind,
        key=key,
        at=at,
        scope=scope,
        by=by,
        deadline_at=deadline.instant if deadline else None,
        deadline_wall=deadline.wall.isoformat(timespec="minutes") if deadline else "",
        deadline_zone=deadline.zone if deadline else "",
        paragraph=paragraph,
        form=form,
        of=of,
        sha256=sha256,
        reason=reason.strip(),
        facts=dict(facts or {}),
    )
    row.save()
    after: dict[str, Any] = {"event": str(kind)}
    if scope != DIALOGUE:
        after["from"] = scope
    if deadline:
        after["deadline"] = deadline.instant.isoformat()
    remember(happened, by=by, on=procedure, at=at, after=after)
    return row


def _held(procedure: SilenceProcedure) -> SilenceProcedure:
    """Hold the document: what is received at once is recorded one after the other."""
    Document.objects.select_for_update().get(pk=procedure.document_id)
    return procedure


@transaction.atomic
def acknowledge(
    procedure: SilenceProcedure, speaker: str, *, by: User, at: datetime, key: UUID | None = None
) -> SilenceEvent:
    """Record that an addressee acknowledges receipt. Silence counts with it and without it."""
    require(by, Do.SPEAK_IN_SILENCE, Speaking(speaker), at=at)
    course = _addressed(_held(procedure), speaker, at)
    mine = [row for row in course.rows if row.kind == Kind.ACKNOWLEDGED and row.scope == speaker]
    return mine[0] if mine else _record(procedure, Kind.ACKNOWLEDGED, by=by, at=at, scope=speaker, key=key)


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
    course = _addressed(_held(procedure), speaker, at)
    if not course.opened.in_part:
        paragraph = ""
    row = _record(
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
    _addressed(_held(procedure), speaker, at)
    row = _record(procedure, Kind.BREAK_WITHDRAWN, by=by, at=at, scope=speaker, key=key, of=of)
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
    course = course_of(_held(procedure), at)
    if course.outcome.final:
        raise NotAllowed(_("This procedure has ended. Nothing changes what came of it."))
    moves = deadline if kind in {Kind.EXTENDED, Kind.RESUMED} else None
    with transaction.atomic():
        row = _record(procedure, kind, by=by, at=at, key=key, reason=reason, deadline=moves)
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
            _record(course.procedure, Kind.TEXT_CHANGED, by=by, at=at, sha256=text.hash)
            tell_addressees(course.procedure, course.opened.addressees, at=at, what="text_changed", deadline=None)


def note_reminded(procedure: SilenceProcedure, *, at: datetime) -> SilenceEvent:
    """Record that the addressees were reminded."""
    return _record(procedure, Kind.REMINDED, by=None, at=at)


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
    _held(procedure)
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
