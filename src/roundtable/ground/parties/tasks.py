"""What the worker does for this room, safe to do twice."""

from django.utils import timezone

from roundtable.ground.parties.services import bin as services
from roundtable.kernel.base.walls.reach import looking_across


@looking_across("what was deleted long ago goes, whosever it was")
def empty_bin() -> None:
    """Erase what was deleted more than thirty days ago."""
    services.empty_bin(at=timezone.now())
