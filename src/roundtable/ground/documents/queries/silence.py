"""Silence procedures: their events as the domain knows them, and what came of them by an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from roundtable.ground.documents.domain import silence as rules_of
from roundtable.ground.documents.domain import silence_events as events
from roundtable.ground.documents.domain.deadline import Deadline
from roundtable.ground.documents.domain.silence import Ineffective, Outcome
from roundtable.ground.documents.domain.silence_events import Opened
from roundtable.ground.documents.domain.silence_period import Holidays
from roundtable.ground.documents.models import SilenceEvent, SilenceProcedure
from roundtable.ground.documents.queries.contributions import speaker_name
from roundtable.ground.documents.queries.texts import visible_to
from roundtable.ground.parties.public import names, zone_of
from roundtable.ground.trust.public import Person
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.scopes import DIALOGUE

CHAIR = "chair"
"""Who the chair is for the domain: a function that stays while its holder changes."""
Kind = SilenceEvent.Kind


def seen_by(person: Person, at: datetime) -> QuerySet[SilenceProcedure]:
    """Give the procedures on documents that somebody may read."""
    return SilenceProcedure.objects.filter(document__in=visible_to(person, at)).select_related(
        "document", "revision", "revision__document"
    )


def procedure_of(person: Person, number: int, at: datetime) -> SilenceProcedure:
    """Give one procedure; `NotThere` where there is none, or not for this person."""
    found = seen_by(person, at).filter(pk=number).first()
    if found is None:
        raise NotThere("")
    return found


def recorded(procedures: Iterable[SilenceProcedure]) -> dict[int, list[SilenceEvent]]:
    """Give the events of procedures. One query."""
    found: dict[int, list[SilenceEvent]] = {one.pk: [] for one in procedures}
    for event in SilenceEvent.objects.filter(procedure__in=list(found)).order_by("at", "pk"):
        found[event.procedure_id].append(event)
    return found


def as_event(row: SilenceEvent) -> events.Event:  # noqa: PLR0911 - one answer for each kind of event
    """Give an event as the domain knows it."""
    by = CHAIR if row.scope == DIALOGUE else row.scope
    at, key = row.at, row.key.hex
    match row.kind:
        case Kind.OPENED:
            facts = row.facts
            return events.Opened(
                at=at,
                by=by,
                key=key,
                text_hash=row.sha256,
                deadline=_deadline(row),
                addressees=frozenset(facts["addressees"]),
                observers=frozenset(facts.get("observers", ())),
                paragraphs=frozenset(facts.get("paragraphs", ())),
                in_part=bool(facts.get("in_part", True)),
                holidays=Holidays(
                    frozenset(date.fromisoformat(one) for one in facts.get("days", ())),
                    bool(facts.get("weekends", False)),
                    str(facts.get("stated", "")),
                ),
                short_reason=str(facts.get("short_reason", "")),
                open_brackets=int(facts.get("open_brackets", 0)),
                open_reservations=int(facts.get("open_reservations", 0)),
                unsettled_reason=str(facts.get("unsettled_reason", "")),
            )
        case Kind.ACKNOWLEDGED:
            return events.Acknowledged(at, by, key)
        case Kind.REMINDED:
            return events.Reminded(at, by, key)
        case Kind.EXTENDED:
            return events.Extended(at, by, key, _deadline(row), row.reason)
        case Kind.SUSPENDED:
            return events.Suspended(at, by, key, row.reason)
        case Kind.RESUMED:
            return events.Resumed(at, by, key, _deadline(row))
        case Kind.BROKEN:
            form = events.Form(row.form or events.Form.BREAK.value)
            # What was sealed and erased reads as nothing; the break stands all the same.
            return events.Broken(at, by, key, row.reason or "-", row.paragraph or None, form)
        case Kind.BREAK_WITHDRAWN:
            return events.BreakWithdrawn(at, by, key, row.of.hex if row.of else "")
        case Kind.WITHDRAWN:
            return events.Withdrawn(at, by, key, row.reason)
        case _:
            return events.TextChanged(at, by, key, row.sha256)


def _deadline(row: SilenceEvent) -> Deadline:
    if row.deadline_at is None:
        raise ValueError("This event names no deadline.")
    return Deadline(row.deadline_at, datetime.fromisoformat(row.deadline_wall), row.deadline_zone)


@dataclass(frozen=True)
class Course:
    """A procedure with everything that is known of it at an instant."""

    procedure: SilenceProcedure
    rows: tuple[SilenceEvent, ...]
    events: tuple[events.Event, ...]
    outcome: Outcome
    at: datetime

    @property
    def opened(self) -> Opened:
        """How it was opened."""
        return next(one for one in self.events if isinstance(one, Opened))

    @property
    def running(self) -> bool:
        """Whether something can still change what comes of it."""
        return not self.outcome.final

    def ineffective(self) -> dict[str, Ineffective]:
        """Why events had no effect, by their keys."""
        return {event.key: why for event, why in self.outcome.without_effect}

    def breaks_of(self, speaker: str) -> list[SilenceEvent]:
        """The breaks of an addressee that stand."""
        standing = {one.key for one in self.outcome.breaks if one.by == speaker}
        return [row for row in self.rows if row.key.hex in standing]


def course_of(procedure: SilenceProcedure, at: datetime, rows: Iterable[SilenceEvent] | None = None) -> Course:
    """Give a procedure as it stands at an instant: a pure function of its events and the instant."""
    kept = tuple(rows if rows is not None else recorded([procedure])[procedure.pk])
    told = tuple(map(as_event, kept))
    found = rules_of.outcome(told, at)
    if found is None:
        raise NotThere("")
    return Course(procedure, kept, told, found, at)


def courses_of(procedures: Iterable[SilenceProcedure], at: datetime) -> list[Course]:
    """Give procedures as they stand. One query for all their events."""
    known = list(procedures)
    rows = recorded(known)
    return [course_of(one, at, rows[one.pk]) for one in known if rows[one.pk]]


def running_on(number: int, at: datetime) -> list[Course]:
    """Give the procedures on a document that can still change."""
    found = SilenceProcedure.objects.filter(document=number).select_related("document", "revision")
    return [one for one in courses_of(found, at) if one.running]


@dataclass(frozen=True, slots=True)
class Addressee:
    """An addressee, its zone and what it did."""

    code: str
    name: str
    zone: str
    deadline: str
    """What their clock shows, as 2026-12-04 20:00."""
    acknowledged: bool
    breaks: tuple[str, ...]


def observers_of(course: Course) -> list[str]:
    """Give the names of those who see the procedure and do not decide."""
    known = names()
    return sorted(speaker_name(code, known) for code in course.opened.observers)


def addressees_of(course: Course, *, zone: str) -> list[Addressee]:
    """Give the addressees by name, each with the deadline on its own clock. `zone` is for those without one of ours."""
    known = names()
    made = []
    for code in course.opened.addressees:
        own = str(zone_of(code)) if code in known else zone
        breaks = tuple(one.paragraph or "" for one in course.outcome.breaks if one.by == code)
        made.append(
            Addressee(
                code,
                speaker_name(code, known),
                own,
                f"{course.outcome.deadline.instant.astimezone(ZoneInfo(own)):%Y-%m-%d %H:%M}",
                code in course.outcome.acknowledged,
                breaks,
            )
        )
    order = {code: place for place, code in enumerate(known)}
    return sorted(made, key=lambda one: (order.get(one.code, len(order)), one.name))
