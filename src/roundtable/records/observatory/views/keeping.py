"""What the staff do with a load: answer what the gate found, publish, refuse, withdraw; and say what a dataset is."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from roundtable.ground.trust.public import allows, door, person_of
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.observatory.exports.rows import rule
from roundtable.records.observatory.forms import AnswerForm, DatasetForm, NoticeForm, PublishForm, SheetForm
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.words import counted
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.services import loading, protecting, publishing
from roundtable.records.observatory.views.asking import TONES, dataset_of, done, take_in, vintage_of, way_to
from roundtable.ui.pieces import Crumb

PER_PAGE = 50


def page_of(vintage: Vintage) -> str:
    """Give the address of a load."""
    return reverse("observatory:vintage", args=[vintage.dataset.code, vintage.pk])


@require_GET
@door(Do.LOAD)
def vintage(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a load: its rows by kind, and what the gate found, to be answered."""
    return shown(request, vintage_of(request, code, pk))


def shown(request: HttpRequest, found: Vintage, status: int = 200, **forms_: forms.Form) -> HttpResponse:
    """Show a load with the forms that were sent, or empty ones."""
    by_rule = datasets.findings_by_rule(found)
    chosen = request.GET.get("rule", "")
    every = datasets.findings_of(found)
    if chosen in {name for name, _number, _open in by_rule}:
        every = every.filter(rule=chosen)
    unanswered = sum(waiting for _name, _number, waiting in by_rule)
    context: dict[str, Any] = {
        "vintage": found,
        "dataset": found.dataset,
        "tone": TONES[found.state],
        "kinds": counted(found.kinds),
        "by_rule": [(rule(name), name, number, waiting) for name, number, waiting in by_rule],
        "chosen": chosen,
        "unanswered": unanswered,
        "page": Paginator([(one, rule(one.rule)) for one in every], PER_PAGE).get_page(request.GET.get("page")),
        "sensitive": protecting.to_keep_back(found),
        "answer_form": forms_.get("answer") or AnswerForm(initial={"rule": chosen}),
        "publish_form": forms_.get("publish") or PublishForm(),
        "notice_form": forms_.get("notice") or NoticeForm(auto_id="notice_%s"),
        "demonstration": found.demonstration,
        "marking": found.marking,
        "crumbs": way_to(found.dataset, Crumb(_("Load"))),
    }
    return render(request, "observatory/vintage.html", context, status=status)


@require_POST
@door(Do.ANSWER)
def answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Answer findings: those that were ticked, or all of one rule that wait."""
    found = vintage_of(request, code, pk)
    form = AnswerForm(request.POST)
    answered: list[int] = []

    def save() -> None:
        numbers = [int(one) for one in request.POST.getlist("finding") if one.isdecimal() and len(one) < 15]
        if not numbers and "all" in request.POST:
            numbers = datasets.unanswered(found, form.cleaned_data["rule"])
        said = form.cleaned_data
        answered.append(
            publishing.answer(
                found,
                numbers,
                accepted=said["answer"] == "accepted",
                reason=said["reason"],
                by=person_of(request),
                at=at(request),
            )
        )

    if take_in(form, save):
        if not answered[0]:
            form.add_error(None, _("Tick the findings that you answer, or answer all that wait."))
            return shown(request, found, 422, answer=form)
        sentence = ngettext("One finding is answered.", "%(number)s findings are answered.", answered[0]) % {
            "number": answered[0]
        }
        return done(request, sentence, page_of(found))
    return shown(request, found, 422, answer=form)


@require_POST
@door(Do.PUBLISH)
def publish(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Publish a load, now or at the end of an embargo."""
    found = vintage_of(request, code, pk)
    form = PublishForm(request.POST)

    def save() -> None:
        publishing.publish(found, by=person_of(request), at=at(request), release_at=form.cleaned_data["release_at"])

    if take_in(form, save):
        return done(request, _("The load is published."), found.dataset.get_absolute_url())
    return shown(request, found, 422, publish=form)


@require_POST
@door(Do.PUBLISH)
def refuse(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Refuse a load: its rows are deleted, its log stays."""
    found, sentence = vintage_of(request, code, pk), _("The load is refused; its rows are deleted.")

    def refused(notice: str) -> None:
        publishing.refuse(found, reason=notice, by=person_of(request), at=at(request))

    return _with_a_notice(request, found, refused, sentence)


@require_POST
@door(Do.WITHDRAW)
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw what was published: the notice answers from now on."""
    found, sentence = vintage_of(request, code, pk), _("The figures are withdrawn; the notice answers from now on.")

    def withdrawn(notice: str) -> None:
        publishing.withdraw(found, notice=notice, by=person_of(request), at=at(request))

    return _with_a_notice(request, found, withdrawn, sentence)


def _with_a_notice(request: HttpRequest, found: Vintage, do: Callable[[str], None], sentence: str) -> HttpResponse:
    """Take rows away with the reason that the form gives; without one the form comes back with what was typed."""
    form = NoticeForm(request.POST, auto_id="notice_%s")
    if take_in(form, lambda: do(form.cleaned_data["notice"])):
        return done(request, sentence, page_of(found))
    return shown(request, found, 422, notice=form)


@door(Do.LOAD)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is said of a dataset."""
    dataset = dataset_of(request, code)
    if not allows(request.user, Do.LOAD, dataset, at=at(request)):
        raise NotThere("")
    form = DatasetForm(request.POST) if request.method == "POST" else DatasetForm(initial=DatasetForm.filled(dataset))

    def save() -> None:
        loading.describe(dataset, form.said(dataset), by=person_of(request), at=at(request))

    if request.method == "POST" and take_in(form, save):
        return done(request, _("What is said of the dataset is changed."), dataset.get_absolute_url())
    context = {
        "form": form,
        "title": _("Change what is said of the dataset"),
        "back": dataset.get_absolute_url(),
        "crumbs": way_to(dataset, Crumb(_("Change"))),
        "marking": dataset.marking,
        "submit": _("Save"),
    }
    return render(request, "observatory/form.html", context, status=422 if form.errors else 200)


@door(Do.LOAD)
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Write the definition sheet of a dataset."""
    dataset = dataset_of(request, code)
    if not allows(request.user, Do.LOAD, dataset, at=at(request)):
        raise NotThere("")
    form = SheetForm(request.POST) if request.method == "POST" else SheetForm(initial=SheetForm.filled(dataset))

    def save() -> None:
        loading.describe(dataset, {"sheet": form.sheet}, by=person_of(request), at=at(request))

    if request.method == "POST" and take_in(form, save):
        return done(request, _("The definition is written down."), dataset.get_absolute_url())
    context = {
        "form": form,
        "title": _("How it is defined"),
        "lead": _("What is left empty is not known, and lowers the grade."),
        "back": dataset.get_absolute_url(),
        "crumbs": way_to(dataset, Crumb(_("Definition"))),
        "marking": dataset.marking,
        "submit": _("Save"),
    }
    return render(request, "observatory/form.html", context, status=422 if form.errors else 200)
