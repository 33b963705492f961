"""What was counted for a figure of a pack."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import footnotes, names
from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import highest
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.queries import packs as queries
from roundtable.operations.plan.queries.markings import of_activity, of_report_seen
from roundtable.operations.plan.queries.report_words import answer_words
from roundtable.operations.plan.queries.reports import shown
from roundtable.operations.plan.services import packs
from roundtable.operations.plan.views.packs.common import crumbs
from roundtable.ui.pieces import Crumb


@door(PUBLIC)
def pack_figure(request: HttpRequest, name: str, key: str) -> HttpResponseBase:
    """Show what was counted for a figure of a pack, as far as the reader may see it."""
    moment = at(request)
    pack = packs.named(name, among=queries.visible_to(request.user, at=moment).defer(None))
    if pack is None:
        raise NotThere("")
    found = queries.behind(queries.snapshot_of(pack), key)
    if found is None:
        raise NotThere("")
    kind, numbers = found
    called = names()
    rows: list[dict[str, Any]]
    if kind == "reports":
        reports = queries.reports_behind(numbers, request.user, at=moment)
        rows = [
            {
                "href": reverse("plan:report", args=[one.pk]),
                "code": one.action.label,
                "title": one.action.short_title,
                "party": called.get(str(one.party_id), one.party_id),
                "said": answer_words(shown(one).answer, shown(one).progress),
                "needs": shown(one).needs,
            }
            for one in reports[:1000]
        ]
        codes = {str(one.party_id) for one in reports[:1000]}
        marking = highest(str(of_report_seen(one)) for one in reports[:1000])
    else:
        activities = queries.activities_behind(numbers, request.user, at=moment)
        rows = [
            {
                "href": reverse("plan:activity", args=[one.pk]),
                "title": one.title,
                "party": called.get(str(one.lead_id), one.lead_id),
                "said": one.get_stage_display(),
                "starts": one.starts,
                "ends": one.ends,
            }
            for one in activities[:1000]
        ]
        codes = {str(one.lead_id) for one in activities[:1000]}
        marking = highest(str(of_activity(one)) for one in activities[:1000])
    context = {
        "crumbs": crumbs(Crumb(pack.name, pack.get_absolute_url()), Crumb(_("Behind a figure"))),
        "pack": pack,
        "kind": kind,
        "rows": rows,
        "count": len(numbers),
        "hidden": len(numbers) - len(rows) if len(rows) < 1000 else 0,
        "cut": len(numbers) > 1000 and len(rows) == 1000,
        "footnotes": footnotes(sorted(codes)),
        "marking": marking,
    }
    return render(request, "plan/pack_figure.html", context)
