"""What the pages of this room have in common: the dataset asked for, the question, and forms that lose nothing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import allows
from roundtable.kernel.base.errors import Invalid, NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.records.observatory.domain.question import Question, Wrong, read
from roundtable.records.observatory.models import Dataset, Vintage
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.rules import Do
from roundtable.ui.pieces import Crumb, Tone

TONES = {"staged": Tone.WAIT, "published": Tone.OK, "withdrawn": Tone.STOP, "refused": Tone.QUIET}


def dataset_of(request: HttpRequest, code: str) -> Dataset:
    """Give a dataset that the reader may know of."""
    return get_object_or_404(datasets.visible_to(request.user, at=at(request)), code=code)


def vintage_of(request: HttpRequest, code: str, pk: int) -> Vintage:
    """Give a load of a dataset to those who may decide on it."""
    dataset = dataset_of(request, code)
    if not allows(request.user, Do.LOAD, dataset, at=at(request)):
        raise NotThere("")
    found = get_object_or_404(datasets.vintages_for(dataset, request.user, at=at(request)), pk=pk)
    found.dataset = dataset
    return found


def way_to(dataset: Dataset | None = None, *further: Crumb) -> list[Crumb]:
    """Give the way from the list to a page."""
    way = [Crumb(_("Figures"), reverse("observatory:list"))]
    if dataset is not None:
        way.append(Crumb(str(dataset.title), dataset.get_absolute_url() if further else ""))
    return [*way, *further]


def question_of(asked: QueryDict, names: list[str]) -> tuple[Question, list[str]]:
    """Read a question from an address; give it with a sentence for each part that was not understood."""
    question, wrong = read({key: asked.getlist(key) for key in asked}, names)
    said = {
        Wrong.LOOK: _("“%(value)s” is no way to show figures; the usual one is taken."),
        Wrong.BY: _("The dataset is not divided by “%(value)s”; it was left out."),
        Wrong.DIMENSION: _("The dataset is not divided by “%(value)s”; it was left out."),
        Wrong.PERIOD: _("“%(value)s” is no period. Write it as 2024, 2024-03 or 2024-Q1."),
        Wrong.DAY: _("“%(value)s” is no day. Write it as 2026-11-24."),
    }
    return question, [said[kind] % {"value": value[:80]} for kind, value in wrong]


def moment_of(day: date | None) -> datetime | None:
    """Give the last instant of a day; what was known on that day was known then."""
    return datasets.end_of(day) if day else None


def take_in(form: forms.Form, save: Callable[[], Any]) -> bool:
    """Save what a form holds; a refusal is written into the form, which keeps its input."""
    if not form.is_valid():
        return False
    try:
        save()
    except NotThere:
        raise
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        for name, sentences in refusal.fields.items():
            if name in form.fields:
                form.add_error(name, sentences)
        return False
    except Told as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done, and go there."""
    messages.success(request, sentence)
    return redirect(to)
