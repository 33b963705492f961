"""Erase on time what is kept about people, and keep what a legal hold keeps."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Gone, Hold, User
from roundtable.ground.trust.queries.retention import NOWHERE, Due, due
from roundtable.ground.trust.readership.held import Goes
from roundtable.ground.trust.rules import Do, require
from roundtable.ground.trust.services.erasing import forget
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.sessions import end_sessions
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed


def overdue(at: datetime) -> list[tuple[Due, int]]:
    """Give what must be gone and is still there, with how many rows; changes nothing."""
    return [(one, count) for one in due(at) if (count := one.rows.count())]


def erase_on_time(at: datetime) -> list[Gone]:
    """Erase everything whose months are over, and keep how much it was. Doing it twice changes nothing.

    Each kind goes in a transaction of its own, so that a fault in one leaves the others erased.
    """
    done = []
    for one in due(at):
        with transaction.atomic():
            rows = _erased(one, at)
            if rows:
                done.append(Gone.objects.create(at=at, table=one.held.model, what=one.what, rows=rows))
    return done


def _erased(one: Due, at: datetime) -> int:
    if one.held.goes is Goes.ROW:
        count = one.rows.count()
        one.rows.delete()
        return count
    people = list(one.rows)
    for person in people:
        if one.held.goes is Goes.ADDRESS:
            _without_address(person, at=at)
        else:
            forget(person, at=at)
            remember(Happened.ERASED, by=None, on=person, at=at)
    return len(people)


def _without_address(person: User, *, at: datetime) -> None:
    """Close the account and take its address out: nobody signs in to it, and nobody is found by it, any more."""
    EmailAddress.objects.filter(user_id=person.pk).delete()
    end_sessions(person)
    person.is_active, person.password = False, ""
    person.deactivated_at = person.deactivated_at or at
    person.email = f"{person.pk}{NOWHERE}"
    person.save(update_fields=["is_active", "password", "deactivated_at", "email"])
    remember(Happened.ADDRESS_ERASED, by=None, on=person, at=at)


@transaction.atomic
def propose_hold(person: User, *, until: date, reason: str, by: User, at: datetime) -> Hold:
    """Propose that nothing about a person is erased until a day. It counts when somebody else confirms it."""
    require(by, Do.HOLD, person, at=at)
    if until <= at.date():
        raise Invalid(_("Choose a day that is still to come."), fields={"until": [_("Choose a later day.")]})
    if not reason.strip():
        raise Invalid(_("Say why it must be kept."), fields={"reason": [_("Say why it must be kept.")]})
    held = Hold.objects.create(user=person, until=until, reason=reason.strip(), proposed_by=by, proposed_at=at)
    remember(Happened.HOLD_PROPOSED, by=by, on=person, at=at, after={"until": until})
    return held


@transaction.atomic
def confirm_hold(hold: Hold, *, by: User, at: datetime) -> Hold:
    """Confirm, as a second person, what somebody proposed."""
    hold = _locked(hold)
    require(by, Do.HOLD, hold.user, at=at)
    if hold.proposed_by_id == by.pk:
        raise NotAllowed(_("You proposed this yourself. A hold takes two people: somebody else confirms it."))
    if hold.confirmed_at is not None or hold.lifted_at is not None:
        raise Collision(_("This was decided meanwhile."))
    hold.confirmed_by, hold.confirmed_at = by, at
    hold.save(update_fields=["confirmed_by", "confirmed_at"])
    remember(Happened.HOLD_CONFIRMED, by=by, on=hold.user, at=at, after={"until": hold.until})
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: User, at: datetime) -> Hold:
    """End a hold before its day, or take a proposal back."""
    hold = _locked(hold)
    require(by, Do.HOLD, hold.user, at=at)
    if hold.lifted_at is not None:
        raise Collision(_("This was decided meanwhile."))
    hold.lifted_by, hold.lifted_at = by, at
    hold.save(update_fields=["lifted_by", "lifted_at"])
    remember(Happened.HOLD_LIFTED, by=by, on=hold.user, at=at, before={"until": hold.until})
    return hold


def _locked(hold: Hold) -> Hold:
    return Hold.objects.select_for_update().get(pk=hold.pk)
