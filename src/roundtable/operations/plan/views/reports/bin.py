"""The bin of reporting: drafts and evidence that can be brought back within thirty days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roundtable.ground.trust.public import door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import INSTITUTION
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.queries.reports import evidence_in_bin, in_bin
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.evidence import IN_BIN, restore_draft, restore_evidence
from roundtable.operations.plan.views.reports.common import person, tried

MOST_SHOWN = 200


@require_GET
@door(Do.WRITE_REPORT)
def report_bin(request: HttpRequest) -> HttpResponse:
    """Show what can be brought back, newest first."""
    since = at(request) - IN_BIN
    reports = in_bin(person(request), at(request)).filter(deleted_at__gte=since).order_by("-deleted_at")[:MOST_SHOWN]
    evidence = (
        evidence_in_bin(person(request), at(request)).filter(deleted_at__gte=since).order_by("-deleted_at")[:MOST_SHOWN]
    )
    return render(
        request,
        "plan/report_bin.html",
        {
            "marking": INSTITUTION,
            "reports": [(one, one.deleted_at + IN_BIN) for one in reports if one.deleted_at],
            "evidence": [(one, one.deleted_at + IN_BIN) for one in evidence if one.deleted_at],
        },
    )


@require_POST
@door(Do.WRITE_REPORT)
def restore_report_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a draft back."""
    found = in_bin(person(request), at(request)).filter(pk=pk).first()
    if found is None:
        raise NotThere("")
    if tried(request, lambda: restore_draft(found, by=person(request), at=at(request)), done=_("The draft is back.")):
        return redirect("plan:report", pk=pk)
    return redirect("plan:report-bin")


@require_POST
@door(Do.WRITE_REPORT)
def restore_evidence_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a piece of evidence back."""
    found = evidence_in_bin(person(request), at(request)).filter(pk=pk).first()
    if found is None:
        raise NotThere("")
    if tried(
        request, lambda: restore_evidence(found, by=person(request), at=at(request)), done=_("The evidence is back.")
    ):
        return redirect("plan:report", pk=found.report_id)
    return redirect("plan:report-bin")
