"""The list of meetings, one meeting, and what the secretariat does with it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roundtable.ground.parties.public import names, zone_of
from roundtable.ground.trust.public import PUBLIC, Role, User, actor, allows, door, history_of
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.records.meetings.domain.deadlines import USUAL, Step, due
from roundtable.records.meetings.domain.stage import may_become
from roundtable.records.meetings.exports import calendars, rows
from roundtable.records.meetings.forms import CloneForm, GuestForm, MeetingForm
from roundtable.records.meetings.models import Meeting, Stage
from roundtable.records.meetings.queries import conclusions, meetings
from roundtable.records.meetings.queries.invited import invitees
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import meetings as services
from roundtable.records.meetings.views.asking import (
    done,
    editor,
    form_page,
    meeting_kept,
    meeting_of,
    page_of,
    take_in,
    tried,
    way_to,
)
from roundtable.ui.pieces import Crumb, Tone

TONES = {
    Stage.PLANNED: Tone.QUIET,
    Stage.CALLED: Tone.WAIT,
    Stage.HELD: Tone.OK,
    Stage.CANCELLED: Tone.STOP,
}


def step_words() -> dict[Step, str]:
    """Say what is due at each step."""
    return {
        Step.CIRCULATE: _("Documents are circulated"),
        Step.COMMENT: _("Comments are due"),
        Step.REVISE: _("The revision is circulated"),
        Step.FREEZE: _("Documents are frozen"),
    }


@require_GET
@door(PUBLIC)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """List the meetings that the reader may see."""
    moment = at(request)
    found = meetings.visible_to(request.user, at=moment)
    listing = rows.listing()
    title = _("Meetings")
    if file := listing.download(
        found, request.GET, title=title, demonstration=lambda one: one.demonstration, marking="PUBLIC"
    ):
        return file
    listed = listing.page(found, request.GET, user_id=request.user.pk)
    coming = found.filter(last_day__gte=moment.date(), stage=Stage.CALLED).order_by("first_day").first()
    context = {
        "title": title,
        "listed": listed,
        "coming": coming,
        "coming_days": rows.days_said(coming) if coming else "",
        "notes": rows.notes_on(str(row.obj.host_id or "") for row in listed.rows),
        "demonstration": any(row.obj.demonstration for row in listed.rows),
        "marking": "PUBLIC",
        "may_plan": allows(request.user, Do.KEEP, at=moment),
        "may_hand_over": allows(request.user, Do.HAND_OVER, at=moment),
        "sees_conclusions": allows(request.user, Do.SEE_INSIDE, at=moment),
        "has_functions": bool(actor(request.user, moment).functions),
        "calendar_address": reverse("meetings:calendar") + listed.querystring(sort=None),
    }
    return render(request, "meetings/list.html", context)


@require_GET
@door(PUBLIC)
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the meetings of the list, with its filters, as a calendar."""
    found = rows.listing().matching(meetings.visible_to(request.user, at=at(request)), request.GET)
    inside = bool(actor(request.user, at(request)).functions)
    return ical(calendars.of_many(found, title=_("Meetings"), inside=inside), "meetings")


def ical(content: bytes, name: str) -> HttpResponse:
    """Answer with a calendar."""
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = disposition(f"{name}.ics")
    return answer


@require_GET
@door(PUBLIC)
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Show a meeting: when, where, who is invited and why, and when documents are due."""
    found, moment = meeting_of(request, code), at(request)
    shown = invitees(found)
    keeps = allows(request.user, Do.KEEP, found, at=moment)
    inside = allows(request.user, Do.SEE_INSIDE, found, at=moment)
    known = names()
    context = page_of(
        request,
        found,
        "meeting",
        days=rows.days_said(found),
        tone=TONES[Stage(found.stage)],
        host=known.get(str(found.host_id), ""),
        chair=known.get(str(found.chair_id), ""),
        invited=[one for one in shown if one.invitation.invited and not one.invitation.observer],
        observers=[one for one in shown if one.invitation.invited and one.invitation.observer],
        left_out=[one for one in shown if not one.invitation.invited],
        deadlines=deadlines(request, found),
        begins=found.days.begins_at if found.starts else None,
        ends=found.days.ends_at if found.ends else None,
        notes=rows.notes_on([*(one.code for one in shown), str(found.host_id or ""), str(found.chair_id or "")]),
        guest_form=GuestForm() if keeps else None,
        clone_form=CloneForm(auto_id="clone_%s") if keeps else None,
        moves=moves(found, moment) if keeps else [],
        arising=len(conclusions.matters_arising(found)) if inside else 0,
        inside=inside,
        history=history_of(found, request.user, at=moment) if inside else [],
        crumbs=way_to(found),
        before=meetings.before_in_series(found, request.user, at=moment),
    )
    return render(request, "meetings/meeting.html", context)


def deadlines(request: HttpRequest, found: Meeting) -> list[dict[str, Any]]:
    """Give what is due when, in the zone of the reader's Party where there is one."""
    own = sorted(actor(request.user, at(request)).scopes_as(Role.CONTACT_POINT, Role.PARTNER, Role.SENIOR_OFFICIAL))
    zone = str(zone_of(own[0])) if own else found.zone
    words = step_words()
    return [
        {"step": step, "words": words[step], "due": moment, "zone": zone, "past": moment < at(request)}
        for step, moment in due(found.first_day, found.ahead, zone).items()
    ]


def moves(found: Meeting, moment: datetime) -> list[tuple[str, str, str]]:
    """Give what the secretariat can do with a meeting: the stage, the words of the button, its look."""
    words = {
        Stage.CALLED: (_("Call the meeting"), ""),
        Stage.HELD: (_("It was held"), ""),
        Stage.CANCELLED: (_("Cancel the meeting"), "danger"),
        Stage.PLANNED: (_("Take it up again"), "second"),
    }
    begun = found.days.begins_at <= moment
    open_to = [to for to in Stage.values if may_become(found.stage, to) and (begun or to != Stage.HELD)]
    return [(str(to), *words[Stage(to)]) for to in open_to]


@door(Do.KEEP)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    form = MeetingForm(request.POST or None, initial=USUAL | {"partners": True} | {"zone": str(zone_of("secretariat"))})
    made: list[Meeting] = []

    def save() -> None:
        made.append(services.plan(form.values(), by=editor(request), at=at(request)))

    if request.method == "POST" and take_in(form, save):
        sentence = _("The meeting is planned. Nobody but the secretariat sees it until you call it.")
        return done(request, sentence, made[0].get_absolute_url())
    back = reverse("meetings:list")
    return form_page(request, form, title=_("A new meeting"), back=back, crumbs=way_to(None, Crumb(_("New"))))


@door(Do.KEEP)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a meeting."""
    found = meeting_kept(request, code)
    form = MeetingForm(request.POST or None, initial=MeetingForm.filled(found))

    def save() -> None:
        services.change(found, form.values(), revision=form.seen(), by=editor(request), at=at(request))

    home = found.get_absolute_url()
    if request.method == "POST" and take_in(form, save, thing=found):
        return done(request, _("The meeting is changed."), home)
    return form_page(request, form, title=str(found.title), back=home, crumbs=way_to(found, Crumb(_("Change"))))


@require_POST
@door(Do.KEEP)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Call a meeting, say that it was held, cancel it, or take it up again."""
    found, to = meeting_kept(request, code), request.POST.get("to", "")
    if to not in Stage.values:
        raise NotThere("")
    sentences = {
        Stage.CALLED: _("The meeting is called, and those who are invited are told."),
        Stage.HELD: _("The meeting is a record now."),
        Stage.CANCELLED: _("The meeting is cancelled, and those who were invited are told."),
        Stage.PLANNED: _("The meeting is being planned again."),
    }
    return tried(
        request,
        lambda: services.move(found, to, by=editor(request), at=at(request)),
        sentences[Stage(to)],
        found.get_absolute_url(),
    )


@require_POST
@door(Do.KEEP)
def guest(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody besides, leave somebody out, or let the general rule hold again."""
    found = meeting_kept(request, code)
    home = f"{found.get_absolute_url()}#invited"
    if forget := request.POST.get("forget"):
        return tried(
            request,
            lambda: services.forget_guest(found, forget, by=editor(request), at=at(request)),
            _("The general rule holds again."),
            home,
        )
    form = GuestForm(request.POST)

    def save() -> None:
        said = form.cleaned_data
        services.name_guest(
            found,
            said["party"],
            invited=said["invited"] != "no",
            as_observer=said["invited"] == "observer",
            reason=said["reason"],
            by=editor(request),
            at=at(request),
        )

    if take_in(form, save):
        return done(request, _("The list of those invited is changed."), home)
    return form_page(
        request, form, title=_("Who is invited"), back=home, crumbs=way_to(found, Crumb(_("Who is invited")))
    )


@require_POST
@door(Do.KEEP)
def clone(request: HttpRequest, code: str) -> HttpResponse:
    """Plan the next meeting after the shape of this one."""
    found = meeting_kept(request, code)
    form = CloneForm(request.POST, auto_id="clone_%s")
    made: list[Meeting] = []

    def save() -> None:
        made.append(services.clone(found, first_day=form.cleaned_data["first_day"], by=editor(request), at=at(request)))

    if take_in(form, save):
        sentence = _("The next meeting is planned, with the same agenda. Check its title, place and days.")
        return done(request, sentence, made[0].get_absolute_url())
    home = found.get_absolute_url()
    return form_page(request, form, title=_("The next meeting"), back=home, crumbs=way_to(found, Crumb(_("Next"))))


@require_GET
@door(PUBLIC)
def meeting_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out one meeting as an invitation for a calendar, its update or its cancellation."""
    found = meeting_of(request, code)
    person = request.user
    attendee = (person.name, person.email) if isinstance(person, User) else None
    inside = allows(request.user, Do.SEE_INSIDE, found, at=at(request))
    return ical(calendars.of_one(found, inside=inside, attendee=attendee), f"meeting-{found.code}")
