"""Bringing a spreadsheet in as background work: small ones are done at once, large ones by the worker."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, require
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.doing import do
from roundtable.kernel.tasks.models import Job
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activity_import import (
    Cells,
    Progress,
    changed_since,
    checked,
    labels_of,
    write,
)
from roundtable.operations.plan.services.activity_preview import Fate, Line, Preview, mark_of

LOOK: Final = "roundtable.operations.plan.tasks.activities.look_at_spreadsheet"
BRING_IN: Final = "roundtable.operations.plan.tasks.activities.bring_in_spreadsheet"
AT_ONCE: Final = 64 * 1024
"""Bytes up to which a spreadsheet is read and brought in while the person waits: a few hundred rows."""
PORTION: Final = 250
"""Rows that are written together, all or none."""
PAUSE: Final = 0.1
"""Seconds between two portions."""
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


def bring_in_by_portions(rows: Iterable[Cells], *, by: User, at: datetime, mark: str, job: jobs.Running) -> None:
    """Bring every row in as it was looked at, some at a time, so that others wait but a moment for each portion.

    Nothing is brought in while a row has a fault. A second try goes on where the first one stopped. Raises `Collision`
    when something changed since the look; the portions that were written until then stay.
    """
    begun = job.happened(_portion(0))
    try:
        preview, reader = checked(rows, by=by, at=at, progress=_telling(job, _("Looking again")))
    except Invalid:
        if begun:
            raise changed_since() from None
        raise
    portions = [preview.lines[start : start + PORTION] for start in range(0, len(preview.lines), PORTION)]
    marks = [mark_of(lines) for lines in portions]
    if not begun:
        if mark != preview.mark:
            raise changed_since()
        job.result(marks=marks, rows=len(preview.lines), **_counted([]))
    agreed, writing = job.job.result["marks"], _telling(job, _("Writing"))
    writing(0, len(preview.lines))
    for number, lines in enumerate(portions):
        with job.step(_portion(number)) as first:
            if first:
                if marks[number] != agreed[number]:
                    raise changed_since()
                write(lines, reader)
                job.result(**_counted(lines, job.job.result))
        writing(min((number + 1) * PORTION, len(preview.lines)), len(preview.lines))
        # With SQLite whoever else wants to write stands at the door: let them in.
        time.sleep(PAUSE)


def _portion(number: int) -> str:
    return f"portion {number}"


def _telling(job: jobs.Running, note: str) -> Progress:
    return lambda done, of: job.progress(done, of, note)


def _counted(lines: Sequence[Line], before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {str(fate): (before or {}).get(fate, 0) + sum(line.fate is fate for line in lines) for fate in Fate}


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
