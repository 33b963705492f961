"""What waits for a second person, and until when contact points are named. One query of a request tells all of it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.db.models import BigIntegerField, CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Hold, Lowering, Role, User
from roundtable.ground.trust.queries.markings import marked_kind, marking_address
from roundtable.ground.trust.rules import Actor, Do, Person, actor, allows
from roundtable.kernel.base.once import once
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT
from roundtable.kernel.links.waiting import Waiting

FIELDS: Final = ("id", "kind", "object_id", "scope", "was", "to", "expires_at", "proposed_by_id")
HOLD: Final = "trust.hold"
SEAT: Final = "trust.seat"
OFFICE: Final = f"{Role.SECRETARIAT}@{SECRETARIAT}"


def waiting_for_a_second_person(person: Person, at: datetime) -> Iterator[Waiting]:
    """Give each proposal of somebody else that this person may decide on: no query without a function, else one."""
    who = actor(person, at)
    if not who.functions:
        return
    for proposal in sorted((Lowering(**dict(zip(FIELDS, row, strict=True))) for row in _told(who, at)), key=_number):
        if proposal.kind == SEAT or proposal.proposed_by_id == who.user_id:
            continue
        if proposal.kind == HOLD:
            yield _hold(proposal)
        elif allows(person, Do.CONFIRM_LOWERING, proposal, at=at):
            yield from _lowering(proposal, who, person, at)


def contact_terms(person: Person, at: datetime) -> list[tuple[str, date | None]]:
    """Give, for every open account of a contact point, where it is one and the last day; None where the day is open.

    The secretariat is told all, a contact point those of its own scopes, everybody else none. Asked together with what
    waits for a second person: no query of its own.
    """
    who = actor(person, at)
    own = who.scopes_as(Role.CONTACT_POINT)
    if not own and not who.holds(Role.SECRETARIAT):
        return []
    seats = [(str(scope), str(until)) for _id, kind, _of, scope, until, *_more in _told(who, at) if kind == SEAT]
    return [(scope, date.fromisoformat(until) if until else None) for scope, until in seats]


def _number(one: Lowering) -> int:
    return int(one.pk)


def _told(who: Actor, at: datetime) -> list[tuple[Any, ...]]:
    def asked() -> list[tuple[Any, ...]]:
        parts = [_lowerings(at)]
        if who.holds(Role.SECRETARIAT):
            parts += [_holds(at), _seats(None)]
        elif own := who.scopes_as(Role.CONTACT_POINT):
            parts.append(_seats(own))
        first, *others = parts
        return list(first.union(*others, all=True) if others else first)

    return once(("trust.second_person", who, at), asked)


def _seats(scopes: frozenset[str] | None) -> QuerySet[Any, tuple[Any, ...]]:
    """Give the terms of contact points with an open account, in the columns of a lowering; the last day as text."""
    people = User.objects.filter(is_active=True, terms__role=Role.CONTACT_POINT)
    if scopes is not None:
        people = people.filter(terms__scope__in=scopes)
    words = CharField()
    told = {
        "as_kind": Cast(Value(SEAT), words),
        "as_object": Cast(Value(""), words),
        "as_scope": F("terms__scope"),
        "as_was": Coalesce(Cast(F("terms__ends"), words), Cast(Value(""), words)),
        "as_to": Cast(Value(""), words),
        "as_end": Cast(Value(None), DateTimeField()),
        "as_proposer": Cast(Value(None), BigIntegerField()),
    }
    return people.order_by().annotate(**told).values_list("pk", *told)


def _lowerings(at: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    return Lowering.objects.filter(decided_at=None, expires_at__gt=at).order_by().values_list(*FIELDS)


def _holds(at: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    """Give legal holds that nobody confirmed yet, in the columns of a lowering: the person stands for the thing."""
    words = CharField()
    nothing = Cast(Value(""), words)
    told = {
        "as_kind": Cast(Value(HOLD), words),
        "as_object": Cast(F("user_id"), words),
        "as_scope": Cast(Value(SECRETARIAT), words),
        "as_was": nothing,
        "as_to": nothing,
        "as_end": Cast(Value(None), DateTimeField()),
        "as_proposer": Cast(F("proposed_by_id"), BigIntegerField()),
    }
    waits = Hold.objects.filter(confirmed_at=None, lifted_at=None, until__gte=at.date()).order_by()
    return waits.annotate(**told).values_list("id", *told)


def _lowering(proposal: Lowering, who: Actor, person: Person, at: datetime) -> Iterator[Waiting]:
    """Say neither what the thing says nor why it should be lowered: its page does, to whoever may see it."""
    kind = marked_kind(proposal.kind)
    thing = kind.find(person, int(proposal.object_id), at) if kind else None
    if kind is None or thing is None:
        return
    shared = proposal.scope in {SECRETARIAT, DIALOGUE} or who.holds(Role.SECRETARIAT)
    yield Waiting(
        title=_("Lower a marking: %(thing)s") % {"thing": kind.called(thing)},
        detail=_("From %(was)s to %(to)s. Lowering takes two people.") % {"was": proposal.was, "to": proposal.to},
        url=marking_address(thing),
        due=proposal.expires_at,
        late=False,
        function=OFFICE if shared else f"{Role.CONTACT_POINT}@{proposal.scope}",
        kind="trust.lowering",
        object_id=str(proposal.pk),
    )


def _hold(proposal: Lowering) -> Waiting:
    return Waiting(
        title=_("Confirm a legal hold"),
        detail=_("Until it is confirmed, erasing goes on."),
        url=reverse("trust:hold", args=[int(proposal.object_id)]),
        due=None,
        late=False,
        function=OFFICE,
        kind=HOLD,
        object_id=str(proposal.pk),
    )
