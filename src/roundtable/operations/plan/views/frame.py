"""Pages of the frame: the plan as a whole, its areas and actions, the coverage matrix, the timeline."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from roundtable.ground.documents.public import adopted_text
from roundtable.ground.parties.public import footnotes, names, parties_on
from roundtable.ground.trust.public import PUBLIC, allows, door, history_of
from roundtable.kernel.base.middleware import at
from roundtable.kernel.links import mentions
from roundtable.operations.plan.domain.coverage import Coverage, Said
from roundtable.operations.plan.exports.plan_charts import progress_of_areas
from roundtable.operations.plan.models import Action, Area
from roundtable.operations.plan.queries import activities, frame, frame_words, money, progress
from roundtable.operations.plan.queries.rounds import every_action
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activity_links import mentions as own
from roundtable.operations.plan.views.asked import misread_choice, misread_keys, misread_year, year_asked
from roundtable.ui.charts import render as drawing
from roundtable.ui.charts.chart import Addresses
from roundtable.ui.pieces import Crumb, Figure, Part

ADVANCED = 3
BEGUN = 1
SHOWN = 10


def bar_parts(counts: Coverage | None) -> list[Part]:
    """Give the parts of a bar: done or advanced, begun, not begun, and the rest of which nothing is known."""
    if counts is None or not counts.concerned:
        return []
    far = counts.at_least(ADVANCED)
    begun = counts.at_least(BEGUN) - far
    idle = counts.known - far - begun
    return [
        Part(100 * far / counts.concerned, _("done or advanced")),
        Part(100 * begun / counts.concerned, _("begun or prepared")),
        Part(100 * idle / counts.concerned, _("not begun")),
        Part(100 * (counts.concerned - counts.known) / counts.concerned, _("no report, or in confidence"), none=True),
    ]


def bar_legend(rows: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Give what the parts of the bars of some rows are; nothing where no row has a bar."""
    parts: list[Part] = next((row["parts"] for row in rows if row["parts"]), [])
    return parts


def in_words(counts: Coverage | None) -> str:
    """Say how far an area or action is, in one sentence."""
    if counts is None or not counts.asked:
        return _("No results are published yet.")
    if not counts.reported:
        return _("Nobody has reported yet.")
    return _("Done or advanced in %(far)s of %(concerned)s reports expected; %(silent)s are missing.") % {
        "far": counts.at_least(ADVANCED),
        "concerned": counts.concerned,
        "silent": counts.no_report,
    }


def words_of_area(area: Area, state: progress.State) -> str:
    """Say how far an area is, or that the round that is shown asks none of its actions."""
    counts = state.of_area(area)
    if counts is None and state.round is not None:
        return _("Not asked in the reports on %(year)s.") % {"year": state.round.year}
    return in_words(counts)


def words_of(action: Action, state: progress.State, *, today: date) -> str:
    """Say how far an action is, or that the round that is shown does not ask it; and since or until when it is."""
    said = (
        in_words(state.of_action(action))
        if state.round is None or state.asks(action)
        else frame_words.not_asked_words(action, state.round)
    )
    return f"{said} {frame_words.days_words(action, today=today)}".strip()


@door(PUBLIC)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the plan as a whole: its areas, how far each is, its horizontal issues, and where its words come from."""
    now = at(request)
    state = progress.state(request.user, at=now, year=year_asked(request))
    areas = frame.areas_with_actions()
    dropped = [area for area in state.areas if area.gone]
    rows = [
        {"area": area, "parts": bar_parts(state.of_area(area)), "words": words_of_area(area, state)}
        for area in [*areas, *dropped]
    ]
    in_force = frame.frame_in_force()
    return render(
        request,
        "plan/frame_overview.html",
        {
            "state": state,
            "misread": misread_year(request, state),
            "rows": rows,
            "legend": bar_legend(rows),
            "issues": frame.issues(),
            "frame": in_force,
            "adopted": adopted_text(request.user, in_force.adopted_text_id, now)
            if in_force and in_force.adopted_text_id
            else None,
            "counts": {"areas": len(areas), "actions": sum(len(_actions(area)) for area in areas)},
            "may_import": allows(request.user, Do.IMPORT_PLAN, at=now),
            "chart": progress_of_areas(state),
            "addresses": Addresses.beside(reverse("plan:progress").rstrip("/"), f"year={state.round.year}")
            if state.round
            else None,
            "demonstration": state.demonstration,
        },
    )


@door(PUBLIC)
def progress_file(request: HttpRequest, form: str) -> HttpResponse:
    """Hand the chart of the areas over as a file: svg, png, csv, json, or what the browser's engine draws."""
    chart = progress_of_areas(progress.state(request.user, at=at(request), year=year_asked(request)))
    if form not in drawing.TYPES or chart is None:
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    body, media_type = drawing.answer(chart, form, language, "rtl" if get_language_bidi() else "ltr")
    return HttpResponse(body, content_type=media_type)


def _actions(area: Area) -> list[Action]:
    inside: list[Action] = area.actions_in_force  # type: ignore[attr-defined]  # prefetched by areas_with_actions
    return inside


@door(PUBLIC)
def area_page(request: HttpRequest, numeral: str) -> HttpResponse:
    """Show one area with all its actions."""
    now = at(request)
    area = frame.area_by(numeral)
    if area is None:
        raise Http404
    state = progress.state(request.user, at=now, year=year_asked(request))
    served = activities.visible_to(request.user, at=now).filter(shares__action__area=area)
    purse = money.by_action(served)

    def row(action: Action) -> dict[str, Any]:
        return {
            "action": action,
            "parts": bar_parts(state.of_action(action)),
            "words": words_of(action, state, today=now.date()),
            "money": purse.get(action.pk),
        }

    rows = [row(action) for action in _actions(area)]
    return render(
        request,
        "plan/frame_area.html",
        {
            "area": area,
            "rows": rows,
            "legend": bar_legend(rows),
            "dropped": [row(action) for action in frame.dropped_from(area)],
            "state": state,
            "misread": misread_year(request, state),
            "counts": state.of_area(area),
            "crumbs": [Crumb(_("Plan"), reverse("plan:overview")), Crumb(area.numeral)],
            "demonstration": state.demonstration or served.filter(demonstration=True).exists(),
        },
    )


@door(PUBLIC)
def action_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one action: its wording and place in the source, who works on it, what is planned, what was reported."""
    now = at(request)
    action = frame.action_by(code)
    if action is None:
        raise Http404
    if action.key != code:
        return redirect("plan:action", action.key, permanent=False)
    state = progress.state(request.user, at=now, year=year_asked(request))
    counts = state.of_action(action)
    serving = activities.serving(action, person=request.user, at=now)
    served = list(serving.order_by("-starts", "-pk")[:SHOWN])
    purse = money.by_action(serving).get(action.pk, money.Money())
    said = state.matrix.cells(action) if state.matrix and state.matrix.open_cells else []
    return render(
        request,
        "plan/frame_action.html",
        {
            "action": action,
            "points": frame.points_of(action),
            "became": action.merged_into,
            "took_in": [one for one in every_action() if one.merged_into_id == action.pk],
            "issues": action.issues.filter(gone=False).order_by("number"),
            "activities": served,
            "activities_count": purse.activities,
            "names": names(),
            "money": purse,
            "state": state,
            "misread": misread_year(request, state),
            "counts": counts,
            "words": words_of(action, state, today=now.date()),
            "parts": bar_parts(counts),
            "figures": _figures(counts),
            "said": _by_answer(said),
            "footnotes": footnotes([party.code for party, _said in said]),
            # What others say about a code is about the action that bears it now.
            "mentions": [
                one
                for tell in mentions.tellers
                if tell is not own and not action.gone
                for one in tell(code, request.user, now)
            ],
            "history": history_of(action, request.user, at=now, limit=20) if request.user.is_authenticated else [],
            "may_edit": not action.gone and allows(request.user, Do.EDIT_FRAME, action, at=now),
            "crumbs": [
                Crumb(_("Plan"), reverse("plan:overview")),
                Crumb(action.area.numeral, reverse("plan:area", args=[action.area.key])),
                Crumb(action.label),
            ],
            "demonstration": state.demonstration or any(one.demonstration for one in served),
        },
    )


def _figures(counts: Coverage | None) -> list[Figure]:
    if counts is None or not counts.asked:
        return []
    return [
        Figure(_("Reported"), _("%(some)s of %(all)s") % {"some": counts.reported, "all": counts.asked}),
        Figure(
            _("Done or advanced"),
            _("%(some)s of %(all)s") % {"some": counts.at_least(ADVANCED), "all": counts.concerned},
        ),
        Figure(
            _("Left out of the count"),
            str(counts.not_applicable + counts.no_competence),
            _("%(na)s not applicable, %(nc)s no national competence")
            % {"na": counts.not_applicable, "nc": counts.no_competence},
        ),
        Figure(_("Confidential"), str(counts.confidential), _("counted as reported, the step is not shown")),
    ]


def _by_answer(said: Iterable[tuple[object, Said]]) -> list[tuple[str, list[object]]]:
    """Group Parties by what they said, from the furthest step down; inside a group they stay in the order of names."""
    words = {
        Said.STEP_4: _("Done"),
        Said.STEP_3: _("Advanced"),
        Said.STEP_2: _("Begun"),
        Said.STEP_1: _("Prepared"),
        Said.STEP_0: _("Not begun"),
        Said.NOT_APPLICABLE: _("Not applicable"),
        Said.NO_COMPETENCE: _("No national competence"),
        Said.CONFIDENTIAL: _("Confidential"),
        Said.NOTHING: _("No report"),
    }
    groups: dict[Said, list[object]] = {}
    for party, answer in said:
        groups.setdefault(answer, []).append(party)
    return [(words[answer], groups[answer]) for answer in words if answer in groups]


@door(PUBLIC)
def timeline(request: HttpRequest) -> HttpResponse:
    """Show what happens when: the activities of one year by month."""
    now = at(request)
    asked_year = request.GET.get("year", "").strip()
    year = year_asked(request) or now.year
    misread = [] if asked_year in {"", str(year)} else misread_choice(asked_year, _("Year"), ())
    shown = names()
    areas = frame.areas()
    area = request.GET.get("area", "").strip()
    party = request.GET.get("party", "").strip()
    misread += misread_choice(area, _("Area"), [one.numeral for one in areas])
    misread += misread_choice(party, _("Party"), shown)
    misread += misread_keys(request, ("year", "area", "party"))
    area = area if area in {one.numeral for one in areas} else ""
    party = party if party in shown else ""
    bars = activities.timeline(
        person=request.user, at=now, first=date(year, 1, 1), last=date(year, 12, 31), area=area, party=party
    )
    first = date(year, 1, 1)
    months: list[dict[str, Any]] = [
        {"first": None, "bars": [bar for bar in bars if bar.starts < first]},
        *(
            {
                "first": date(year, month, 1),
                "bars": [bar for bar in bars if bar.starts >= first and bar.starts.month == month],
            }
            for month in range(1, 13)
        ),
    ]
    return render(
        request,
        "plan/frame_timeline.html",
        {
            "misread": misread,
            "year": year,
            "months": [month for month in months if month["bars"]],
            "count": len(bars),
            "years": range(now.year - 4, now.year + 2),
            "areas": areas,
            "area": area,
            "party": party,
            "parties": parties_on(now.date()),
            "names": shown,
            "footnotes": footnotes([bar.lead for bar in bars]),
            "demonstration": any(bar.demonstration for bar in bars),
            "crumbs": [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Timeline"))],
        },
    )
