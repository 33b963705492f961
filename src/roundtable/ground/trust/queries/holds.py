"""Legal holds, for those who decide on them."""

from datetime import datetime

from django.db.models import QuerySet

from roundtable.ground.trust.models import Hold
from roundtable.ground.trust.rules import Do, Person, allows


def holds_visible_to(person: Person, *, at: datetime) -> QuerySet[Hold]:
    """Give the holds that a person may see: the overseers all, others none."""
    if not allows(person, Do.SEE_RETENTION, at=at):
        return Hold.objects.none()
    return Hold.objects.select_related("user", "proposed_by", "confirmed_by")
