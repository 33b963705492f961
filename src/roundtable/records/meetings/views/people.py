"""Delegations: who comes, who approves it, who was there, and what is printed of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roundtable.ground.parties.public import names, party
from roundtable.ground.trust.public import Role, actor, allows, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables import answer
from roundtable.kernel.links.listings import asks_for_all, whole
from roundtable.records.meetings.domain.seating import sides
from roundtable.records.meetings.exports import rows
from roundtable.records.meetings.forms import DecisionForm, ParticipantForm
from roundtable.records.meetings.models import Meeting, Needs, Participant
from roundtable.records.meetings.queries import people
from roundtable.records.meetings.queries.invited import invited
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import people as services
from roundtable.records.meetings.views.asking import (
    done,
    editor,
    form_page,
    meeting_inside,
    number_of,
    page_of,
    take_in,
    tried,
    way_to,
)
from roundtable.ui.pieces import Crumb, Tone

TONES = {
    Participant.Stage.ASKED: Tone.WAIT,
    Participant.Stage.APPROVED: Tone.OK,
    Participant.Stage.REFUSED: Tone.STOP,
    Participant.Stage.WITHDRAWN: Tone.QUIET,
}
NO_NEEDS = Needs()


def home_of(meeting: Meeting) -> str:
    """Give the address of the delegations."""
    return reverse("meetings:delegations", args=[meeting.code])


def _speaks_for(request: HttpRequest) -> frozenset[str]:
    return actor(request.user, at(request)).scopes_as(Role.CONTACT_POINT, Role.PARTNER)


@require_GET
@door(Do.SEE_INSIDE)
def delegations(request: HttpRequest, code: str) -> HttpResponse:
    """Show who comes, delegation by delegation."""
    meeting, moment = meeting_inside(request, code), at(request)
    seen = list(people.visible_to(request.user, meeting, at=moment))
    shown = people.delegations(meeting, seen)
    if fmt := request.GET.get("download"):
        return answer(rows.participants_table(meeting, shown), fmt, filename=f"participants-{meeting.code}")
    approves = allows(request.user, Do.APPROVE, meeting, at=moment)
    own = _speaks_for(request)
    needs = people.needs_visible_to(request.user, meeting, at=moment) if approves or own else {}
    days = list(meeting.days.each())
    # One's own delegation first, then the alphabet.
    shown.sort(key=lambda one: one.invitee.code not in own)
    listed = [
        {
            "delegation": one,
            "speaks": approves or one.invitee.code in own,
            "people": [
                {
                    "person": person,
                    "tone": TONES[Participant.Stage(person.stage)],
                    "needs": needs.get(person.pk, NO_NEEDS),
                    "days": [(day, day.isoformat(), day.isoformat() in person.came_on) for day in days],
                }
                for person in one.people
            ],
        }
        for one in shown
    ]
    coming = [person for one in shown for person in one.approved]
    context = page_of(
        request,
        meeting,
        "delegations",
        delegations=listed,
        open=meeting.open_for_registration,
        approves=approves,
        registers=bool(approves or own),
        waiting=[(one, person) for one in shown for person in one.people if person.stage == "asked"],
        coming=len(coming),
        named=sum(bool(one.approved) for one in shown),
        days=[(day, day.isoformat(), sum(day.isoformat() in one.came_on for one in coming)) for day in days],
        begun=meeting.days.begins_at <= moment,
        notes=rows.notes_on(one.invitee.code for one in shown),
        decision=DecisionForm(auto_id="decide_%s"),
        crumbs=way_to(meeting, Crumb(_("Delegations"))),
    )
    return render(request, "meetings/delegations.html", context)


@door(Do.REGISTER)
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Name somebody who comes for a delegation."""
    meeting, moment = meeting_inside(request, code), at(request)
    office = allows(request.user, Do.APPROVE, meeting, at=moment)
    own = _speaks_for(request)
    offered = [one for one in invited(meeting) if office or one.code in own]
    asked = str(request.GET.get("party") or request.POST.get("party") or (offered[0].code if offered else ""))
    if asked not in {one.code for one in offered}:
        raise NotThere("")
    form = ParticipantForm(request.POST or None, initial={"part": Participant.Part.MEMBER})

    def save() -> None:
        services.register(meeting, asked, _sent(form), by=editor(request), at=moment)

    here = f"{home_of(meeting)}#{asked}"
    if request.method == "POST" and take_in(form, save):
        return done(request, _("The registration waits for the secretariat's approval."), here)
    title = _("Who comes for %(name)s") % {"name": names().get(asked, asked)}
    return form_page(
        request, form, title=title, back=here, crumbs=_way(meeting, Crumb(_("Name somebody"))), marking="INSTITUTION"
    )


def _way(meeting: Meeting, *further: Crumb) -> list[Crumb]:
    return way_to(meeting, Crumb(_("Delegations"), home_of(meeting)), *further)


def _sent(form: ParticipantForm) -> dict[str, Any]:
    return form.values()


@door(Do.REGISTER)
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a registration, or take it back."""
    meeting, moment = meeting_inside(request, code), at(request)
    kept = get_object_or_404(people.kept_by(request.user, meeting, at=moment).select_related("meeting"), pk=pk)
    here = f"{home_of(meeting)}#{kept.party_id}"
    if request.method == "POST" and "withdraw" in request.POST:
        sentence = _("The registration is taken back.")
        return tried(request, lambda: services.withdraw(kept, by=editor(request), at=moment), sentence, here)
    needs = people.needs_visible_to(request.user, meeting, at=moment).get(kept.pk, NO_NEEDS)
    filled = ParticipantForm.filled(kept) | {name: getattr(needs, name) for name in services.NEEDS}
    form = ParticipantForm(request.POST or None, initial=filled)

    def save() -> None:
        services.change(kept, _sent(form), revision=form.seen(), by=editor(request), at=moment)

    if request.method == "POST" and take_in(form, save, thing=kept):
        return done(request, _("The registration is changed."), here)
    context = {
        "form": form,
        "title": _("Change the registration"),
        "back": here,
        "crumbs": _way(meeting, Crumb(_("Change"))),
        "submit": _("Save"),
        "withdraws": kept.stage in {"asked", "approved"},
        "marking": "INSTITUTION",
    }
    return render(request, "meetings/registration.html", context, status=422 if form.errors else 200)


@require_POST
@door(Do.APPROVE)
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Approve a registration or not, or write down that the letter of accreditation came."""
    meeting, moment = meeting_inside(request, code), at(request)
    kept = get_object_or_404(people.kept_by(request.user, meeting, at=moment).select_related("meeting"), pk=pk)
    here = f"{home_of(meeting)}#{kept.party_id}"
    do = request.POST.get("do", "")
    if do in {"accredit", "unaccredit"}:
        return tried(
            request,
            lambda: services.accredit(kept, received=do == "accredit", by=editor(request), at=moment),
            _("Written down."),
            here,
        )
    if do not in {"approve", "refuse"}:
        raise NotThere("")
    note = request.POST.get("note", "")[:500]
    return tried(
        request,
        lambda: services.decide(kept, approved=do == "approve", note=note, by=editor(request), at=moment),
        _("Decided, and the delegation is told."),
        here,
    )


@require_POST
@door(Do.APPROVE)
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    """Write down who was there on a day."""
    meeting = meeting_inside(request, code)
    day = parse_date(request.POST.get("day", "")) if request.POST.get("day", "")[:4].isdecimal() else None
    if day is None:
        raise NotThere("")
    numbers = [number_of(text) for text in request.POST.getlist("came")]
    return tried(
        request,
        lambda: services.attended(meeting, day, numbers, by=editor(request), at=at(request)),
        _("The attendance is written down."),
        home_of(meeting),
    )


def _coming(request: HttpRequest, meeting: Meeting) -> list[people.Delegation]:
    seen = people.visible_to(request.user, meeting, at=at(request)).filter(stage=Participant.Stage.APPROVED)
    return [one for one in people.delegations(meeting, seen) if one.approved]


@require_GET
@door(Do.SEE_INSIDE)
def participants(request: HttpRequest, code: str) -> HttpResponse:
    """Show the list of participants as the secretariat prints it."""
    meeting = meeting_inside(request, code)
    shown = _coming(request, meeting)
    context = page_of(
        request,
        meeting,
        "delegations",
        delegations=shown,
        whole=whole(rows.participants_table(meeting, shown)) if asks_for_all(request.GET) else None,
        days=rows.days_said(meeting),
        coming=sum(len(one.approved) for one in shown),
        notes=rows.notes_on(one.invitee.code for one in shown),
        crumbs=_way(meeting, Crumb(_("List of participants"))),
    )
    return render(request, "meetings/participants.html", context)


@require_GET
@door(Do.APPROVE)
def badges(request: HttpRequest, code: str) -> HttpResponse:
    """Show the badges of those who come, to be printed and cut."""
    meeting = meeting_inside(request, code)
    shown = _coming(request, meeting)
    context = page_of(
        request,
        meeting,
        "delegations",
        badges=[(one.invitee, person) for one in shown for person in one.approved],
        days=rows.days_said(meeting),
        notes=rows.notes_on(one.invitee.code for one in shown),
        crumbs=_way(meeting, Crumb(_("Badges"))),
    )
    return render(request, "meetings/badges.html", context)


@require_GET
@door(Do.SEE_INSIDE)
def seating(request: HttpRequest, code: str) -> HttpResponse:
    """Show who sits where, in the protocol order of the reader's language."""
    meeting = meeting_inside(request, code)
    shown = {one.invitee.code: one for one in _coming(request, meeting)}
    seats = people.seats(meeting, shown.values())
    right, left = sides(seats)
    context = page_of(
        request,
        meeting,
        "delegations",
        head=next(((seat, shown[seat.code]) for seat in seats if seat.number == 0), None),
        right=[(seat, shown[seat.code]) for seat in right],
        left=[(seat, shown[seat.code]) for seat in left],
        seats=[(seat, shown[seat.code]) for seat in seats],
        notes=rows.notes_on(shown),
        crumbs=_way(meeting, Crumb(_("Seating"))),
    )
    return render(request, "meetings/seating.html", context)


@require_GET
@door(Do.REGISTER)
def letter(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show the letter with which an approved participant asks for a visa, to be printed and signed."""
    meeting, moment = meeting_inside(request, code), at(request)
    kept = get_object_or_404(people.kept_by(request.user, meeting, at=moment), pk=pk, visa_letter=True)
    if kept.stage != Participant.Stage.APPROVED:
        raise NotThere("")
    needs = people.needs_visible_to(request.user, meeting, at=moment).get(kept.pk, NO_NEEDS)
    view = party(str(kept.party_id), meeting.first_day)
    context = page_of(
        request,
        meeting,
        "delegations",
        person=kept,
        needs=needs,
        party=view,
        host=names().get(str(meeting.host_id), ""),
        days=rows.days_said(meeting),
        today=moment.date(),
        notes=rows.notes_on([view.code, str(meeting.host_id or "")]),
        crumbs=_way(meeting, Crumb(_("Letter for the visa"))),
    )
    context["marking"] = "INSTITUTION"
    return render(request, "meetings/letter.html", context)
