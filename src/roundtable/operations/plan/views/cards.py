"""What the plan shows on the public home and on the desk."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import actor
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.coverage import Coverage
from roundtable.operations.plan.models import Area
from roundtable.operations.plan.queries import activities, money, progress, rounds
from roundtable.operations.plan.views.frame import bar_legend, bar_parts, in_words
from roundtable.ui.amounts import euro
from roundtable.ui.pieces import Figure

SOON = 5
KEPT = 60
"""Seconds for which sums over all activities are kept: they change slowly and everybody asks."""


def how_far(request: HttpRequest) -> dict[str, Any]:
    """Say how far the plan is, area by area, by the newest results that the reader may see."""
    state = progress.state(request.user, at=at(request))
    areas = list(state.areas)
    rows = [
        {"area": area, "parts": bar_parts(state.of_area(area)), "words": in_words(state.of_area(area))}
        for area in areas
    ]
    whole = state.matrix.whole if state.matrix else None
    return {
        "state": state,
        "rows": rows,
        "legend": bar_legend(rows),
        "sentence": sentence(whole, areas, state),
        "demonstration": state.demonstration,
    }


def sentence(whole: Coverage | None, areas: list[Area], state: progress.State) -> str:
    """Say in one sentence how far the plan is, and where least was reported; areas are compared, Parties never."""
    if whole is None or not whole.reported or state.round is None:
        return _("No results are published yet.")
    share = round(100 * (whole.share(3) or 0))
    least = min(areas, key=lambda area: (state.of_area(area) or Coverage(0)).share(1) or 0)
    return _(
        "In the reports on %(year)s, %(share)s%% of what was asked is done or advanced. Least is begun in: %(area)s."
    ) % {
        "year": state.round.year,
        "share": share,
        "area": least.short_title,
    }


def happening(request: HttpRequest) -> dict[str, Any]:
    """Say what the dialogue does now: the round that runs, what comes next."""
    now = at(request)
    coming = activities.visible_to(request.user, at=now).filter(starts__gte=now.date()).order_by("starts", "pk")
    # Whoever takes part sees every round anyway; the newest that has opened is the one that runs.
    known = progress.state(request.user, at=now).rounds if actor(request.user, now).functions else ()
    current = next((one for one in known if one.opens_on <= now.date()), None) or rounds.current_round(now)
    return {"round": current, "coming": list(coming[:SOON]), "names": names(), "today": now.date()}


def numbers(request: HttpRequest) -> dict[str, Any]:
    """Give the few numbers of the desk: activities, who reported, money that is missing."""
    now = at(request)
    who = actor(request.user, now)
    # Who reads everything shares a scope with others who do not: the sums of the one are not for the other.
    key = f"plan-money-{sorted(who.scopes)}-{bool(who.functions)}-{who.holds(*activities.READS_ALL)}"
    purse = cache.get(key)
    if purse is None:
        purse = money.total(activities.visible_to(request.user, at=now))
        cache.set(key, purse, KEPT)
    state = progress.state(request.user, at=now)
    figures = [
        Figure(_("Activities"), formats.number_format(purse.activities, use_l10n=True, force_grouping=True)),
        Figure(_("Missing money"), euro(purse.gap), _("of %(budget)s planned") % {"budget": euro(purse.budget)}),
    ]
    if state.matrix and state.matrix.open_cells:
        some, of_all = state.matrix.parties_that_reported
        said = _("%(some)s of %(all)s") % {"some": some, "all": of_all}
        figures.insert(
            1,
            Figure(_("Parties that reported %(year)s") % {"year": state.matrix.year}, said, _("on one action or more")),
        )
    return {"figures": figures}
