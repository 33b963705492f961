"""Bring activities in from a spreadsheet: hand it in, look at every row, confirm."""

from http import HTTPStatus
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, door, person_of
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files import store
from roundtable.kernel.files.tables import MEDIA_TYPES, Column, Kind, Table, answer
from roundtable.kernel.files.tables.answers import disposition
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.models import Job
from roundtable.kernel.tasks.worker import worker_seen
from roundtable.operations.plan.exports.activity_template import template
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services import activity_import as services
from roundtable.operations.plan.services.activity_import_jobs import (
    LINES_KEPT,
    Work,
    bring_in_later,
    is_small,
    look_later,
    work_on,
)
from roundtable.ui.pieces import Crumb

PER_PAGE: Final = 100
"""Faults on one page."""


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Activities"), reverse("plan:activities")), Crumb(last)]


@door(Do.IMPORT_ACTIVITIES)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take a spreadsheet in; nothing is changed before its rows were looked at."""
    error = ""
    if request.method == "POST":
        person, handed_in = person_of(request), request.FILES.get("file")
        if handed_in is None:
            error = _("Choose a file first.")
        else:
            try:
                stored = services.keep(handed_in, by=person, at=at(request))
                if is_small(stored):
                    services.rows_in(store.content(stored), stored.name)
            except Invalid as refused:
                error = str(refused)
            else:
                look_later(stored, by=person, at=at(request), language=_language())
                return redirect("plan:activities-import-preview", pk=stored.pk)
    context = {
        "error": error,
        "explanations": services.explanations(),
        "crumbs": _crumbs(_("Bring in a spreadsheet")),
        "most": services.MOST_ROWS,
        "kinds": ",".join(f".{kind}" for kind in services.KINDS),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "plan/activity_import.html", context, status=status)


def _language() -> str:
    return get_language() or "en"


@door(Do.IMPORT_ACTIVITIES)
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show how far the work on a spreadsheet is, what each row would do, or what was done; take what is decided."""
    person = person_of(request)
    work = work_on(pk, by=person)
    if request.method == "POST":
        _decide(request, pk, person, work)
        return redirect("plan:activities-import-preview", pk=pk)
    if work.newest is None:
        # Handed in long ago, or the list of jobs was emptied meanwhile.
        look_later(services.handed_in(pk, by=person), by=person, at=at(request), language=_language())
        work = work_on(pk, by=person)
    job = work.newest
    if job is None or (job.state != Job.State.DONE and not job.open and not _still_there(pk, person)):
        raise NotThere("")
    if (fmt := request.GET.get("download")) and job.result.get("problems"):
        return answer(_faults(job), fmt, filename="faults")
    if request.headers.get("HX-Request") and not job.open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    whole = "plan/activity_import_preview.html"
    return render(request, f"{whole}#state" if request.headers.get("HX-Request") else whole, _shown(request, job, work))


def _still_there(pk: int, person: User) -> bool:
    try:
        services.handed_in(pk, by=person)
    except NotThere:
        return False
    return True


def _decide(request: HttpRequest, pk: int, person: User, work: Work) -> None:
    job = work.newest
    if "stop" in request.POST:
        if job is not None and job.open:
            jobs.cancel(job, at=at(request))
        return
    # Pressed twice, or on a page that was left open: what is done stays as it is.
    if work.over:
        return
    stored = services.handed_in(pk, by=person)
    if "again" in request.POST:
        look_later(stored, by=person, at=at(request), language=_language())
    else:
        mark = request.POST.get("mark", "")
        bring_in_later(stored, by=person, at=at(request), language=_language(), mark=mark)


def _shown(request: HttpRequest, job: Job, work: Work) -> dict[str, Any]:
    name = str(job.kwargs["name"])
    found = job.result
    problems = found.get("problems", [])
    page = Paginator(problems, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "job": job,
        "bringing": job == work.brought,
        "name": name,
        "found": found,
        "problems": page,
        "more_problems": max(0, found.get("faults", 0) - len(problems)),
        "lines": found.get("lines", []),
        "more_lines": max(0, found.get("rows", 0) - LINES_KEPT),
        "nobody": job.state == Job.State.WAITING and not worker_seen(),
        "written": sum(found.get(fate, 0) for fate in services.Fate) if job == work.brought else 0,
        "stopped": job.state == Job.State.CANCELLED,
        "crumbs": [
            *_crumbs("")[:-1],
            Crumb(_("Bring in a spreadsheet"), reverse("plan:activities-import")),
            Crumb(name),
        ],
    }


def _faults(job: Job) -> Table:
    columns = [
        Column("row", _("Row"), Kind.NUMBER),
        Column("column", _("Column")),
        Column("problem", _("What is wrong, and what to do")),
    ]
    rows = [dict(zip(("row", "column", "problem"), one, strict=True)) for one in job.result["problems"]]
    return Table("faults", _("What has to be put right"), columns, rows, notes=[str(job.kwargs["name"])])


@door(Do.IMPORT_ACTIVITIES)
def import_template(request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG001 - the door reads it
    """Hand out an empty spreadsheet with an example and what to write in each column."""
    content = template(form)
    answered = HttpResponse(content, content_type=MEDIA_TYPES[form])
    answered["Content-Disposition"] = disposition(f"activities-template.{form}")
    return answered
