"""What the pages of this room have in common: the dataset asked for, the question, and forms that lose nothing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import allows
from roundtable.kernel.base.errors import Invalid, NotThere, Told
from roundtable.kernel.base.middleware import at
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
