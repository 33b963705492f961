"""What waits for a second person: markings that somebody proposed to lower, legal holds. One query tells both."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import BigIntegerField, CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Hold, Lowering, Role
from roundtable.ground.trust.queries.markings import marked_kind, marking_address
from roundtable.ground.trust.rules import Actor, Do, Person, actor, allows
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT
from roundtable.kernel.links.waiting import Waiting

FIELDS: Final = ("id", "kind", "object_id", "scope", "was", "to", "expires_at", "proposed_by_id")
HOLD: Final = "trust.hold"
OFFICE: Final = f"{Role.SECRETARIAT}@{SECRETARIAT}"


def waiting_for_a_second_person(person: Person, at: datetime) -> Iterator[Waiting]:
    """Give each proposal of somebody else that this person may decide on: no query without a function, else one."""
    who = actor(person, at)
    if not who.functions:
        return
    found = _lowerings(at)
    if who.holds(Role.SECRETARIAT):
        found = found.union(_holds(at), all=True)
    for proposal in sorted((Lowering(**dict(zip(FIELDS, row, strict=True))) for row in found), key=lambda one: one.pk):
        if proposal.proposed_by_id == who.user_id:
            continue
        if proposal.kind == HOLD:
            yield _hold(proposal)
        elif allows(person, Do.CONFIRM_LOWERING, proposal, at=at):
            yield from _lowering(proposal, who, person, at)


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
