"""Load figures in the web: hand a table in, look at what it would become, have it loaded by the worker."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import door, person_of
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.markings import INSTITUTION
from roundtable.kernel.base.middleware import at
from roundtable.kernel.tasks import jobs
from roundtable.records.observatory.exports.rows import rule
from roundtable.records.observatory.forms import IntakeForm
from roundtable.records.observatory.queries.intake import intakes_for
from roundtable.records.observatory.queries.words import counted
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.services import intake as services
from roundtable.records.observatory.services.looking import Looked, shipped_mappings
from roundtable.records.observatory.views.asking import take_in, way_to
from roundtable.ui.pieces import Crumb

FINDINGS = 20


@door(Do.LOAD)
def load(request: HttpRequest) -> HttpResponse:
    """Take a table in with its mapping; nothing is loaded yet."""
    mappings = shipped_mappings()
    form = (
        IntakeForm(request.POST, request.FILES, mappings=mappings)
        if request.method == "POST"
        else IntakeForm(mappings=mappings)
    )
    made = []

    def save() -> None:
        said = form.cleaned_data
        facts = {name: said[name] for name in ("data_date", "retrieved", "known_on")}
        made.append(
            services.take_in(said["file"], mapping=form.mapping, facts=facts, by=person_of(request), at=at(request))
        )

    if request.method == "POST" and take_in(form, save):
        return redirect("observatory:intake", made[0].pk)
    context = {
        "form": form,
        "title": _("Load figures"),
        "lead": _(
            "First you see what the table would become. Nothing is published before somebody has answered the gate."
        ),
        "back": reverse("observatory:list"),
        "crumbs": way_to(None, Crumb(_("Load figures"))),
        "submit": _("Look at it"),
        "marking": INSTITUTION,
    }
    return render(request, "observatory/form.html", context, status=422 if form.errors else 200)


@door(Do.LOAD)
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a table would become, and have it loaded."""
    found = get_object_or_404(intakes_for(request.user, at=at(request)), pk=pk)
    if found.vintage is not None:
        return redirect("observatory:vintage", found.vintage.dataset.code, found.vintage.pk)
    person = person_of(request)
    if request.method == "POST":
        services.ask_to_load(found, by=person, at=at(request))
        return redirect("observatory:intake", found.pk)
    job = jobs.last(services.key_of(found), by=person.pk)
    context: dict[str, Any] = {
        "intake": found,
        "job": job,
        "title": found.name,
        "crumbs": way_to(None, Crumb(_("Load figures"), reverse("observatory:load")), Crumb(found.name)),
        "marking": INSTITUTION,
    }
    status = 200
    if job is None or not job.open:
        try:
            context |= preview(services.looked_at(found, at=at(request)))
        except Invalid as refusal:
            context["problem"], status = str(refusal), 422
    return render(request, "observatory/intake.html", context, status=status)


def preview(looked: Looked) -> dict[str, Any]:
    """Give what a page shows of a load that has not happened: kinds of cells, findings by rule, the first rows."""
    first = looked.rows.head(FINDINGS)
    return {
        "looked": looked,
        "number": looked.rows.height,
        "kinds": counted(looked.kinds),
        "by_rule": [(rule(name), number) for name, number in looked.by_rule.items()],
        "some": [(rule(one.rule), " · ".join(one.cell), one.said) for one in looked.found[:FINDINGS]],
        "columns": first.columns,
        "rows": [["" if value is None else value for value in row] for row in first.iter_rows()],
        "mapping": looked.told,
    }
