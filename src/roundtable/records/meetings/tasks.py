"""Small parcels for the background worker."""

from django.utils import timezone

from roundtable.kernel.base.walls.reach import looking_across
from roundtable.records.meetings.services import people


@looking_across("what participants needed is erased when its time is over, whosever it was")
def erase_needs() -> None:
    """Erase what participants of meetings that are over needed (done once a day)."""
    now = timezone.now()
    people.erase_needs(at=now)
    people.erase_addresses(at=now)
