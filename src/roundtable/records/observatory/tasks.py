"""Small parcels for the background worker."""

from django.utils import timezone

from roundtable.kernel.base.walls.reach import looking_across
from roundtable.records.observatory.models import Dataset
from roundtable.records.observatory.services import intake, links


@looking_across("a dataset of which an embargo ended is found by whoever it is for, and only by them")
def find_released(dataset_id: int) -> None:
    """Let a dataset be found by those it is for, when an embargo ends."""
    links.find_anew(Dataset.objects.get(pk=dataset_id), at=timezone.now())


def load_intake(intake_id: int, by_id: int) -> None:
    """Load a file that somebody handed in."""
    intake.load(intake_id, by_id, at=timezone.now())
