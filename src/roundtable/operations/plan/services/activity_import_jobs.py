"""Bringing a spreadsheet in as background work: small ones are done at once, large ones by the worker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from roundtable.ground.trust.public import User, require
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.doing import do
from roundtable.kernel.tasks.models import Job
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activity_import import Fate, Preview, labels_of

LOOK: Final = "roundtable.operations.plan.tasks.activities.look_at_spreadsheet"
BRING_IN: Final = "roundtable.operations.plan.tasks.activities.bring_in_spreadsheet"
AT_ONCE: Final = 64 * 1024
"""Bytes up to which a spreadsheet is read and brought in while the person waits: a few hundred rows."""
LINES_KEPT: Final = 200
FAULTS_KEPT: Final = 5_000


@dataclass(frozen=True, slots=True)
class Work:
    """What was done with a spreadsheet: the newest look at its rows, and the newest try to bring them in."""

    looked: Job | None
    brought: Job | None

    @property
    def newest(self) -> Job | None:
        """The work that counts now: bringing in, unless the rows were looked at again after it failed."""
        if self.brought is None or (self.looked is not None and self.looked.pk > self.brought.pk and not self.over):
            return self.looked
        return self.brought

    @property
    def over(self) -> bool:
        """Whether the rows are in, or are being brought in."""
        return self.brought is not None and (self.brought.open or self.brought.state == Job.State.DONE)


def work_on(number: int, *, by: User) -> Work:
    """Give what a person had done with the spreadsheet of a number."""
    return Work(jobs.last(_key(LOOK, number), by=by.pk), jobs.last(_key(BRING_IN, number), by=by.pk))


def look_later(stored: StoredFile, *, by: User, at: datetime, language: str) -> Job:
    """Have the rows looked at. While that is under way, asking again changes nothing."""
    job = jobs.defer(LOOK, **_asked(LOOK, stored, by=by, at=at), language=language)
    return _done_if_small(job, stored)


def bring_in_later(stored: StoredFile, *, by: User, at: datetime, language: str, mark: str) -> Job:
    """Have the rows brought in as they were looked at. Pressing twice brings them in once."""
    require(by, Do.IMPORT_ACTIVITIES, at=at)
    job = jobs.defer(BRING_IN, **_asked(BRING_IN, stored, by=by, at=at), language=language, mark=mark)
    return _done_if_small(job, stored)


def _key(path: str, number: int) -> str:
    return f"{path.rpartition('.')[2]}:{number}"


def _asked(path: str, stored: StoredFile, *, by: User, at: datetime) -> dict[str, Any]:
    about = {"file": stored.pk, "person": by.pk, "name": stored.name}
    return {"by": by.pk, "key": _key(path, stored.pk), "at": at, **about}


def is_small(stored: StoredFile) -> bool:
    """Whether a spreadsheet is read while the person waits."""
    return stored.size <= AT_ONCE


def _done_if_small(job: Job, stored: StoredFile) -> Job:
    if is_small(stored) and job.state == Job.State.WAITING:
        # Whoever is quicker does it, this request or the worker: a job is claimed once.
        do(job.pk)
        job.refresh_from_db()
    return job


def summary(preview: Preview) -> dict[str, Any]:
    """What the page shows of a look, as plain values: counts, faults, and the first rows."""
    return {
        "mark": preview.mark,
        **{str(fate): preview.count(fate) for fate in Fate},
        "rows": len(preview.lines),
        "faults": len(preview.problems),
        "problems": [[one.row, one.column, one.sentence] for one in preview.problems[:FAULTS_KEPT]],
        "lines": [
            {
                "row": line.row,
                "reference": line.facts.reference,
                "title": line.facts.title,
                "fate": str(line.fate),
                "labels": labels_of(line),
                "activity": line.activity.pk if line.activity else None,
            }
            for line in preview.lines[:LINES_KEPT]
        ],
    }


def address(number: int) -> str:
    """Where a person sees what became of a spreadsheet."""
    return reverse("plan:activities-import-preview", args=[number])
