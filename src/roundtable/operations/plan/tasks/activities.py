"""What the worker does for activities, safe to do twice."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.trust.public import User
from roundtable.kernel.files import store
from roundtable.kernel.tasks import jobs
from roundtable.operations.plan.services import activities
from roundtable.operations.plan.services.activity_import import Fate, Preview, bring_in, handed_in, look, rows_in
from roundtable.operations.plan.services.activity_import_jobs import address, summary

WRITTEN = "written"


def empty_bin() -> None:
    """Erase activities that were deleted more than thirty days ago, and files whose form was never saved."""
    activities.empty_bin(at=timezone.now())


def look_at_spreadsheet(file: int, person: int, name: str, language: str) -> None:
    """Look at every row of a spreadsheet, and leave what each would do or what is wrong with it."""
    job = jobs.current()
    with override(language):
        job.progress(0, 0, _("Reading “%(name)s”") % {"name": name})
        by = User.objects.get(pk=person)
        stored = handed_in(file, by=by)
        rows = rows_in(store.content(stored), stored.name)
        preview = look(rows, by=by, at=timezone.now(), progress=job.progress)
        job.result(url=address(file), **summary(preview))


def bring_in_spreadsheet(file: int, person: int, name: str, language: str, mark: str) -> None:
    """Bring every row in, or none, as they were looked at; a second try after it was done does nothing."""
    job = jobs.current()
    if job.happened(WRITTEN):
        return
    with override(language):
        job.progress(0, 0, _("Reading “%(name)s”") % {"name": name})
        by = User.objects.get(pk=person)
        stored = handed_in(file, by=by)
        rows = rows_in(store.content(stored), stored.name)
        now = timezone.now()

        def looking(done: int, of: int) -> None:
            job.progress(done, of, _("Writing; this cannot be stopped any more") if done == of else _("Looking again"))

        def finish(preview: Preview) -> None:
            with job.step(WRITTEN):
                store.delete(stored, at=now)
                counts: dict[str, Any] = {str(fate): preview.count(fate) for fate in Fate}
                job.result(url=address(file), **counts)

        bring_in(rows, by=by, at=now, mark=mark, progress=looking, also=finish)
