"""Rounds: which there are, and one with its time, extensions and completeness."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roundtable.ground.parties.public import dialogue
from roundtable.ground.trust.public import PUBLIC, actor, allows, door, history_of
from roundtable.kernel.base.errors import Collision, NotAllowed, NotThere, Told
from roundtable.kernel.base.markings import PARTIES
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables import answer
from roundtable.kernel.links.listings import asks_for_all, whole
from roundtable.operations.plan.domain.deadline import Phase, window
from roundtable.operations.plan.exports.completeness import completeness_table
from roundtable.operations.plan.forms.reports import ChangeRoundForm, ExtensionForm, RoundForm
from roundtable.operations.plan.models import Round
from roundtable.operations.plan.queries.completeness import Reported, completeness
from roundtable.operations.plan.queries.coverage import matrix
from roundtable.operations.plan.queries.report_words import coverage_words
from roundtable.operations.plan.queries.rounds import (
    asked_in,
    extensions_visible_to,
    longer,
    rounds_visible_to,
    window_for,
)
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.rounds import change_round, extend, make_round, publish_totals
from roundtable.operations.plan.views.reports.common import add_faults, person, tried
from roundtable.ui.pieces import Crumb, Figure


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def round_list(request: HttpRequest) -> HttpResponse:
    """Show the rounds; the secretariat makes a new one here."""
    may_keep = allows(request.user, Do.KEEP_ROUNDS, at=at(request))
    form = RoundForm(request.POST or None, initial={"year": at(request).year})
    if request.method == "POST":
        if not may_keep:
            raise NotAllowed(_("Only the secretariat makes rounds."))
        if form.is_valid():
            try:
                made = make_round(**form.cleaned_data, by=person(request), at=at(request))
            except Told as error:
                add_faults(form, error)
            else:
                messages.success(request, _("The round on %(year)s is made.") % {"year": made.year})
                return redirect("plan:round", year=made.year)
    zone = dialogue().zone
    rounds = [
        (one, window(one.opens_on, one.closes_on, one.closes_at, zone=zone, extensions=longer(one)))
        for one in rounds_visible_to(request.user, at(request))
    ]
    return render(
        request,
        "plan/round_list.html",
        {
            "rounds": [(one, frame, frame.phase(at(request))) for one, frame in rounds],
            "form": form,
            "may_keep": may_keep,
            "zone": zone.key,
            "demonstration": any(one.demonstration for one, _frame in rounds),
        },
    )


def _round(request: HttpRequest, year: int) -> Round:
    found = rounds_visible_to(request.user, at(request)).filter(year=year).first()
    if found is None:
        raise NotThere("")
    return found


@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def round_view(request: HttpRequest, year: int) -> HttpResponse:
    """Show a round: its time for the reader, extensions, who has reported, and what all said together."""
    round_ = _round(request, year)
    moment = at(request)
    may_keep = allows(request.user, Do.KEEP_ROUNDS, round_, at=moment)
    parties = asked_in(round_)
    asked = [(one.code, one.name) for one in parties]
    extension = ExtensionForm(parties=asked)
    change = ChangeRoundForm(initial=ChangeRoundForm.values(round_))
    if request.method == "POST":
        if not may_keep:
            raise NotAllowed(_("Only the secretariat changes rounds."))
        extension = ExtensionForm(request.POST, parties=asked) if "extend" in request.POST else extension
        change = ChangeRoundForm(request.POST) if "change" in request.POST else change
        if _changed(request, round_, extension, change):
            return redirect("plan:round", year=year)
    who = actor(request.user, moment)
    takes_part = bool(who.functions)
    reported = completeness(round_, request.user, moment, parties) if takes_part else Reported((), 0)
    rows = reported.rows
    if takes_part and request.GET.get("download"):
        return answer(completeness_table(round_, reported), request.GET["download"], filename=f"round-{year}")
    every = whole(completeness_table(round_, reported)) if takes_part and asks_for_all(request.GET) else None
    own = [row for row in rows if row.inside is not None and row.party.code in who.scopes]
    zone = dialogue().zone
    counts = matrix(round_, request.user, at=moment)
    spoke = _("%(number)d of %(all)d") % {"number": reported.handed_in, "all": len(rows)}
    figures = [Figure(_("Parties that handed in reports"), spoke)] if rows else []
    figures += [
        Figure(
            _("Answers accepted"),
            number_format(counts.whole.reported, force_grouping=True),
            note=_("of %(all)s asked: Parties times actions")
            % {"all": number_format(counts.whole.asked, force_grouping=True)},
        ),
        Figure(
            _("Answers that concern the Party"),
            number_format(counts.whole.concerned, force_grouping=True),
            note=_("asked, without “not applicable” and “no national competence”"),
        ),
    ]
    return render(
        request,
        "plan/round.html",
        {
            "round": round_,
            "window": window_for(round_, "", zone),
            "zone": zone.key,
            "phase": window_for(round_, "", zone).phase(moment),
            "phases": Phase,
            "own": own,
            "rows": rows,
            "whole": every,
            "counts_all": reported.whole,
            "extensions": [
                (one, dict(asked).get(str(one.party_id), ""))
                for one in extensions_visible_to(request.user, round_, moment)
            ]
            if takes_part
            else [],
            "figures": figures,
            "counts": coverage_words(counts.whole),
            "by_area": [(numeral, one) for numeral, one in counts.by_area.items()],
            "footnotes": list(dict.fromkeys(row.party.footnote for row in rows if row.party.footnote)),
            "may_keep": may_keep,
            "extension_form": extension,
            "change_form": change,
            "history": history_of(round_, request.user, at=moment) if may_keep else [],
            "crumbs": [Crumb(_("Reporting rounds"), reverse("plan:rounds")), Crumb(str(year))],
            "demonstration": round_.demonstration,
            "marking": PARTIES if rows else "",
        },
        status=409 if change.collided else 422 if extension.errors or change.errors else 200,
    )


def _changed(request: HttpRequest, round_: Round, extension: ExtensionForm, change: ChangeRoundForm) -> bool:
    by, moment = person(request), at(request)
    if "publish" in request.POST:
        return tried(
            request,
            lambda: publish_totals(round_, revision=_seen(request), by=by, at=moment),
            done=_("The totals can be read by everybody now."),
        )
    form = extension if extension.is_bound else change
    if not form.is_valid():
        return False
    try:
        if form is extension:
            extend(round_, **form.cleaned_data, by=by, at=moment)
            messages.success(request, _("More time is given, and the contact points are told."))
        else:
            change_round(round_, **form.cleaned_data, by=by, at=moment)
            messages.success(request, _("The round is changed."))
    except Collision as error:
        change.stand_beside(_round(request, round_.year))
        change.add_error(None, str(error))
        return False
    except Told as error:
        add_faults(form, error)
        return False
    return True


def _seen(request: HttpRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0
