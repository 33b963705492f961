"""What the worker does for documents, safe to do twice."""

from django.utils import timezone

from roundtable.ground.documents.services.reminding import remind
from roundtable.kernel.base.walls.reach import looking_across


@looking_across("every Party is reminded of its own deadlines, and every silence that ended is certified")
def remind_members() -> None:
    """Mail the reminders that are due, each once, and certify what has ended."""
    remind(at=timezone.now())
