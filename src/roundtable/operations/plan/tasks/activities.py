"""What the worker does for activities, safe to do twice."""

from django.utils import timezone

from roundtable.operations.plan.services import activities


def empty_bin() -> None:
    """Erase activities that were deleted more than thirty days ago, and files whose form was never saved."""
    activities.empty_bin(at=timezone.now())
