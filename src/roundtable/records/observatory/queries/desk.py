"""The mirror desk: which corridors somebody works on, and what waits there."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.links.waiting import Waiting
from roundtable.records.observatory.models import MirrorSide


def sides_for(person: Person, *, at: datetime) -> QuerySet[MirrorSide]:
    """Give the sides that a person may read: the secretariat all, contact points those of their Party's corridors."""
    who = actor(person, at)
    if who.holds(Role.SECRETARIAT):
        return MirrorSide.objects.all()
    codes = sorted(who.scopes_as(Role.CONTACT_POINT))
    return MirrorSide.objects.filter(Q(origin__in=codes) | Q(destination__in=codes))


def sides_of(person: Person, origin: str, destination: str, *, at: datetime) -> dict[str, MirrorSide]:
    """Give the sides of one corridor that a person may read, by Party."""
    found = sides_for(person, at=at).filter(origin=origin, destination=destination)
    return {one.party: one for one in found}


def writes_for(person: Person, origin: str, destination: str, *, at: datetime) -> list[str]:
    """Give for which sides of a corridor a person may write: those of the Parties whose contact point it is."""
    mine = actor(person, at).scopes_as(Role.CONTACT_POINT)
    return [code for code in (origin, destination) if code in mine]


def reads_corridor(person: Person, origin: str, destination: str, *, at: datetime) -> bool:
    """Whether a person works on a corridor: contact point of either side, or of the secretariat."""
    return actor(person, at).holds(Role.SECRETARIAT) or bool(writes_for(person, origin, destination, at=at))


def waiting_mirrors(person: Person, at: datetime) -> Iterable[Waiting]:
    """Give the corridors on which the other side has written and the own one is pending or silent."""
    mine = actor(person, at).scopes_as(Role.CONTACT_POINT)
    if not mine:
        return
    sides = list(sides_for(person, at=at))
    settled = {(one.origin, one.destination, one.party) for one in sides if one.stance != MirrorSide.Stance.PENDING}
    shown = names()
    for one in sides:
        own = one.destination if one.party == one.origin else one.origin
        if own not in mine or (one.origin, one.destination, own) in settled:
            continue
        yield Waiting(
            title=_("Mirror of the corridor from %(origin)s to %(destination)s")
            % {"origin": shown.get(one.origin, one.origin), "destination": shown.get(one.destination, one.destination)},
            detail=_("%(party)s has written its side: %(stance)s")
            % {"party": shown.get(one.party, one.party), "stance": one.get_stance_display()},
            url=reverse("observatory:mirror", args=[one.origin, one.destination]),
            due=None,
            late=False,
            function=f"{Role.CONTACT_POINT}@{own}",
            kind="observatory.mirrorside",
            object_id=str(one.pk),
        )
