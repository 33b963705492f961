"""The list of speakers: delegations ask for the floor, the chair gives it, and everybody sees the time used."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import allows, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.meetings.domain.floor import clock
from roundtable.records.meetings.exports import rows
from roundtable.records.meetings.models import Meeting, Stage, Turn
from roundtable.records.meetings.queries import agenda, people
from roundtable.records.meetings.queries.floor import Floor, floor_of, turns_of
from roundtable.records.meetings.queries.invited import invited
from roundtable.records.meetings.queries.meetings import reader_language
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import floor as services
from roundtable.records.meetings.views.asking import editor, meeting_inside, number_of, page_of, tried, way_to
from roundtable.ui.pieces import Crumb


def chosen(lines: list[agenda.Line], asked: str, moment: datetime) -> agenda.Line | None:
    """Give the item that is asked for, or the one that is on at this moment."""
    wanted = number_of(asked)
    named = next((one for one in lines if one.item.pk == wanted), None)
    timed = (one for one in lines if one.slot and one.slot.begins <= moment < one.slot.ends)
    return named or next(timed, None)


def lines_of(request: HttpRequest, meeting: Meeting) -> list[agenda.Line]:
    """Give the agenda with the speaking time that comes of the delegations that are named."""
    seen = people.visible_to(request.user, meeting, at=at(request)).filter(stage="approved")
    named = len(set(seen.values_list("party_id", flat=True)))
    return agenda.agenda(meeting, reader_language(), delegations=named)


def spoken_of(found: Floor) -> dict[str, Any]:
    """Give what a page shows of who has the floor, who waits and who spoke."""
    known = names()
    now, kinds = found.speaking, [one.kind for one in found.waiting]
    return {
        "speaker": now,
        "speaker_name": known.get(str(now.party_id), now.party_id) if now else "",
        "clock": found.clock,
        "waiting": [
            (one, known.get(str(one.party_id), one.party_id), before == one.kind, after == one.kind)
            for before, one, after in zip(["", *kinds], found.waiting, [*kinds[1:], ""], strict=False)
        ],
        "spoken": [(one, known.get(str(one.party_id), one.party_id), clock(length)) for one, length in found.spoken],
        "used": sorted((known.get(code, code), one) for code, one in found.used.items()),
    }


@door(Do.SEE_INSIDE)
def floor(request: HttpRequest, code: str) -> HttpResponse:
    """Show the list of speakers to an item; delegations ask, whoever leads gives the floor."""
    meeting, moment = meeting_inside(request, code), at(request)
    if request.method == "POST":
        return _done(request, meeting)
    lines = lines_of(request, meeting)
    talks = [one for one in lines if one.number]
    now = chosen(talks, request.GET.get("item", ""), moment) or (talks[0] if talks else None)
    found = floor_of(meeting, now.item if now else None, now.speaking if now else 0, at=moment)
    leads = allows(request.user, Do.LEAD, meeting, at=moment)
    offered = []
    if meeting.stage == Stage.CALLED:
        offered = [
            one
            for one in invited(meeting)
            if leads or allows(request.user, Do.ASK_FLOOR, Turn(meeting=meeting, party_id=one.code), at=moment)
        ]
    own = {one.code for one in offered}
    context = page_of(
        request,
        meeting,
        "agenda",
        now=now,
        talks=talks,
        leads=leads,
        offered=offered,
        own=own,
        kinds=Turn.Kind.choices,
        notes=rows.notes_on(sorted({*own, *(str(one.party_id) for one in found.named)})),
        **spoken_of(found),
        crumbs=way_to(
            meeting,
            Crumb(_("Agenda and materials"), reverse("meetings:agenda", args=[meeting.code])),
            Crumb(_("List of speakers")),
        ),
    )
    return render(request, "meetings/floor.html", context)


def _done(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    by, moment, said = editor(request), at(request), request.POST
    item = None
    if wanted := number_of(said.get("item", "")):
        item = get_object_or_404(agenda.items_of(meeting), pk=wanted)
    back = reverse("meetings:floor", args=[meeting.code]) + (f"?{urlencode({'item': item.pk})}" if item else "")
    if said.get("do") == "ask":
        return tried(
            request,
            lambda: services.ask(
                meeting, said.get("party", ""), item=item, kind=said.get("kind", ""), by=by, at=moment
            ),
            _("The delegation is on the list of speakers."),
            back,
        )
    turn = get_object_or_404(turns_of(meeting), pk=number_of(said.get("turn", "")))
    deeds: dict[str, tuple[Callable[[], Turn], str]] = {
        "give": (lambda: services.give(turn, by=by, at=moment), _("The floor is given.")),
        "end": (lambda: services.end(turn, by=by, at=moment), _("The floor is taken back.")),
        "earlier": (lambda: services.move(turn, later=False, by=by, at=moment), _("The order is changed.")),
        "later": (lambda: services.move(turn, later=True, by=by, at=moment), _("The order is changed.")),
        "withdraw": (lambda: services.withdraw(turn, by=by, at=moment), _("The delegation is off the list.")),
    }
    if said.get("do") not in deeds:
        raise NotThere("")
    do, sentence = deeds[said["do"]]
    return tried(request, do, sentence, back)
