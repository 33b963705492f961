"""What the worker does for this room, safe to do twice."""

from django.utils import timezone

from roundtable.ground.parties.services import bin as services


def empty_bin() -> None:
    """Erase what was deleted more than thirty days ago."""
    services.empty_bin(at=timezone.now())
