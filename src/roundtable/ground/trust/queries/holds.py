"""Legal holds, for those who decide on them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Hold, Role
from roundtable.ground.trust.rules import Do, Person, actor, allows
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting


def holds_visible_to(person: Person, *, at: datetime) -> QuerySet[Hold]:
    """Give the holds that a person may see: the overseers all, others none."""
    if not allows(person, Do.SEE_RETENTION, at=at):
        return Hold.objects.none()
    return Hold.objects.select_related("user", "proposed_by", "confirmed_by")


def holds_to_confirm(person: Person, at: datetime) -> Iterator[Waiting]:
    """What waits for a second person: each hold that somebody else proposed."""
    if not actor(person, at).holds(Role.SECRETARIAT):
        return
    for hold in Hold.objects.filter(confirmed_at=None, lifted_at=None, until__gte=at.date()).exclude(
        proposed_by=person.pk
    ):
        yield Waiting(
            title=_("Confirm a legal hold"),
            detail=_("Until it is confirmed, erasing goes on."),
            url=reverse("trust:hold", args=[hold.user_id]),
            due=None,
            late=False,
            function=f"{Role.SECRETARIAT}@{SECRETARIAT}",
            kind="trust.hold",
            object_id=str(hold.pk),
        )
