"""The chain of approval: its steps, what bodies confirmed, and that a text is adopted."""

from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.documents.forms import StepForm
from roundtable.ground.documents.models import ApprovalStep
from roundtable.ground.documents.queries.approval import chain_of
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import approval as services
from roundtable.ground.documents.services.approval import StepSaid
from roundtable.ground.documents.views.common import document_or_404, instant, person_of, tried, wall
from roundtable.ground.documents.views.common import of_document as way_to
from roundtable.ground.trust.public import door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.ui.pieces import Crumb

SPARE = 3
Steps = forms.formset_factory(StepForm, extra=SPARE)


@door(Do.EDIT_STEPS)
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which bodies a text passes."""
    one, moment = document_or_404(request, pk), at(request)
    kept = chain_of(one, newest_of(revisions_of(one))).steps
    initial = [{"number": step.pk, "body": step.body, "item": step.item, "due": wall(step.due, "UTC")} for step in kept]
    rows = Steps(request.POST or None, initial=initial)
    if request.method == "POST" and rows.is_valid():
        said = [
            StepSaid(
                body=row["body"],
                item=row["item"] or ApprovalStep.Items.DISCUSSION,
                due=instant(row["due"], "UTC"),
                number=row["number"],
            )
            for row in rows.cleaned_data
            if row.get("body")
        ]
        if tried(
            request,
            lambda: services.set_steps(one, said, by=person_of(request), at=moment),
            done=_("The chain of approval is kept."),
        ):
            return redirect(one)
    return render(
        request,
        "documents/steps.html",
        {
            "document": one,
            "rows": rows,
            "marking": of_document(one),
            "demonstration": one.demonstration,
            "crumbs": way_to(one, Crumb(_("Chain of approval"))),
        },
        status=422 if request.method == "POST" else 200,
    )


@door(Do.CONFIRM_STEP)
@require_POST
def confirm(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Enter that a body confirmed the newest text."""
    one, moment = document_or_404(request, pk), at(request)
    newest = newest_of(revisions_of(one))
    step = next((step for step in chain_of(one, newest).steps if step.pk == number), None)
    if step is None or newest is None:
        raise NotThere("")
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    tried(
        request,
        lambda: services.confirm(
            step, newest, by=person_of(request), at=moment, note=request.POST.get("note", "")[:500], key=key
        ),
        done=_("It is entered that %(body)s confirmed %(number)s.") % {"body": step.body, "number": newest.number},
    )
    return redirect(one)


@door(Do.ADOPT)
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that the newest text is adopted."""
    one, moment = document_or_404(request, pk), at(request)
    newest = newest_of(revisions_of(one))
    if newest is None:
        raise NotThere("")
    tried(
        request,
        lambda: services.adopt(newest, by=person_of(request), at=moment),
        done=_("%(number)s is adopted.") % {"number": newest.number},
    )
    return redirect(one)
