"""The page on which a handling marking is raised, proposed to be lowered, confirmed and refused."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.ground.trust import services
from roundtable.ground.trust.domain.marking import Standing, below
from roundtable.ground.trust.doors import door, person_of
from roundtable.ground.trust.forms import LoweringForm, RaisingForm
from roundtable.ground.trust.queries.markings import marked_kind, meanings, proposal_for, standing_of
from roundtable.ground.trust.rules import Do, allows
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.forms import tell_form
from roundtable.kernel.base.middleware import at


@door(Do.CONFIRM_LOWERING)
def marking(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what something is marked, what that means, and what may be done about it; and do it."""
    person, moment = person_of(request), at(request)
    said = marked_kind(kind)
    thing = said.find(person, pk, moment) if said else None
    if said is None or thing is None or not allows(person, Do.CONFIRM_LOWERING, thing, at=moment):
        raise NotThere("")
    bears = said.bears(thing)
    higher = [one for one in said.offers if below(bears, one)]
    lower = [one for one in said.offers if below(one, bears)]
    do = request.POST.get("do", "")
    raising = RaisingForm(request.POST if do == "raise" else None, choices=higher, auto_id="raise_%s")
    lowering = LoweringForm(request.POST if do == "propose" else None, choices=lower, auto_id="lower_%s")
    if request.method == "POST":
        done = _done(request, thing, raising, lowering)
        if done:
            messages.success(request, done)
            return redirect("trust:marking", kind, pk)
    proposal = proposal_for(thing)
    alive = proposal is not None and standing_of(proposal, moment) is Standing.OPEN
    own = proposal is not None and proposal.proposed_by_id == person.pk
    return render(
        request,
        "trust/marking.html",
        {
            "called": said.called(thing),
            "back": said.url(thing),
            "bears": bears,
            "means": meanings(),
            "marking": bears,
            "raising": raising,
            "higher": higher if allows(person, Do.RAISE_MARKING, thing, at=moment) else [],
            "lowering": lowering,
            "lower": lower if allows(person, Do.PROPOSE_LOWERING, thing, at=moment) else [],
            "proposal": proposal,
            "alive": alive,
            "own": own,
            "may_confirm": alive and not own and allows(person, Do.CONFIRM_LOWERING, thing, at=moment),
            "demonstration": getattr(thing, "demonstration", False),
        },
        status=422 if raising.errors or lowering.errors else 200,
    )


def _done(request: HttpRequest, thing: Any, raising: RaisingForm, lowering: LoweringForm) -> str:
    """Do what was asked, and say so; nothing where a form says what is wrong."""
    person, moment, do = person_of(request), at(request), request.POST.get("do", "")
    if do == "raise":
        raised = _tried(raising, lambda: services.raise_marking(thing, raising.chosen, by=person, at=moment))
        return _("The marking is raised.") if raised else ""
    if do == "propose":
        proposed = _tried(
            lowering,
            lambda: services.propose_lowering(
                thing, lowering.chosen, lowering.cleaned_data["reason"], by=person, at=moment
            ),
        )
        return _("Proposed. It counts when somebody else confirms it.") if proposed else ""
    proposal = proposal_for(thing)
    if proposal is None:
        raise NotThere("")
    if do == "confirm":
        services.confirm_lowering(proposal, thing, by=person, at=moment)
        return _("The marking is lowered.")
    if do == "refuse":
        services.refuse_lowering(proposal, thing, by=person, at=moment)
        return _("The proposal is laid aside; the marking stays.")
    raise NotThere("")


def _tried(form: Any, act: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except Told as told:
        tell_form(form, told)
        return False
    return True
