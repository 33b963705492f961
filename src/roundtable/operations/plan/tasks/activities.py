"""What the worker does for activities, safe to do twice."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.trust.public import User, working_for
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.files import store
from roundtable.kernel.tasks import jobs
from roundtable.operations.plan.services import activities
from roundtable.operations.plan.services.activity_import import handed_in, look, rows_in
from roundtable.operations.plan.services.activity_import_jobs import address, bring_in_by_portions, summary

FINISHED = "finished"


@looking_across("what was deleted long ago goes, whosever it was")
def empty_bin() -> None:
    """Erase activities that were deleted more than thirty days ago, and files whose form was never saved."""
    activities.empty_bin(at=timezone.now())


def look_at_spreadsheet(file: int, person: int, name: str, language: str) -> None:
    """Look at every row of a spreadsheet, and leave what each would do or what is wrong with it."""
    job = jobs.current()
    by, now = User.objects.get(pk=person), timezone.now()
    with override(language), working_for(by, at=now):
        job.progress(0, 0, _("Reading “%(name)s”") % {"name": name})
        stored = handed_in(file, by=by)
        rows = rows_in(store.content(stored), stored.name)
        preview = look(rows, by=by, at=now, progress=job.progress)
        job.result(url=address(file), **summary(preview))


def bring_in_spreadsheet(file: int, person: int, name: str, language: str, mark: str) -> None:
    """Bring the rows in as they were looked at; a second try goes on where the first one stopped."""
    job = jobs.current()
    if job.happened(FINISHED):
        return
    by, now = User.objects.get(pk=person), timezone.now()
    with override(language), working_for(by, at=now):
        job.progress(0, 0, _("Reading “%(name)s”") % {"name": name})
        stored = handed_in(file, by=by)
        rows = rows_in(store.content(stored), stored.name)
        job.result(url=address(file))
        bring_in_by_portions(rows, by=by, at=now, mark=mark, job=job)
        with job.step(FINISHED):
            store.delete(stored, at=now)
