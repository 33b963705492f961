"""Correct an accepted report: the Party asks, the secretariat opens, the Party enters the corrected text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import door
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.report import FIELDS
from roundtable.operations.plan.forms.reports import AskCorrectionForm, DecideCorrectionForm
from roundtable.operations.plan.models import Correction
from roundtable.operations.plan.queries.reports import corrections_of
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.corrections import ask_correction, correct, decide_correction
from roundtable.operations.plan.views.reports.common import add_faults, person, report_or_404
from roundtable.operations.plan.views.reports.page import report_page


@require_POST
@door(Do.ASK_CORRECTION)
def ask_correction_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a correction."""
    report = report_or_404(request, pk)
    form = AskCorrectionForm(request.POST, auto_id="ask_%s")
    if form.is_valid():
        try:
            ask_correction(report, reason=form.cleaned_data["reason"], by=person(request), at=at(request))
        except Told as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The secretariat is asked to open the report for correction."))
            return redirect("plan:report", pk=pk)
    return report_page(request, report, own_forms={"ask_form": form}, status=422)


@require_POST
@door(Do.DECIDE_CORRECTION)
def decide_correction_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a report for correction, or refuse."""
    report = report_or_404(request, pk)
    asked = next(
        (one for one in corrections_of(report, person(request), at(request)) if one.stage == Correction.Stage.ASKED),
        None,
    )
    if asked is None:
        raise NotThere("")
    form = DecideCorrectionForm(request.POST, auto_id="decide_%s")
    if form.is_valid():
        opened = request.POST.get("do") == "open"
        try:
            decide_correction(asked, opened=opened, note=form.cleaned_data["note"], by=person(request), at=at(request))
        except Told as error:
            add_faults(form, error)
        else:
            messages.success(
                request, _("The report is open for correction.") if opened else _("The correction is refused.")
            )
            return redirect("plan:report", pk=pk)
    return report_page(request, report, own_forms={"decide_form": form}, status=422)


@require_POST
@door(Do.ASK_CORRECTION)
def correct_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the corrected text."""
    report = report_or_404(request, pk)
    changes = {name: request.POST[name] for name in FIELDS if name in request.POST}
    reason = request.POST.get("reason", "")
    try:
        correct(report, changes=changes, reason=reason, by=person(request), at=at(request))
    except NotThere:
        raise
    except Told as error:
        return report_page(request, report, error=error, sent=changes, status=error.status)
    messages.success(request, _("The report is corrected. The text before is kept, and whoever published it is told."))
    return redirect("plan:report", pk=pk)
