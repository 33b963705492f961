"""Raise a handling marking alone; lower it together with somebody else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.domain.marking import (
    TIME_TO_CONFIRM,
    Marking,
    Standing,
    below,
    highest,
    may_confirm,
    may_copy,
)
from roundtable.ground.trust.models import Lowering, Role, User
from roundtable.ground.trust.queries.markings import MarkedKind, marked_kind, marking_address, standing_of
from roundtable.ground.trust.queries.people import holders
from roundtable.ground.trust.rules import Do, require
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed, NotThere
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links import waiting
from roundtable.kernel.notices import tell


def require_not_below(to: Marking, sources: Iterable[Marking]) -> None:
    """Refuse with `Invalid` to mark something lower than what it was made from."""
    found = list(sources)
    if not may_copy(to, found):
        raise Invalid(
            _(
                "This was made from something under %(source)s, so it cannot be under %(to)s. Mark it "
                "%(source)s or higher, leave that part out, or have the source lowered first."
            )
            % {"source": highest(found), "to": to},
            fields={"marking": [_("Choose %(source)s or higher.") % {"source": highest(found)}]},
        )


def require_not_lowered(before: Marking, after: Marking, thing: Any) -> None:
    """Refuse with `Invalid` a change by one person that would lower a marking; say where two people can."""
    if below(after, before):
        raise Invalid(
            _(
                "This would lower the marking from %(was)s to %(to)s, and lowering takes two people. Propose it on the "
                "page “Marking” (%(address)s); somebody else confirms it there."
            )
            % {"was": before, "to": after, "address": marking_address(thing)}
        )


def note_raised(thing: Any, *, was: Marking, to: Marking, by: User, at: datetime) -> None:
    """Remember that the marking of something was raised, also where it rose with what it was made from."""
    remember(Happened.MARKING_RAISED, by=by, on=thing, at=at, before={"marking": was}, after={"marking": to})


def _kind(thing: Any) -> MarkedKind:
    kind = marked_kind(thing._meta.label_lower)
    if kind is None:
        raise NotThere("")
    return kind


def _held(thing: Any) -> Any:
    """Read the thing again and hold it to the end of the transaction: two changes come one after the other."""
    return type(thing)._default_manager.select_for_update().get(pk=thing.pk)


def _offered(kind: MarkedKind, to: Marking) -> None:
    if to not in kind.offers:
        raise Invalid(
            _("This can be marked %(markings)s. Choose one of these.") % {"markings": ", ".join(kind.offers)},
            fields={"marking": [_("Choose one of the list.")]},
        )


@transaction.atomic
def raise_marking(thing: Any, to: Marking, *, by: User, at: datetime) -> bool:
    """Raise the marking of something, which one person may do; a proposal to lower it falls. Whether it changed."""
    kind = _kind(thing)
    thing = _held(thing)
    require(by, Do.RAISE_MARKING, thing, at=at)
    _offered(kind, to)
    was = kind.bears(thing)
    require_not_lowered(was, to, thing)
    if to is was:
        return False
    _write(kind, thing, to, by=by, at=at)
    note_raised(thing, was=was, to=to, by=by, at=at)
    Lowering.objects.filter(kind=kind.model, object_id=str(thing.pk), decided_at=None).update(decided_at=at)
    return True


@transaction.atomic
def propose_lowering(thing: Any, to: Marking, reason: str, *, by: User, at: datetime) -> Lowering:
    """Propose to lower the marking of something; it counts when somebody else confirms it within two weeks.

    `Invalid` where it would stand below what it was made from, `Collision` while another proposal waits.
    """
    kind = _kind(thing)
    thing = _held(thing)
    require(by, Do.PROPOSE_LOWERING, thing, at=at)
    _offered(kind, to)
    was = kind.bears(thing)
    if not below(to, was):
        raise Invalid(
            _("This is under %(was)s. Choose a lower marking, or raise it without a proposal.") % {"was": was}
        )
    require_not_below(to, kind.sources(thing))
    if not reason.strip():
        raise Invalid(
            _("Say why it can be lowered: the second person decides on it."), fields={"reason": [_("Write a reason.")]}
        )
    waiting_one = Lowering.objects.select_for_update().filter(kind=kind.model, object_id=thing.pk, decided_at=None)
    for other in waiting_one:
        if standing_of(other, at) is Standing.OPEN:
            raise Collision(_("A proposal to lower this marking waits already. Have it confirmed or refused first."))
        other.decided_at = other.expires_at
        other.save(update_fields=["decided_at"])
    proposal = Lowering.objects.create(
        kind=kind.model,
        object_id=str(thing.pk),
        scope=thing.scope,
        was=was,
        to=to,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
        expires_at=at + TIME_TO_CONFIRM,
    )
    remember(
        Happened.LOWERING_PROPOSED,
        by=by,
        on=thing,
        at=at,
        before={"marking": was},
        after={"marking": to, "reason": proposal.reason},
    )
    tell(
        _others(thing.scope, by, at),
        subject=_("A proposal to lower a marking waits for a second person"),
        url=marking_address(thing),
        key=f"trust.lowering.{proposal.pk}",
        at=at,
        marking=was,
        demonstration=by.demonstration,
    )
    return proposal


def _others(scope: str, by: User, at: datetime) -> list[int]:
    people = set(holders(Role.SECRETARIAT, SECRETARIAT, on=at.date()).values_list("pk", flat=True))
    people |= set(holders(Role.CONTACT_POINT, scope, on=at.date()).values_list("pk", flat=True))
    return sorted(people - {by.pk})


def _decided(proposal: Lowering, at: datetime) -> tuple[MarkedKind, Lowering]:
    """Hold a proposal and its thing; refuse what was decided meanwhile, and what is dead."""
    kind = marked_kind(proposal.kind)
    if kind is None:
        raise NotThere("")
    held = Lowering.objects.select_for_update().get(pk=proposal.pk)
    stands = standing_of(held, at)
    if stands is Standing.EXPIRED:
        raise Collision(_("This proposal waited too long and is dead. Make a new one if it is still right."))
    if stands is not Standing.OPEN:
        raise Collision(_("Somebody has decided on this proposal already."))
    return kind, held


@transaction.atomic
def confirm_lowering(proposal: Lowering, thing: Any, *, by: User, at: datetime) -> Lowering:
    """Confirm what somebody else proposed: the marking is lowered. `NotAllowed` for whoever proposed it."""
    kind, held = _decided(proposal, at)
    thing = _its_thing(held, thing)
    require(by, Do.CONFIRM_LOWERING, thing, at=at)
    if not may_confirm(proposed_by=held.proposed_by_id, by=by.pk):
        raise NotAllowed(_("You proposed this yourself. Lowering takes two people: somebody else confirms it."))
    to, was = Marking(held.to), kind.bears(thing)
    if was != held.was:
        raise Collision(_("The marking was changed since this was proposed. Refuse it, and make a new proposal."))
    require_not_below(to, kind.sources(thing))
    held.decided_by, held.decided_at, held.confirmed = by, at, True
    held.save(update_fields=["decided_by", "decided_at", "confirmed"])
    _write(kind, thing, to, by=by, at=at)
    remember(
        Happened.MARKING_LOWERED,
        by=by,
        on=thing,
        at=at,
        before={"marking": was},
        after={"marking": to, "reason": held.reason, "proposed by": held.proposed_by_id},
    )
    waiting.drop("trust.lowering", held.pk)
    return held


@transaction.atomic
def refuse_lowering(proposal: Lowering, thing: Any, *, by: User, at: datetime) -> Lowering:
    """Refuse a proposal; whoever made it may take it back so."""
    _kind_of_it, held = _decided(proposal, at)
    thing = _its_thing(held, thing)
    if by.pk != held.proposed_by_id:
        require(by, Do.CONFIRM_LOWERING, thing, at=at)
    held.decided_by, held.decided_at = by, at
    held.save(update_fields=["decided_by", "decided_at"])
    remember(
        Happened.LOWERING_REFUSED, by=by, on=thing, at=at, before={"marking": held.to}, after={"marking": held.was}
    )
    waiting.drop("trust.lowering", held.pk)
    return held


def _its_thing(held: Lowering, thing: Any) -> Any:
    if (held.kind, held.object_id) != (thing._meta.label_lower, str(thing.pk)):
        raise NotThere("")
    return _held(thing)


def _write(kind: MarkedKind, thing: Any, to: Marking, *, by: User, at: datetime) -> None:
    if kind.write is not None:
        kind.write(thing, to, by, at)
