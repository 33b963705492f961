"""What the worker does for reporting, safe to do twice."""

from django.utils import timezone

from roundtable.kernel.base.walls.reach import looking_across
from roundtable.operations.plan.services.evidence import sweep_bin
from roundtable.operations.plan.services.rounds import remind


@looking_across("every Party is reminded of its own reports")
def remind_parties() -> None:
    """Mail the reminders that are due; each reaches each person once."""
    remind(at=timezone.now())


@looking_across("what was deleted long ago goes, whosever it was")
def empty_bin() -> None:
    """Forget drafts and evidence that were deleted more than thirty days ago."""
    sweep_bin(at=timezone.now())
