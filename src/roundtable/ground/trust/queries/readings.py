"""Who read what is restricted, as far as one may know it."""

from datetime import datetime

from django.db.models import QuerySet

from roundtable.ground.trust.models import Reading, Role, User
from roundtable.ground.trust.rules import Person, actor


def readings_visible_to(person: Person, *, at: datetime) -> QuerySet[Reading]:
    """Give the log of reading: to auditors all of it, to those who answer for a Party what was read of that Party."""
    who = actor(person, at)
    if who.holds(Role.AUDITOR):
        return Reading.objects.select_related("by")
    own = who.scopes_as(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)
    return Reading.objects.filter(scope__in=own).select_related("by") if own else Reading.objects.none()


def readers_called(words: str) -> list[int]:
    """Give the people in whose name some words stand; never by their address, which not everybody here may know."""
    said = words.casefold()
    return [one.pk for one in User.objects.only("row", "name") if said in one.name.casefold()]


def readings_of(person: User, *, limit: int = 1000) -> QuerySet[Reading]:
    """Give the newest entries of what a person read."""
    return Reading.objects.filter(by=person)[:limit]
