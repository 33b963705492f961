"""The parcel that travels through django-tasks: it only carries the number of a job."""

from datetime import datetime
from typing import Final

from django.utils.module_loading import import_string

CARRY: Final = "roundtable.kernel.tasks.doing.carry"
"""The task that opens a parcel; named, since it stands above this module."""


def post(job_id: int, *, run_after: datetime | None = None) -> None:
    """Put a parcel for a job into the queue, in the surrounding transaction."""
    carry = import_string(CARRY)
    (carry.using(run_after=run_after) if run_after else carry).enqueue(job_id)
