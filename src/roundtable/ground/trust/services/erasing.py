"""Erase a person: what was theirs opens no more, here and in every copy that is ever brought back."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Invitation, User
from roundtable.ground.trust.queries.retention import is_held
from roundtable.ground.trust.rules import Do, require
from roundtable.ground.trust.services.accounts import deactivate
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.sessions import end_sessions
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.keys import ledger, ring, rotation
from roundtable.kernel.keys.addresses import unfindable
from roundtable.kernel.keys.fields import stored
from roundtable.kernel.notices.models import DeadAddress
from roundtable.kernel.outside.models import Sent


@transaction.atomic
def erase(person: User, *, by: User, at: datetime) -> User:
    """Close the account and destroy the key of what is personal: name, address, card, notices, own history.

    What the person did stays in the history, done by somebody. It cannot be undone. Erasing twice changes nothing.
    """
    require(by, Do.ERASE, person, at=at)
    if person.pk == by.pk:
        raise Invalid(_("You cannot erase yourself. Ask somebody else of the secretariat."))
    if is_held(person, at.date()):
        raise Invalid(_("A legal hold keeps what is about this person. Lift it first, which is remembered too."))
    if person.is_active:
        deactivate(person, by=by, at=at)
    if forget(person, at=at):
        remember(Happened.ERASED, by=by, on=person, at=at)
    return User.objects.get(pk=person.pk)


def replay() -> list[int]:
    """Erase again whom the ledger names, after an older database was brought back. Gives their numbers."""
    again = []
    for erasure in ledger.read():
        kind, _colon, number = erasure.owner.partition(":")
        person = User.objects.filter(pk=int(number)).first() if kind == "person" else None
        # A number may have been given anew since: the same person came at the same instant.
        if person is None or erasure.since != person.joined_at.isoformat():
            continue
        with transaction.atomic():
            if forget(person, at=datetime.fromisoformat(erasure.at)):
                again.append(person.pk)
    rotation.replay()
    return again


def after_a_restore() -> None:
    """Erase again, as a step of a restore."""
    replay()


def forget(person: User, *, at: datetime) -> bool:
    """Destroy the person's key, and what is about them and sealed with another one; False when it had been done."""
    address = person.email
    if address:
        Invitation.objects.filter(email__iexact=address).delete()
        Sent.objects.filter(to__iexact=address).delete()
        DeadAddress.objects.filter(address=address).delete()
    for library in (EmailAddress, Authenticator, SocialAccount, UserSession):
        library.objects.filter(user_id=person.pk).delete()
    end_sessions(person)
    kept = User.objects.filter(pk=person.pk)
    kept.update(is_active=False, language="", timezone="", password="", deactivated_at=person.deactivated_at or at)
    if address:
        # The hash goes: nobody is found by this address any more, and a new person may come with it.
        kept.update(email=unfindable(stored(person, "email"), person.pk))
    return rotation.destroy(ring.person(person.pk), at=at, since=person.joined_at.isoformat())
