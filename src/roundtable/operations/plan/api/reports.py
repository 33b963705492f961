"""Reports over the API: the rows of the list, one report to read, write and submit, and the totals of a round."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from ninja import Header, Query, Router

from roundtable.ground.trust.public import PUBLIC, User, operation_door
from roundtable.kernel.base.errors import NoCopyNamed, NotThere, StaleCopy
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.json_files import plain
from roundtable.kernel.links.listings import cut
from roundtable.operations.plan.domain import coverage as counting
from roundtable.operations.plan.domain.report import Answer, Content
from roundtable.operations.plan.exports.completeness import completeness_table
from roundtable.operations.plan.exports.reports import notes_for, ordered, report_listing
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.queries.completeness import completeness
from roundtable.operations.plan.queries.coverage import matrix
from roundtable.operations.plan.queries.markings import of_report_seen
from roundtable.operations.plan.queries.reports import shown, visible_to
from roundtable.operations.plan.queries.rounds import rounds_visible_to
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.schemas.reports import (
    CoverageOut,
    ReportIn,
    ReportOut,
    ReportQuestions,
    ReportRowsOut,
    RoundOut,
)
from roundtable.operations.plan.services.report_writing import fresh, rewrite
from roundtable.operations.plan.services.reports import submit

router = Router()


def _codes(report: Report) -> dict[str, Any]:
    """Give what the filters and the report itself call the values that a row says in words."""
    seen = shown(report)
    return {"answer": seen.answer, "progress": seen.progress, "stage": seen.stage, "year": seen.year}


@router.get("/", response=ReportRowsOut, summary="Reports, with the filters of the list")
@operation_door(Do.SEE_REPORTS)
def reports(request: HttpRequest, questions: Query[ReportQuestions]) -> dict[str, Any]:  # noqa: ARG001 - its fields stand in the document of the API
    """Give a page of the reports that the caller may see; of a confidential one only the fact."""
    listing = report_listing()
    found = listing.matching(ordered(visible_to(request.user, at(request))), request.GET)
    page = cut(found, request.GET, path=request.path, default=listing.per_page)
    rows = page.rows
    return {
        **page.about,
        "notes": notes_for(sorted({str(one.party_id) for one in rows})),
        "items": [
            {
                **{column.key: plain(column.value(one), column) for column in listing.columns},
                "codes": _codes(one),
                "number": one.pk,
                "address": reverse("plan:report", args=[one.pk]),
            }
            for one in rows
        ],
    }


@router.get("/totals/{int:year}", response=CoverageOut, summary="The totals of a round")
@operation_door(PUBLIC)
def totals(request: HttpRequest, year: int) -> dict[str, Any]:
    """Give how many Parties said what on each action of a round: everybody reads those of published rounds."""
    round_ = rounds_visible_to(request.user, at(request)).filter(year=year).first()
    if round_ is None:
        raise NotThere("")
    seen = matrix(round_, request.user, at=at(request))
    return {
        "year": year,
        "whole": _counts(seen.whole),
        "areas": {numeral: _counts(one) for numeral, one in seen.by_area.items()},
        "actions": {action.key: _counts(seen.coverage[action.pk]) for action in seen.actions},
        "demonstration": round_.demonstration,
    }


def _counts(counts: counting.Coverage) -> dict[str, Any]:
    return {
        "asked": counts.asked,
        "reported": counts.reported,
        "concerned": counts.concerned,
        "steps": list(counts.steps),
        "confidential": counts.confidential,
        "not_applicable": counts.not_applicable,
        "no_competence": counts.no_competence,
        "no_report": counts.no_report,
    }


@router.get("/rounds/{int:year}", response=RoundOut, summary="Who has reported in a round")
@operation_door(Do.SEE_ROUNDS)
def round_completeness(request: HttpRequest, year: int) -> dict[str, Any]:
    """Give for each Party asked what the caller may know: accepted reports; what is on its way to the secretariat."""
    round_ = rounds_visible_to(request.user, at(request)).filter(year=year).first()
    if round_ is None:
        raise NotThere("")
    reported = completeness(round_, request.user, at(request))
    table = completeness_table(round_, reported)
    return {
        "year": year,
        "parties": len(reported.rows),
        "handed_in": reported.handed_in,
        "notes": list(table.notes),
        "items": [{one.key: plain(row.get(one.key), one) for one in table.columns} for row in table.rows],
        "demonstration": round_.demonstration,
    }


@router.get("/{int:pk}", response=ReportOut, summary="One report")
@operation_door(Do.SEE_REPORTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a report as far as the caller may read it; its ETag is what a change has to name."""
    return _answer(request, _found(request, pk))


@router.put("/{int:pk}", response=ReportOut, summary="Write the draft of a report")
@operation_door(Do.WRITE_REPORT)
def write_draft(
    request: HttpRequest,
    pk: int,
    said: ReportIn,
    if_match: Annotated[str | None, Header(alias="If-Match")] = None,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,
) -> HttpResponse:
    """Write the whole of a draft. `If-Match` names the copy (ETag) that the caller read; an older one is refused.

    The same `Idempotency-Key` (a UUID) sent again with the same body writes nothing twice.
    """
    kept = _found(request, pk)
    content = Content(
        answer=Answer(said.answer),
        progress=said.progress,
        narrative=said.narrative,
        obstacles=said.obstacles,
        needs=said.needs,
    )
    with transaction.atomic():
        _same_copy(fresh(kept), if_match)
        rewrite(kept, content, by=_person(request), at=at(request), stroke=idempotency_key or uuid4())
    return _answer(request, _found(request, pk))


@router.post("/{int:pk}/submit", response=ReportOut, summary="Submit a report")
@operation_door(Do.SUBMIT_REPORT)
def submit_report(
    request: HttpRequest,
    pk: int,
    if_match: Annotated[str | None, Header(alias="If-Match")] = None,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,  # noqa: ARG001 - the frame of the API reads it
) -> HttpResponse:
    """Submit a report for its Party, as the copy that `If-Match` names."""
    kept = _found(request, pk)
    with transaction.atomic():
        _same_copy(fresh(kept), if_match)
        submit(kept, by=_person(request), at=at(request))
    return _answer(request, _found(request, pk))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the door lets nobody else in
    return request.user


def _found(request: HttpRequest, pk: int) -> Report:
    one = visible_to(request.user, at(request)).filter(pk=pk).first()
    if one is None:
        raise NotThere("")
    return one


def _etag(report: Report) -> str:
    return f'"report-{report.pk}-{report.revision}-{getattr(report, "seen_as", "")}"'


def _same_copy(report: Report, if_match: str | None) -> None:
    if not if_match:
        raise NoCopyNamed(_("Send If-Match with the ETag of the copy that you read."))
    # Compressing an answer weakens its tag; the copy that it names is the same.
    named = {part.strip().removeprefix("W/") for part in if_match.split(",")}
    if "*" not in named and _etag(report) not in named:
        raise StaleCopy(_("Somebody else wrote here since you read it. Read the report again, then send your change."))


def _answer(request: HttpRequest, report: Report) -> HttpResponse:
    seen = shown(report)
    body = {
        "number": report.pk,
        "address": reverse("plan:report", args=[report.pk]),
        "party": seen.party,
        "action": seen.action,
        "year": seen.year,
        "stage": str(seen.stage),
        "answer": str(seen.answer),
        "progress": seen.progress,
        "narrative": seen.narrative,
        "obstacles": seen.obstacles,
        "needs": seen.needs,
        "marking": str(of_report_seen(report)),
        "readable": seen.readable,
        "revision": report.revision,
        "corrected": report.corrected,
        "changed_at": report.changed_at,
        "demonstration": report.demonstration,
    }
    answer: HttpResponse = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    answer["ETag"] = _etag(report)
    answer["Content-Location"] = reverse("api-1:report", args=[report.pk])
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Authorization", "Cookie"])
    if request.method in {"GET", "HEAD"}:
        answer = get_conditional_response(request, etag=_etag(report), response=answer) or answer
    return answer
