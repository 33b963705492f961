"""The review desk of the secretariat: the queue, and one report beside last year's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roundtable.ground.parties.public import footnotes, party
from roundtable.ground.trust.public import door
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.markings import INSTITUTION
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.report import TEXTS, Stage
from roundtable.operations.plan.exports.reports import ordered, report_listing, told
from roundtable.operations.plan.forms.reports import ReturnForm
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.queries.frame import points_of
from roundtable.operations.plan.queries.report_words import SCALE, answer_words
from roundtable.operations.plan.queries.reports import (
    Shown,
    earlier_visible,
    evidence_of,
    next_to_review,
    notes_of,
    shown,
    to_review,
)
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.review import accept, accept_all, send_back
from roundtable.operations.plan.views.reports.common import add_faults, person, report_or_404, tried
from roundtable.operations.plan.views.reports.page import labels, redlined
from roundtable.ui.pieces import Crumb


def _decision(report: Report) -> str:
    return reverse("plan:review-one", args=[report.pk])


@require_GET
@door(Do.REVIEW_REPORT)
def review_list(request: HttpRequest) -> HttpResponse:
    """List what waits for review, the oldest first, with filters and a choice of several."""
    queue = ordered(to_review(person(request), at(request)))
    waiting = {str(code) for code in queue.order_by().values_list("party_id", flat=True).distinct()}
    listing = report_listing(name="plan.review", default_sort="submitted", of=waiting, leads_to=_decision)
    file = listing.download(queue, request.GET, **told(queue)) if request.GET.get("download") else None
    if file is not None:
        return file
    listed = listing.page(queue, request.GET, user_id=person(request).pk)
    return render(
        request,
        "plan/review_list.html",
        {
            "listed": listed,
            "footnotes": footnotes(sorted({str(row.obj.party_id) for row in listed.rows})),
            "first": listed.rows[0].obj if listed.rows else None,
            "demonstration": any(row.obj.demonstration for row in listed.rows),
            # What waits for review is between one Party and the secretariat.
            "marking": INSTITUTION,
        },
    )


@require_http_methods(["GET", "POST"])
@door(Do.REVIEW_REPORT)
def review_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a submitted report beside last year's, to accept it or return it; then the next one in the queue follows."""
    report = report_or_404(request, pk)
    form = ReturnForm(request.POST if request.POST.get("do") == "return" else None)
    if request.method == "POST":
        following = next_to_review(person(request), report, at(request))
        if _decided(request, report, form):
            return redirect("plan:review-one", pk=following.pk) if following else redirect("plan:review")
    seen = shown(report)
    earlier = earlier_visible(report, person(request), at(request))
    before = shown(earlier) if earlier else None
    queue = to_review(person(request), at(request))
    following = next_to_review(person(request), report, at(request))
    whose = party(str(report.party_id), report.round.closes_on)
    return render(
        request,
        "plan/review.html",
        {
            "marking": INSTITUTION,
            "report": report,
            "seen": seen,
            "points": points_of(report.action),
            "party": whose,
            "waiting": report.stage == Stage.SUBMITTED and seen.readable,
            "said": answer_words(seen.answer, seen.progress),
            "meaning": SCALE[seen.progress][1] if seen.progress is not None else "",
            "earlier": before,
            "earlier_said": answer_words(before.answer, before.progress) if before else "",
            "sides": _sides(seen, before),
            "returned": [
                (label, redlined(report.as_returned.get(name, ""), getattr(seen, name)))
                for name, (label, _hint) in labels().items()
                if name in TEXTS
            ]
            if report.as_returned and report.stage == Stage.SUBMITTED
            else [],
            "evidence": evidence_of(report),
            "notes": notes_of(report, person(request), at(request)),
            "form": form,
            "left": queue.count(),
            "following": following,
            "crumbs": [Crumb(_("Review"), reverse("plan:review")), Crumb(f"{whose.name}, {report.action.label}")],
            "demonstration": report.demonstration,
        },
        status=422 if form.errors else 200,
    )


def _sides(seen: Shown, before: Shown | None) -> list[tuple[str, str, str, bool]]:
    return [
        (
            label,
            getattr(seen, name),
            getattr(before, name) if before else "",
            bool(before and getattr(seen, name) and getattr(seen, name) == getattr(before, name)),
        )
        for name, (label, _hint) in labels().items()
        if name in TEXTS
    ]


def _decided(request: HttpRequest, report: Report, form: ReturnForm) -> bool:
    by, moment = person(request), at(request)
    if request.POST.get("do") == "accept":
        return tried(
            request,
            lambda: accept(report, by=by, at=moment),
            done=_("%(code)s is accepted.") % {"code": report.action.label},
        )
    if request.POST.get("do") != "return":
        raise NotThere("")
    if not form.is_valid():
        return False
    try:
        send_back(
            report,
            form.cleaned_data["note"],
            by=by,
            at=moment,
            days=form.cleaned_data["days"],
        )
    except Told as error:
        add_faults(form, error)
        return False
    messages.success(request, _("%(code)s is returned with your note.") % {"code": report.action.label})
    return True


@require_POST
@door(Do.REVIEW_REPORT)
def accept_many_view(request: HttpRequest) -> HttpResponse:
    """Accept the reports that were ticked."""
    numbers = [int(text) for text in request.POST.getlist("report") if text.isdecimal() and len(text) < 15]
    reports = list(to_review(person(request), at(request)).filter(pk__in=numbers))
    if not reports:
        messages.error(request, _("Choose one or more reports in the table first."))
    else:
        done = accept_all(reports, by=person(request), at=at(request))
        messages.success(
            request,
            ngettext("%(number)d report is accepted.", "%(number)d reports are accepted.", len(done.reports))
            % {"number": len(done.reports)},
        )
        for sentence in done.refused:
            messages.error(request, sentence)
    query = request.POST.get("query", "")
    return redirect(f"{reverse('plan:review')}?{query}" if query else reverse("plan:review"))
