"""What is done to one report from its page, apart from writing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import User, door
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.forms.reports import EvidenceForm, NoteForm
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.queries.reports import evidence_of
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.evidence import add_evidence, delete_draft, delete_evidence
from roundtable.operations.plan.services.reports import assign, leave_note, offer, submit, take_back, withdraw
from roundtable.operations.plan.views.reports.common import add_faults, person, report_or_404, tried
from roundtable.operations.plan.views.reports.page import report_page

Deed = Callable[..., Report]


def _moves() -> dict[str, tuple[Deed, str]]:
    return {
        "offer": (offer, _("The report is ready for the contact point.")),
        "take-back": (take_back, _("You can work on the report again.")),
        "submit": (submit, _("Submitted to the secretariat. You can withdraw it until it is accepted.")),
        "withdraw": (withdraw, _("Withdrawn: the report is a draft of your Party again.")),
        "delete": (delete_draft, _("The draft lies in the bin. You can bring it back within thirty days.")),
    }


@require_POST
@door(Do.WRITE_REPORT)
def move_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer, take back, submit, withdraw or delete a report."""
    report = report_or_404(request, pk)
    move = _moves().get(request.POST.get("do", ""))
    if move is None:
        raise NotThere("")
    do, said = move
    by: User = person(request)
    worked = tried(request, lambda: do(report, by=by, at=at(request)), done=said)
    if worked and do is delete_draft:
        return redirect(f"{reverse('plan:reports')}?round={report.round.year}&party={report.party_id}")
    return redirect("plan:report", pk=pk)


@require_POST
@door(Do.BEGIN_REPORT)
def assign_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign a report to an institution of its Party."""
    report = report_or_404(request, pk)
    institution = request.POST.get("institution", "")
    tried(request, lambda: assign(report, institution, by=person(request), at=at(request)), done=_("Assigned."))
    return redirect("plan:report", pk=pk)


@require_POST
@door(Do.WRITE_REPORT)
def add_evidence_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a link or a file; what was typed stays when it is refused."""
    report = report_or_404(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_evidence(
                report,
                title=form.cleaned_data["title"],
                link=form.cleaned_data["link"],
                upload=form.cleaned_data["file"],
                by=person(request),
                at=at(request),
                key=form.cleaned_data["key"],
            )
        except NotThere:
            raise
        except Told as error:
            add_faults(form, error)
        else:
            return redirect(f"{reverse('plan:report', args=[pk])}#evidence")
    return report_page(request, report, own_forms={"evidence_form": form}, status=422)


@require_POST
@door(Do.WRITE_REPORT)
def delete_evidence_view(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put a piece of evidence into the bin."""
    report = report_or_404(request, pk)
    found = next((one for one in evidence_of(report) if one.pk == number), None)
    if found is None:
        raise NotThere("")
    tried(
        request,
        lambda: delete_evidence(found, by=person(request), at=at(request)),
        done=_("The evidence lies in the bin. You can bring it back within thirty days."),
    )
    return redirect(f"{reverse('plan:report', args=[pk])}#evidence")


@require_POST
@door(Do.NOTE_REPORT)
def leave_note_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a note for the other side."""
    report = report_or_404(request, pk)
    form = NoteForm(request.POST, auto_id="note_%s")
    if form.is_valid():
        said, key = form.cleaned_data["text"], form.cleaned_data["key"]
        tried(request, lambda: leave_note(report, said, by=person(request), at=at(request), key=key))
        return redirect(f"{reverse('plan:report', args=[pk])}#notes")
    return report_page(request, report, own_forms={"note_form": form}, status=422)
