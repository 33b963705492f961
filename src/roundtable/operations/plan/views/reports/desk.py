"""The report desk of a Party, and the list of all reports a person may read."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from roundtable.ground.parties.public import everybody, footnotes, institutions_of
from roundtable.ground.trust.public import door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import INSTITUTION, highest
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.report import Answer, Stage
from roundtable.operations.plan.exports.reports import ordered, report_listing, told
from roundtable.operations.plan.models import Round
from roundtable.operations.plan.queries.markings import of_report_seen
from roundtable.operations.plan.queries.report_desk import NOT_STARTED, Desk, DeskRow, desk, parties_of
from roundtable.operations.plan.queries.report_words import TONES, answer_words, stage_words
from roundtable.operations.plan.queries.reports import visible_to
from roundtable.operations.plan.queries.rounds import (
    actions_asked,
    current_round,
    round_in,
    rounds_visible_to,
)
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.many_reports import Done, assign_all, begin_all, mark_all, submit_ready
from roundtable.operations.plan.services.report_writing import why_closed
from roundtable.operations.plan.services.reports import begin
from roundtable.operations.plan.views.reports.common import person, tried
from roundtable.ui.pieces import Figure, Tab

STATES = (NOT_STARTED, Stage.DRAFT, Stage.OFFERED, Stage.SUBMITTED, Stage.RETURNED, Stage.ACCEPTED)


def _place(request: HttpRequest, asked: Any) -> tuple[Round | None, str]:
    """The round and the Party that the address names, or the ones that are meant."""
    mine = parties_of(person(request), at(request))
    party = str(asked.get("party") or (mine[0] if mine else ""))
    if party not in mine:
        raise NotThere("")
    year = str(asked.get("round") or "")
    round_ = round_in(int(year)) if year.isdecimal() and len(year) == 4 else current_round(at(request))
    if year and round_ is None:
        raise NotThere("")
    return round_, party


@require_GET
@door(Do.SEE_REPORTS)
def desk_view(request: HttpRequest) -> HttpResponse:
    """Show the desk of a Party: every action with the state of its report. Who has no desk is led to the list."""
    mine = parties_of(person(request), at(request))
    if not mine and not request.GET.get("party"):
        return redirect("plan:report-list")
    round_, party = _place(request, request.GET)
    known = {one.code: one for one in everybody(at(request).date())}
    whose = known[party]
    if round_ is None:
        return render(request, "plan/report_desk_empty.html", {"party": whose.name})
    shown = desk(person(request), round_, party, at(request), zone=ZoneInfo(whose.zone))
    state = request.GET.get("state", "")
    rows = [row for row in shown.rows if state in {"", row.state}]
    here = f"{reverse('plan:reports')}?round={round_.year}&party={party}"
    offices = list(institutions_of(party, closed=True))
    return render(
        request,
        "plan/report_desk.html",
        {
            "desk": shown,
            "party": whose.name,
            "party_code": party,
            "footnotes": [whose.footnote] if whose.footnote else [],
            "groups": _groups(rows, {one.code: str(one.name) for one in offices}),
            "beside": [(one, stage_words(one.stage), TONES[one.stage]) for one in shown.beside],
            "rows": rows,
            "tabs": [
                Tab(_("All actions"), here, current=not state, count=len(shown.rows)),
                *(
                    Tab(stage_words(one), f"{here}&state={one}", current=state == one, count=shown.count(one))
                    for one in STATES
                    if shown.count(one)
                ),
            ],
            "figures": _figures(shown),
            "zone": whose.zone,
            "closed": why_closed(round_, party, at(request), whose),
            "institutions": [one for one in offices if one.closed_on is None] if shown.clears else [],
            "rounds": list(rounds_visible_to(request.user, at(request))),
            "parties": [(code, known[code].name) for code in mine] if len(mine) > 1 else [],
            "here": here,
            "demonstration": round_.demonstration,
            # A desk shows drafts.
            "marking": INSTITUTION,
        },
    )


def _groups(rows: list[DeskRow], offices: dict[str, str]) -> list[tuple[Any, list[dict[str, Any]]]]:
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        report = row.report
        groups.setdefault(row.action.area, []).append(
            {
                "action": row.action,
                "report": report,
                "earlier": row.earlier,
                "state": row.state,
                "state_words": stage_words(row.state),
                "tone": TONES[row.state],
                "institution": offices.get(report.institution, report.institution) if report else "",
                "answer": answer_words(report.answer, report.progress) if report else "",
                "earlier_answer": answer_words(row.earlier.answer, row.earlier.progress) if row.earlier else "",
            },
        )
    return list(groups.items())


def _figures(shown: Desk) -> list[Figure]:
    counts = shown.coverage
    return [
        Figure(
            _("Actions answered"),
            _("%(number)d of %(all)d") % {"number": counts.reported, "all": counts.asked},
            note=_("drafts included"),
        ),
        Figure(_("Ready to submit"), str(shown.count(Stage.OFFERED))),
        Figure(_("With the secretariat"), str(shown.count(Stage.SUBMITTED))),
        Figure(_("Returned with a note"), str(shown.count(Stage.RETURNED))),
        Figure(_("Accepted"), str(shown.count(Stage.ACCEPTED))),
    ]


@require_POST
@door(Do.BEGIN_REPORT)
def begin_view(request: HttpRequest) -> HttpResponse:
    """Begin one report and open it."""
    round_, party = _place(request, request.POST)
    asked = actions_asked(round_) if round_ else ()
    action = next((one for one in asked if one.pk == _number(request.POST.get("action"))), None)
    if round_ is None or action is None:
        raise NotThere("")
    made: list[int] = []

    def do() -> None:
        report = begin(
            round_, party, action, by=person(request), at=at(request), from_earlier="earlier" in request.POST
        )
        made.append(report.pk)

    tried(request, do)
    return redirect("plan:report", pk=made[0]) if made else redirect(_back(round_, party))


def _number(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 15 else 0


def _back(round_: Round, party: str) -> str:
    return f"{reverse('plan:reports')}?round={round_.year}&party={party}"


@require_POST
@door(Do.BEGIN_REPORT)
def many_view(request: HttpRequest) -> HttpResponse:
    """Do one thing to several actions of the desk: begin, answer, assign, submit all that are ready."""
    round_, party = _place(request, request.POST)
    if round_ is None:
        raise NotThere("")
    numbers = {_number(text) for text in request.POST.getlist("action")}
    actions = [action for action in actions_asked(round_) if action.pk in numbers]
    do = request.POST.get("do", "")
    if do != "submit-ready" and not actions:
        messages.error(request, _("Choose one or more actions in the table first."))
        return redirect(_back(round_, party))
    tried(request, lambda: _tell(request, _many(request, do, round_, party, actions)))
    return redirect(_back(round_, party))


def _many(request: HttpRequest, do: str, round_: Round, party: str, actions: list[Any]) -> Done:
    by, moment = person(request), at(request)
    if do == "submit-ready":
        return submit_ready(round_, party, by=by, at=moment)
    if do in {"not-applicable", "no-competence"}:
        return mark_all(round_, party, actions, Answer(do), request.POST.get("reason", ""), by=by, at=moment)
    if do == "assign":
        return assign_all(round_, party, actions, request.POST.get("institution", ""), by=by, at=moment)
    if do in {"begin", "begin-earlier"}:
        return begin_all(round_, party, actions, by=by, at=moment, from_earlier=do == "begin-earlier")
    raise NotThere("")


def _tell(request: HttpRequest, done: Done) -> None:
    if done.reports:
        messages.success(
            request,
            ngettext("Done for %(number)d action.", "Done for %(number)d actions.", len(done.reports))
            % {"number": len(done.reports)},
        )
    if done.same:
        codes = ", ".join(one.action.label for one in done.same)
        messages.info(request, _("These were so already: %(codes)s.") % {"codes": codes})
    if not (done.reports or done.same or done.refused):
        messages.info(request, _("There was nothing to do."))
    for sentence in done.refused:
        messages.error(request, sentence)


@require_GET
@door(Do.SEE_REPORTS)
def report_list(request: HttpRequest) -> HttpResponse:
    """List the reports that a person may read, with search, filters and files."""
    reports = ordered(visible_to(person(request), at(request)))
    listing = report_listing()
    file = listing.download(reports, request.GET, **told(reports)) if request.GET.get("download") else None
    if file is not None:
        return file
    listed = listing.page(reports, request.GET, user_id=person(request).pk)
    codes = sorted({str(row.obj.party_id) for row in listed.rows})
    return render(
        request,
        "plan/report_list.html",
        {
            "listed": listed,
            "footnotes": footnotes(codes),
            "has_desk": bool(parties_of(person(request), at(request))),
            "demonstration": any(row.obj.demonstration for row in listed.rows),
            "marking": highest(str(of_report_seen(row.obj)) for row in listed.rows),
        },
    )
