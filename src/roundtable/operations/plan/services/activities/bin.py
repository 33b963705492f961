"""Put activities in the bin, take them out again, and empty it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.operations.plan.models import Activity, ActivityDocument
from roundtable.operations.plan.queries.activities import KEPT_IN_BIN
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activity_links import find_anew
from roundtable.operations.plan.signals import Happened

FILES: Final = "plan.activity"
"""The purpose under which files of activities are stored."""
SPREADSHEETS: Final = "plan.activities-import"
"""The purpose under which a spreadsheet waits for its confirmation; no rule lets anybody download it."""
ABANDONED: Final = timedelta(days=2)
"""How long a file waits for the form with which it was handed in."""


@transaction.atomic
def put_in_bin(activity: Activity, *, by: User, at: datetime) -> None:
    """Put an activity in the bin, from which its owners can take it for thirty days. Doing it twice changes nothing."""
    kept = Activity.objects.select_for_update().get(pk=activity.pk)
    require(by, Do.DELETE_ACTIVITY, kept, at=at)
    if kept.deleted_at is not None:
        return
    kept.deleted_at, kept.deleted_by = at, by
    kept.revision += 1
    kept.save(update_fields=["deleted_at", "deleted_by", "revision"])
    remember(Happened.ACTIVITY_DELETED, by=by, on=kept, at=at, after={"revision": kept.revision})
    find_anew(kept)


@transaction.atomic
def restore(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Take an activity out of the bin as it was. Raises `NotThere` once its thirty days are over."""
    kept = Activity.objects.select_for_update().get(pk=activity.pk)
    require(by, Do.RESTORE_ACTIVITY, kept, at=at)
    if kept.deleted_at is None:
        return kept
    if kept.deleted_at + KEPT_IN_BIN <= at:
        raise NotThere(_("The thirty days in which this could be brought back are over."))
    kept.deleted_at = kept.deleted_by = None
    kept.revision += 1
    kept.save(update_fields=["deleted_at", "deleted_by", "revision"])
    remember(Happened.ACTIVITY_RESTORED, by=by, on=kept, at=at, after={"revision": kept.revision})
    find_anew(kept)
    return kept


@transaction.atomic
def empty_bin(*, at: datetime) -> int:
    """Erase what has been in the bin for more than thirty days, and files whose form was never saved.

    The history stays. Gives how many activities were erased.
    """
    gone = Activity.objects.filter(deleted_at__lte=at - KEPT_IN_BIN)
    documents = ActivityDocument.objects.filter(activity__in=gone)
    files = {number for number in documents.values_list("file_id", flat=True) if number is not None}
    _count, by_model = gone.delete()
    waiting = StoredFile.objects.filter(purpose__in=[FILES, SPREADSHEETS], deleted_at=None, kept_at__lte=at - ABANDONED)
    attached = ActivityDocument.objects.filter(file_id__isnull=False).values("file_id")
    for stored in StoredFile.objects.filter(pk__in=files) | waiting.exclude(pk__in=attached):
        store.delete(stored, at=at)
    return by_model.get("plan.Activity", 0)


def put_aside(numbers: Iterable[int], *, at: datetime) -> None:
    """Delete stored files that nothing shows any more."""
    for stored in StoredFile.objects.filter(pk__in=list(numbers), deleted_at=None):
        store.delete(stored, at=at)
