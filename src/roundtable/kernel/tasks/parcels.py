"""The parcel that travels through django-tasks: it only carries the number of a job."""

from datetime import datetime
from typing import Final

from django.utils.module_loading import import_string

from roundtable.kernel.base.walls.reach import looking_across

CARRY: Final = "roundtable.kernel.tasks.doing.carry"
"""The task that opens a parcel; named, since it stands above this module."""

of_the_queue: Final = looking_across("the queue does everybody's work, and hands nobody a row")
"""The mark on what the queue itself does with jobs; what a job does opens its own reach."""


def post(job_id: int, *, run_after: datetime | None = None) -> None:
    """Put a parcel for a job into the queue, in the surrounding transaction."""
    carry = import_string(CARRY)
    (carry.using(run_after=run_after) if run_after else carry).enqueue(job_id)
