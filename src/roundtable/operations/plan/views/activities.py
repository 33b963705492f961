"""The list of activities, one activity, and both as calendars."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.parties.public import dialogue
from roundtable.ground.trust.public import PUBLIC, TrustDo, allows, door, marking_address
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import highest
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.kernel.links.listings import asks_for_all
from roundtable.operations.plan.domain.activity import number_text
from roundtable.operations.plan.exports import activities as rows
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries import activities as queries
from roundtable.operations.plan.queries.markings import of_activity
from roundtable.operations.plan.rules import Do
from roundtable.ui.pieces import Crumb, Figure, Part, Tone

TONES = {
    Activity.Stage.IDEA: Tone.QUIET,
    Activity.Stage.PLANNED: Tone.WAIT,
    Activity.Stage.UNDER_WAY: Tone.WAIT,
    Activity.Stage.COMPLETED: Tone.OK,
    Activity.Stage.CANCELLED: Tone.STOP,
}


@door(PUBLIC)
def activities(request: HttpRequest) -> HttpResponseBase:
    """Show, or hand out as a file, the activities that the reader may see."""
    moment = at(request)
    known = rows.known(moment.date())
    downloading = "download" in request.GET
    wide = downloading or asks_for_all(request.GET)
    found = rows.rows_of(queries.visible_to(request.user, at=moment), wide=wide)
    listing = rows.listing(known, request.GET)
    if downloading:
        answer = listing.download(
            found,
            request.GET,
            title=_("Activities"),
            notes=rows.notes(known, None),
            source=dialogue().name,
            demonstration=lambda one: one.demonstration,
            marking=lambda one: str(of_activity(one)),
        )
        if answer is not None:
            return answer
    listed = listing.page(found, request.GET, user_id=request.user.pk)
    shown = list(listed.page.object_list)
    context = {
        "listed": listed,
        "headline": _headline(listed.total, narrowed=listed.narrowed),
        "notes": rows.notes(known, shown),
        "demonstration": any(one.demonstration for one in shown),
        "marking": highest(str(of_activity(one)) for one in shown),
        "may_plan": allows(request.user, Do.PLAN_ACTIVITY, at=moment),
        "calendar_address": reverse("plan:activities-calendar") + listed.querystring(columns=None, sort=None),
        "crumbs": [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Activities"))],
    }
    return render(request, "plan/activities.html", context)


def _headline(total: int, *, narrowed: bool) -> str:
    if not total:
        return _("No activity matches") if narrowed else _("No activities yet")
    if narrowed:
        text = ngettext("%(total)s activity matches", "%(total)s activities match", total)
    else:
        text = ngettext("%(total)s activity carries out the plan", "%(total)s activities carry out the plan", total)
    return text % {"total": number_format(total, force_grouping=True)}


@door(PUBLIC)
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the activities of the list, with its filters, as a calendar."""
    moment = at(request)
    known = rows.known(moment.date())
    listing = rows.listing(known, request.GET)
    found = listing.matching(rows.rows_of(queries.visible_to(request.user, at=moment)), request.GET)
    return _calendar(list(found), known, name="activities", title=_("Activities"))


@door(PUBLIC)
def activity_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one activity as a calendar."""
    moment = at(request)
    one = get_object_or_404(rows.rows_of(queries.visible_to(request.user, at=moment)).all(), pk=pk)
    return _calendar([one], rows.known(moment.date()), name=f"activity-{pk}", title=one.title)


def _calendar(found: list[Activity], known: rows.Known, *, name: str, title: str) -> HttpResponse:
    from roundtable.operations.plan.exports.activities.ical import calendar

    content = calendar(found, known, title=title, address=settings.ROUNDTABLE_ADDRESS)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = disposition(f"{name}.ics")
    return answer


@dataclass(frozen=True, slots=True)
class Served:
    """An action that an activity serves, as its page shows it."""

    code: str
    title: str
    area: int
    percent: str
    parts: list[Part]
    href: str


@door(PUBLIC)
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one activity with everything that is said of it and its history."""
    moment = at(request)
    one = queries.with_everything(queries.visible_to(request.user, at=moment)).filter(pk=pk).first()
    if one is None:
        raise NotThere("")
    return render(request, "plan/activity.html", _page(request, one, moment))


def _page(request: HttpRequest, one: Activity, moment: datetime) -> dict[str, Any]:
    known = rows.known(moment.date())
    fundings = list(one.fundings.all())
    named = {str(one.lead_id)} | {str(party.pk) for party in [*one.partners.all(), *one.participants.all()]}
    may_change = allows(request.user, Do.CHANGE_ACTIVITY, one, at=moment)
    return {
        "activity": one,
        "tone": TONES[Activity.Stage(one.stage)].value,
        "lead": known.name(str(one.lead_id)),
        "partners": _named(one.partners, known),
        "participants": _named(one.participants, known),
        "served": [_served(share) for share in one.shares.all()],
        "fundings": fundings,
        "figures": _figures(one, fundings),
        "documents": [(document, _address(document)) for document in one.documents.all()],
        "issues": list(one.issues.all()),
        "outputs": [line for line in one.outputs.splitlines() if line.strip()],
        "history": queries.history(one, request.user, at=moment) if request.user.is_authenticated else [],
        "notes": rows.footnotes_of(known, named),
        "demonstration": one.demonstration,
        "marking": of_activity(one),
        "marking_address": marking_address(one)
        if allows(request.user, TrustDo.CONFIRM_LOWERING, one, at=moment)
        else "",
        "may_change": may_change,
        "may_delete": allows(request.user, Do.DELETE_ACTIVITY, one, at=moment),
        "crumbs": [
            Crumb(_("Plan"), reverse("plan:overview")),
            Crumb(_("Activities"), reverse("plan:activities")),
            Crumb(one.title),
        ],
    }


def _named(parties: Any, known: rows.Known) -> list[tuple[str, str]]:
    codes = {str(party.pk) for party in parties.all()}
    return [(code, view.name) for code, view in known.parties.items() if code in codes]


def _served(share: Any) -> Served:
    action = share.action
    percent = number_text(share.share * 100)
    return Served(
        code=action.label,
        title=str(action.short_title),
        area=action.area.number,
        percent=percent,
        parts=[Part(float(share.share * 100), f"{percent} %")],
        href=reverse("plan:action", args=[action.key]),
    )


def _figures(one: Activity, fundings: list[Any]) -> list[Figure]:
    def euro(amount: Decimal | None) -> str:
        return rows.euro(amount) if amount is not None else _("not known")

    if one.budget is None and one.spent is None and not fundings:
        return []
    pledged = sum((funding.pledged for funding in fundings), Decimal(0))
    paid = sum((funding.paid for funding in fundings), Decimal(0))
    return [
        Figure(_("Budget"), euro(one.budget)),
        Figure(_("Pledged"), euro(pledged)),
        Figure(_("Paid"), euro(paid)),
        Figure(_("Spent"), euro(one.spent)),
        Figure(_("Not yet funded"), euro(queries.gap_of(one.budget, pledged)), _("budget less what was pledged")),
    ]


def _address(document: Any) -> str:
    return document.link or reverse("portal:file", args=[document.file_id])
