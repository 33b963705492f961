"""Calendars of persons: an address that nobody can guess, of which only a digest is kept."""

import secrets
from datetime import datetime

from django.db import transaction

from roundtable.ground.trust.public import Person, User, require
from roundtable.kernel.keys.lookups import hashed
from roundtable.records.meetings.models import Feed
from roundtable.records.meetings.rules import Do

USE = "meetings.feed"


def digest_of(secret: str) -> str:
    """Give what is kept of an address."""
    return hashed(secret, use=USE)


@transaction.atomic
def make(*, by: User, at: datetime) -> str:
    """Make a person's calendar address; an earlier one stops working. It is shown once."""
    require(by, Do.KEEP_FEED, at=at)
    secret = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(user=by, defaults={"digest": digest_of(secret), "made_at": at})
    return secret


@transaction.atomic
def take_back(*, by: User, at: datetime) -> None:
    """Let a person's calendar address stop working."""
    require(by, Do.KEEP_FEED, at=at)
    Feed.objects.filter(user=by).delete()


def whose(secret: str) -> Person | None:
    """Give the person whose calendar has this address; None for one that nobody has."""
    found = Feed.objects.filter(digest=digest_of(secret), user__is_active=True).select_related("user").first()
    return found.user if found else None


def has_feed(person: User) -> bool:
    """Whether a person has a calendar address."""
    return Feed.objects.filter(user=person).exists()
