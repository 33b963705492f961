"""The catalogue of figures, one dataset, and the public log of what the gate found in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roundtable.ground.trust.public import PUBLIC, allows, door, history_of
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import highest
from roundtable.kernel.base.middleware import at
from roundtable.records.observatory.domain.question import Question
from roundtable.records.observatory.exports import charts, rows
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import datasets, words
from roundtable.records.observatory.queries.answers import answer
from roundtable.records.observatory.queries.sheets import definition
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.views.asking import TONES, dataset_of, way_to
from roundtable.records.observatory.views.explorer import addresses_of
from roundtable.ui.charts.chart import Chart
from roundtable.ui.pieces import Crumb

SHOWN_VINTAGES = 20


@require_GET
@door(PUBLIC)
def listed(request: HttpRequest) -> HttpResponse:
    """List the datasets that the reader may know of."""
    moment = at(request)
    found = datasets.with_dates(datasets.visible_to(request.user, at=moment), at=moment)
    listing, title = rows.listing(), _("Figures")
    if file := listing.download(
        found,
        request.GET,
        title=title,
        demonstration=lambda one: one.demonstration,
        marking=lambda one: one.marking,
    ):
        return file
    shown = listing.page(found, request.GET, user_id=request.user.pk)
    context = {
        "title": title,
        "listed": shown,
        "demonstration": any(row.obj.demonstration for row in shown.rows),
        "marking": highest(row.obj.marking for row in shown.rows),
        "may_load": allows(request.user, Do.LOAD, at=moment),
        "waiting": datasets.waiting_findings() if allows(request.user, Do.LOAD, at=moment) else [],
    }
    return render(request, "observatory/list.html", context)


@require_GET
@door(PUBLIC)
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    """Show a dataset: what it is, how it is defined, its vintages, and where the figures come from."""
    found, moment = dataset_of(request, code), at(request)
    keeps = allows(request.user, Do.LOAD, found, at=moment)
    vintages = list(datasets.vintages_for(found, request.user, at=moment)[:SHOWN_VINTAGES])
    current, chart = None, None
    try:
        current = datasets.known_vintage(found, at=moment)
        chart = first_chart(current)
    except (NotThere, datasets.Gone):
        pass
    context = {
        "dataset": found,
        "current": current,
        "chart": chart,
        "addresses": addresses_of(found, Question()) if chart else None,
        "kinds": words.counted(current.kinds) if current else [],
        "definition": definition(found),
        "vintages": [(one, TONES[one.state]) for one in vintages],
        "answered": datasets.public_log(found, request.user, at=moment).count(),
        "keeps": keeps,
        "demonstration": found.demonstration,
        "marking": found.marking,
        "crumbs": way_to(found),
        "history": history_of(found, request.user, at=moment) if keeps else [],
    }
    return render(request, "observatory/dataset.html", context)


def first_chart(vintage: Vintage) -> Chart | None:
    """Draw the first view of a vintage."""
    return charts.chart(answer(Question(), vintage))


@require_GET
@door(PUBLIC)
def log(request: HttpRequest, code: str) -> HttpResponse:
    """Show the public log: what the gate found in the loads of a dataset, and what a person answered, and why."""
    found, moment = dataset_of(request, code), at(request)
    listing = rows.log_listing(found)
    every = datasets.public_log(found, request.user, at=moment)
    title = _("What the gate found: %(dataset)s") % {"dataset": found.title}
    if file := listing.download(
        every, request.GET, title=title, demonstration=found.demonstration, marking=found.marking
    ):
        return file
    context = {
        "title": title,
        "listed": listing.page(every, request.GET, user_id=request.user.pk),
        "demonstration": found.demonstration,
        "marking": found.marking,
        "crumbs": way_to(found, Crumb(_("Log"))),
    }
    return render(request, "observatory/log.html", context)
