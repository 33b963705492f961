"""Ask who keeps a second factor, and who has to."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

from roundtable.ground.trust.models import User
from roundtable.ground.trust.rules import SECOND_FACTOR_ROLES, actor

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one of these."""


def must_keep_second_factor(person: User, *, at: datetime) -> bool:
    """Whether a person's functions call for a second factor. Demonstration accounts are free of it."""
    if not settings.ROUNDTABLE_SECOND_FACTOR or person.demonstration:
        return False
    return actor(person, at).holds(*SECOND_FACTOR_ROLES)


def keeps_second_factor(person: User) -> bool:
    """Whether a person has set up a second factor. One query."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists())


def keeps_other_factor(person: User, factor: Authenticator) -> bool:
    """Whether a person keeps a second factor besides this one."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exclude(pk=factor.pk).exists())


def may_lose(person: User, factor: Authenticator, *, at: datetime) -> bool:
    """Whether a person may remove a factor: not when it is the last one of somebody who must keep one."""
    return keeps_other_factor(person, factor) or not must_keep_second_factor(person, at=at)


def keys_of(person: User) -> QuerySet[Authenticator]:
    """Give a person's passkeys and security keys."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN)
    return found
