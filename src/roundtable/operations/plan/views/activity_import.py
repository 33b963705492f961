"""Bring activities in from a spreadsheet: hand it in, look at every row, confirm."""

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.trust.public import User, door
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files import store
from roundtable.kernel.files.tables import MEDIA_TYPES
from roundtable.kernel.files.tables.answers import disposition
from roundtable.operations.plan.exports.activity_template import template
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services import activity_import as services
from roundtable.ui.pieces import Crumb

SHOWN: Final = 200
"""Rows and faults that the preview shows; it counts all."""


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Activities"), reverse("plan:activities")), Crumb(last)]


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the door lets nobody else in
    return request.user


@door(Do.IMPORT_ACTIVITIES)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take a spreadsheet in; nothing is changed before its rows were looked at."""
    error = ""
    if request.method == "POST":
        handed_in = request.FILES.get("file")
        if handed_in is None:
            error = _("Choose a file first.")
        else:
            try:
                stored = store.keep(
                    handed_in,
                    scope="secretariat",
                    by=_person(request).pk,
                    purpose=services.PURPOSE,
                    at=at(request),
                    audience="own",
                    demonstration=_person(request).demonstration,
                )
                services.rows_in(store.content(stored), stored.name)
            except Invalid as refused:
                error = str(refused)
            else:
                return redirect("plan:activities-import-preview", pk=stored.pk)
    context = {
        "error": error,
        "explanations": services.explanations(),
        "crumbs": _crumbs(_("Bring in a spreadsheet")),
        "most": services.MOST_ROWS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "plan/activity_import.html", context, status=status)


@door(Do.IMPORT_ACTIVITIES)
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what each row would do, or what is wrong with it; bring all of them in once that is confirmed."""
    person, moment = _person(request), at(request)
    stored = services.handed_in(pk, by=person)
    rows = services.rows_in(store.content(stored), stored.name)
    if request.method == "POST":
        try:
            done = services.bring_in(rows, by=person, at=moment, mark=request.POST.get("mark", ""))
        except (Invalid, Collision) as refused:
            messages.error(request, str(refused))
        else:
            store.delete(stored, at=moment)
            _tell(request, done)
            return redirect("plan:activities")
    seen = services.look(rows, by=person, at=moment)
    context = {
        "file": stored,
        "preview": seen,
        "lines": [(line, services.labels_of(line)) for line in seen.lines[:SHOWN]],
        "problems": seen.problems[:SHOWN],
        "more_lines": max(0, len(seen.lines) - SHOWN),
        "more_problems": max(0, len(seen.problems) - SHOWN),
        "new": seen.count(services.Fate.NEW),
        "changed": seen.count(services.Fate.CHANGED),
        "same": seen.count(services.Fate.SAME),
        "demonstration": stored.demonstration,
        "crumbs": [
            *_crumbs(_("Bring in a spreadsheet"))[:-1],
            Crumb(_("Bring in a spreadsheet"), reverse("plan:activities-import")),
            Crumb(stored.name),
        ],
    }
    return render(request, "plan/activity_import_preview.html", context)


def _tell(request: HttpRequest, done: services.Preview) -> None:
    new, changed = done.count(services.Fate.NEW), done.count(services.Fate.CHANGED)
    said = [
        ngettext("%(count)s activity is new.", "%(count)s activities are new.", new) % {"count": new},
        ngettext("%(count)s was changed.", "%(count)s were changed.", changed) % {"count": changed},
    ]
    messages.success(request, " ".join(said))


@door(Do.IMPORT_ACTIVITIES)
def import_template(request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG001 - the door reads it
    """Hand out an empty spreadsheet with an example and what to write in each column."""
    content = template(form)
    answer = HttpResponse(content, content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = disposition(f"activities-template.{form}")
    return answer
