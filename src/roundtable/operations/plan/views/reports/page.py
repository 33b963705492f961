"""The report of a Party on one action: the form beside the official wording, or the report as it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roundtable.ground.parties.public import PartyView, everybody, institutions_of
from roundtable.ground.trust.public import TrustDo, allows, door, marking_address, names_of, require
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.middleware import at
from roundtable.kernel.drafts import http
from roundtable.operations.plan.domain import words as wording
from roundtable.operations.plan.domain.report import FIELDS, NOT_SAID, TEXTS, Stage
from roundtable.operations.plan.forms.reports import AskCorrectionForm, DecideCorrectionForm, EvidenceForm, NoteForm
from roundtable.operations.plan.models import Correction, Report
from roundtable.operations.plan.queries.activities import of_party_q, serving
from roundtable.operations.plan.queries.coverage import coverage_of
from roundtable.operations.plan.queries.frame import points_of
from roundtable.operations.plan.queries.markings import of_report_seen
from roundtable.operations.plan.queries.report_words import (
    SCALE,
    TONES,
    answer_words,
    effect_of_any,
    effects,
    stage_words,
)
from roundtable.operations.plan.queries.reports import (
    corrections_of,
    earlier_visible,
    evidence_of,
    history_seen,
    notes_of,
    shown,
)
from roundtable.operations.plan.queries.rounds import asks, window_for
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.evidence import deletable
from roundtable.operations.plan.services.report_writing import (
    KIND,
    content_of,
    in_step,
    lay_down,
    require_writable,
    values_of,
    why_locked,
)
from roundtable.operations.plan.services.reports import offer, submit
from roundtable.operations.plan.views.reports.common import person, report_or_404
from roundtable.ui.pieces import Change, Crumb
from roundtable.ui.pieces import Piece as RedPiece

SHOWN_ACTIVITIES = 20
SHOWN_VERSIONS = 40
SAYS = {wording.Said.SAME: Change.SAME, wording.Said.ADDED: Change.ADDED, wording.Said.REMOVED: Change.REMOVED}


def labels() -> dict[str, tuple[str, str]]:
    """The label of each field, and the question it answers."""
    return {
        "answer": (_("What do you report on this action?"), ""),
        "progress": (_("How far are you?"), _("Choose the step whose description fits best.")),
        "narrative": (
            _("What was done"),
            _("Two or three plain sentences. For another answer than progress: the reason."),
        ),
        "obstacles": (_("Obstacles"), _("What stood in the way, if anything did.")),
        "needs": (_("Needs"), _("What would help: money, expertise, equipment, a partner.")),
    }


@dataclass
class Writing:
    """A field as the form shows it."""

    name: str
    label: str
    hint: str
    text: str
    errors: list[str]
    unchanged: bool = False


def redlined(old: str, new: str) -> list[RedPiece]:
    """What changed between two texts, for showing."""
    return [RedPiece(piece.text, SAYS[piece.kind]) for piece in wording.words(old, new)]


@require_http_methods(["GET", "POST"])
@door(Do.SEE_REPORTS)
def report_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report as far as the person may see it; whoever may write finds a form that works without scripts."""
    report = report_or_404(request, pk)
    if request.method == "POST":
        return _save(request, report)
    return report_page(request, report)


def _with_own_strokes(data: QueryDict) -> QueryDict:
    """Give each field of a posted form a stroke of its own text.

    A page that is sent twice must count once, but a page that was gone back to and changed is a new stroke.
    """
    told = data.copy()
    if "progress" in told and told.get(f"{http.PREFIX}progress") and not told["progress"]:
        told["progress"] = NOT_SAID
    return http.own_strokes(told, FIELDS)


def _save(request: HttpRequest, report: Report) -> HttpResponse:
    by, moment = person(request), at(request)
    try:
        require_writable(report, moment)
        require(by, Do.WRITE_REPORT, report, at=moment)
        request.POST = _with_own_strokes(request.POST)  # type: ignore[assignment]  # a QueryDict of the same shape
        lay_down(report, at=moment)
        saved = http.from_form(
            request,
            KIND,
            str(report.pk),
            FIELDS,
            by.pk,
            kept=in_step(report, by=by, at=moment),
        )
    except Told as error:
        sent = {name: request.POST[name] for name in FIELDS if name in request.POST}
        return report_page(request, report, error=error, sent=sent, status=error.status)
    if any(one.conflict for one in saved.values()):
        messages.warning(
            request, _("Somebody else changed the same words meanwhile. Both texts are kept: choose below.")
        )
        return redirect("plan:report", pk=report.pk)
    if any(one.merged for one in saved.values()):
        messages.info(request, _("Somebody else wrote here meanwhile. Your words and theirs are both in the text now."))
    try:
        _move_on(request, report)
    except Told as error:
        return report_page(request, report_or_404(request, report.pk), error=error, status=error.status)
    return redirect("plan:report", pk=report.pk)


def _move_on(request: HttpRequest, report: Report) -> None:
    by, moment = person(request), at(request)
    do = request.POST.get("do", "save")
    if do == "offer":
        offer(report, by=by, at=moment)
        messages.success(request, _("Saved, and ready for the contact point."))
    elif do == "submit":
        submit(report, by=by, at=moment)
        messages.success(request, _("Submitted to the secretariat. You can withdraw it until it is accepted."))
    else:
        messages.success(request, _("Saved."))


def report_page(  # noqa: PLR0913 - what a page can be told
    request: HttpRequest,
    report: Report,
    *,
    error: Told | None = None,
    sent: Mapping[str, str] | None = None,
    own_forms: Mapping[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page of a report; with what was refused, and what was sent, where something was."""
    me, moment = person(request), at(request)
    parties = {one.code: one for one in everybody(report.round.closes_on)}
    party = parties[str(report.party_id)]
    seen = shown(report)
    may_write = seen.own and allows(me, Do.WRITE_REPORT, report, at=moment)
    locked = why_locked(report, moment, party) if may_write else ""
    writing = may_write and not locked
    earlier = earlier_visible(report, me, moment)
    earlier_shown = shown(earlier) if earlier else None
    inside = seen.own or allows(me, Do.REVIEW_REPORT, report, at=moment)
    correcting = report.stage == Stage.ACCEPTED and inside
    corrections = corrections_of(report, me, moment) if report.stage == Stage.ACCEPTED else []
    tab = request.GET.get("view", "")
    context: dict[str, Any] = {
        "report": report,
        "seen": seen,
        "party": party,
        "zone": party.zone,
        "action": report.action,
        "points": points_of(report.action),
        "state_words": stage_words(seen.stage),
        "tone": TONES[seen.stage],
        "said": answer_words(seen.answer, seen.progress) if seen.readable or seen.confidential else "",
        "meaning": SCALE[seen.progress][1] if seen.progress is not None else "",
        "texts": [(label, getattr(seen, name)) for name, (label, _hint) in labels().items() if name in TEXTS],
        "locked": locked,
        "writing": writing,
        "may_write": may_write,
        "office": _office(report) if inside and report.institution else "",
        "clears": seen.own and allows(me, Do.SUBMIT_REPORT, report, at=moment),
        "deletable": deletable(report),
        "reviews": allows(me, Do.REVIEW_REPORT, report, at=moment),
        "window": window_for(report.round, party.code, ZoneInfo(party.zone)),
        "earlier": earlier_shown,
        "earlier_said": answer_words(earlier_shown.answer, earlier_shown.progress) if earlier_shown else "",
        "earlier_texts": [
            (label, getattr(earlier_shown, name)) for name, (label, _hint) in labels().items() if name in TEXTS
        ]
        if earlier_shown
        else [],
        "activities": _activities(request, report)[:SHOWN_ACTIVITIES],
        "asked": asks(report.round, report.action),
        "evidence": evidence_of(report),
        "notes": notes_of(report, me, moment) if inside else [],
        "inside": inside,
        "corrections": corrections,
        "open_correction": next((one for one in corrections if one.stage == Correction.Stage.OPEN), None),
        "asked_correction": next((one for one in corrections if one.stage == Correction.Stage.ASKED), None),
        "correcting": correcting,
        "evidence_form": EvidenceForm(),
        "note_form": NoteForm(auto_id="note_%s"),
        "ask_form": AskCorrectionForm(auto_id="ask_%s"),
        "decide_form": DecideCorrectionForm(auto_id="decide_%s"),
        "scale": [(value, label, meaning) for value, (label, meaning) in SCALE.items()],
        "error": error,
        "tab": tab,
        "history": history_seen(report, me, moment) if tab == "history" else [],
        "versions": _versions(report) if tab == "history" and inside and seen.own else [],
        "crumbs": _crumbs(report, party, own=seen.own),
        "demonstration": report.demonstration,
        "marking": of_report_seen(report),
        "marking_address": marking_address(report)
        if inside and allows(me, TrustDo.CONFIRM_LOWERING, report, at=moment)
        else "",
        **(own_forms or {}),
    }
    if writing or context["open_correction"]:
        context |= _form(request, report, party, earlier_shown, parties, error=error, sent=sent)
    return render(request, "plan/report.html", context, status=status)


def _activities(request: HttpRequest, report: Report) -> Any:
    found = serving(report.action, person=person(request), at=at(request)).filter(of_party_q(str(report.party_id)))
    return found.order_by("-starts", "-pk")


def _crumbs(report: Report, party: PartyView, *, own: bool) -> list[Crumb]:
    desk = f"{reverse('plan:reports')}?round={report.round.year}&party={party.code}"
    way = Crumb(_("Report desk"), desk) if own else Crumb(_("Reports"), reverse("plan:report-list"))
    return [way, Crumb(str(report.round.year)), Crumb(report.action.label)]


def _form(  # noqa: PLR0913 - as above
    request: HttpRequest,
    report: Report,
    party: PartyView,
    earlier: Any,
    parties: Mapping[str, PartyView],
    *,
    error: Told | None,
    sent: Mapping[str, str] | None,
) -> dict[str, Any]:
    me, moment = person(request), at(request)
    plain = values_of(content_of(report))
    if report.stage == Stage.ACCEPTED:
        marks, waiting, here = [], {}, []
    else:
        marks = http.marks(KIND, str(report.pk), plain, request, scope=report.scope)
        waiting = drafts.conflicts(KIND, str(report.pk), by=me.pk)
        here = drafts.others(KIND, str(report.pk), me.pk, moment)
    shown_texts = {**plain, **{mark.field: mark.text for mark in marks}}
    for name, found in waiting.items():
        shown_texts[name] = found[-1].mine
    shown_texts |= sent or {}
    called = names_of([one.by for one in here]) if here else {}
    fields = {
        name: Writing(
            name=name,
            label=label,
            hint=hint,
            text=shown_texts[name],
            errors=error.fields.get(name, []) if error else [],
            unchanged=bool(
                earlier and name in TEXTS and shown_texts[name] and shown_texts[name] == getattr(earlier, name)
            ),
        )
        for name, (label, hint) in labels().items()
    }
    asked = sum(1 for one in parties.values() if one.is_party and one.participates)
    others = coverage_of(report.round, report.action, asked=asked, without=party.code)
    fields["answer"].hint = effect_of_any(others)
    return {
        "fields": fields,
        "marks": marks,
        "conflicts": waiting,
        "writings": [fields[name] for name in TEXTS],
        "choices": effects(others),
        "here": [
            (called.get(one.by, _("Somebody")), labels()[one.field][0] if one.field in FIELDS else "") for one in here
        ],
        "not_said": NOT_SAID,
    }


def _office(report: Report) -> str:
    found = institutions_of(str(report.party_id), closed=True).filter(code=report.institution).first()
    return str(found.name) if found else report.institution


def _versions(report: Report) -> list[dict[str, Any]]:
    """The versions of each text, newest first, each against the one before."""
    lines: list[dict[str, Any]] = []
    for name in TEXTS:
        before = ""
        for version in drafts.versions(KIND, str(report.pk), name):
            if not version.held_back:
                if version.text != before and version.revision > 0:
                    lines.append(
                        {"field": labels()[name][0], "version": version, "change": redlined(before, version.text)}
                    )
                before = version.text
    called = names_of({line["version"].by for line in lines})
    newest = sorted(lines, key=lambda line: line["version"].at, reverse=True)[:SHOWN_VERSIONS]
    return [{**line, "who": called.get(line["version"].by, "")} for line in newest]
