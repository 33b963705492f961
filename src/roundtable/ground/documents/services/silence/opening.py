"""Put an exact text under silence, where its rules allow it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.documents.domain import silence_events as events
from roundtable.ground.documents.domain.deadline import (
    Deadline,
    NoSuchZone,
    NotOnTheClock,
    TwiceOnTheClock,
    Which,
)
from roundtable.ground.documents.domain.reservations import not_lifted
from roundtable.ground.documents.domain.silence_events import NotOpened
from roundtable.ground.documents.domain.silence_period import LEAST_HOURS, Holidays
from roundtable.ground.documents.models import Document, Revision, SilenceEvent, SilenceProcedure
from roundtable.ground.documents.queries.contributions import as_reservations, said_on
from roundtable.ground.documents.queries.silence import CHAIR, running_on
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services.silence.recording import record
from roundtable.ground.documents.services.telling import tell_addressees
from roundtable.ground.documents.signals import Happened
from roundtable.ground.parties.public import everybody, parties_on
from roundtable.ground.trust.public import Marking, User, require
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed

Kind = SilenceEvent.Kind


@dataclass(frozen=True, slots=True)
class Opening:
    """What the chair says when a text goes under silence."""

    deadline: Deadline
    addressees: Collection[str]
    body: str = ""
    observers: Collection[str] = ()
    """Who sees the procedure and is told of it, and does not decide."""
    in_part: bool = True
    weekends: bool = False
    days: Collection[date] = ()
    stated: str = ""
    short_reason: str = ""
    unsettled_reason: str = ""


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
    _require_readers(document, opening.observers, at)
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
    record(
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
    tell_addressees(made, opening.observers, at=at, what="observed", deadline=opening.deadline.instant)
    return made


def _require_readers(document: Document, observers: Collection[str], at: datetime) -> None:
    """Refuse observers who may not read the text."""
    partners = {one.code for one in everybody(at.date()) if not one.is_party}
    if document.marking == Marking.LIMITE and partners & set(observers):
        raise Invalid(
            _("This text is under LIMITE: Partners do not read it, and cannot observe."),
            fields={"observers": [_("Leave Partners out.")]},
        )


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
