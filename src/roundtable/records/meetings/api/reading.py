"""What machines read of meetings: the same rows as on the pages and in the exports; conclusions and names."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import PUBLIC, allows, operation_door, person_of
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.middleware import at
from roundtable.kernel.links.listings import SIZES_WORDS, cut
from roundtable.records.meetings.domain.deadlines import due
from roundtable.records.meetings.domain.floor import length
from roundtable.records.meetings.exports import rows
from roundtable.records.meetings.forms import CODE
from roundtable.records.meetings.models import Conclusion, Material, Meeting, Participant, Turn
from roundtable.records.meetings.queries import agenda, conclusions, floor, invited, meetings
from roundtable.records.meetings.queries import people as people_queries
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.schemas import (
    ConclusionIn,
    ConclusionOut,
    ConclusionsOut,
    MeetingDetailOut,
    MeetingsOut,
    OutcomeIn,
    RegistrationIn,
    RegistrationOut,
)
from roundtable.records.meetings.services import conclusions as concluding
from roundtable.records.meetings.services import people

router = Router()

PER_PAGE = 100

Words = Annotated[str, Query(max_length=200, description="Words of the title, the place or the code.")]
Day = Annotated[date | None, Query(description="Both days count.")]
Sort = Annotated[str, Query(description="A column's key, with a minus before it for the other direction.")]
Page = Annotated[int, Query(ge=1)]
Size = Annotated[int | None, Query(description=SIZES_WORDS)]


def _paged(request: HttpRequest, rows: Any, notes: list[str], row: Callable[[Any], Any]) -> Mapping[str, Any]:
    shown = cut(rows, request.GET, path=request.path, default=PER_PAGE)
    return {**shown.about, "notes": notes, "items": [row(one) for one in shown.rows]}


def told_meeting(one: Meeting, name: Callable[[str | None], str]) -> dict[str, Any]:
    """Tell a meeting; `name` gives the name of a code."""
    return {
        "code": one.code,
        "kind": one.kind,
        "series": one.series,
        "title": str(one.title),
        "first_day": one.first_day,
        "last_day": one.last_day,
        "starts": one.starts,
        "ends": one.ends,
        "zone": one.zone,
        "place": str(one.place),
        "host": one.host_id,
        "host_name": name(one.host_id),
        "chair": one.chair_id,
        "chair_name": name(one.chair_id),
        "stage": one.stage,
        "source": one.source,
        "demonstration": one.demonstration,
    }


def _conclusion(one: Conclusion, name: Callable[[str | None], str]) -> dict[str, Any]:
    return {
        "id": one.pk,
        "meeting": one.meeting.code,
        "meeting_title": str(one.meeting),
        "number": one.number,
        "text": one.text,
        "owner": one.owner,
        "owner_name": name(one.owner),
        "codes": one.codes,
        "due": one.due,
        "stage": one.stage,
        "outcome": one.outcome,
        "closed_on": one.closed_on,
        "demonstration": one.demonstration,
    }


@router.get("/", response=MeetingsOut, summary="Meetings")
@operation_door(PUBLIC)
def listed(  # noqa: PLR0913 - each filter of the list has its name
    request: HttpRequest,
    *,
    kind: Literal["", "conference", "senior-officials", "experts", "training"] = "",
    stage: Literal["", "planned", "called", "held", "cancelled"] = "",
    series: str = "",
    day_from: Day = None,
    day_to: Day = None,
    q: Words = "",
    sort: Sort = "",
    page: Page = 1,  # noqa: ARG001 - told to the document; cut out by `_paged`
    per_page: Size = None,  # noqa: ARG001 - as `page`
) -> Mapping[str, Any]:
    """Give the meetings that the page lists, in the same order, with the same filters."""
    asked = {
        "kind": kind,
        "stage": stage,
        "series": series,
        "day_from": day_from.isoformat() if day_from else "",
        "day_to": day_to.isoformat() if day_to else "",
        "q": q,
        "sort": sort,
    }
    found = rows.listing().matching(meetings.visible_to(request.user, at=at(request)), asked)
    return _paged(
        request, found, rows.notes_on(str(one.host_id or "") for one in found), partial(told_meeting, name=rows.named())
    )


@router.get("/conclusions", response=ConclusionsOut, summary="Conclusions of the meetings")
@operation_door(Do.SEE_INSIDE)
def concluded(  # noqa: PLR0913 - each filter of the list has its name
    request: HttpRequest,
    *,
    stage: Literal["", "open", "done", "dropped"] = "",
    kind: Literal["", "conference", "senior-officials", "experts", "training"] = "",
    owner: str = "",
    dated: Literal["", "yes", "no"] = "",
    due_from: Day = None,
    due_to: Day = None,
    q: Words = "",
    sort: Sort = "",
    page: Page = 1,  # noqa: ARG001 - told to the document; cut out by `_paged`
    per_page: Size = None,  # noqa: ARG001 - as `page`
) -> Mapping[str, Any]:
    """Give the conclusions that the page lists, to those who take part."""
    asked = {
        "stage": stage,
        "kind": kind,
        "owner": owner,
        "dated": dated,
        "due_from": due_from.isoformat() if due_from else "",
        "due_to": due_to.isoformat() if due_to else "",
        "q": q,
        "sort": sort,
    }
    found = rows.conclusions_listing().matching(conclusions.visible_to(request.user, at=at(request)), asked)
    return _paged(request, found, rows.notes_on(one.owner for one in found), partial(_conclusion, name=rows.named()))


@router.get("/{code}", response=MeetingDetailOut, summary="One meeting")
@operation_door(PUBLIC)
def meeting(request: HttpRequest, code: str) -> Mapping[str, Any]:
    """Give a meeting and who is invited; what is talked about and concluded to those who take part."""
    moment = at(request)
    one = get_object_or_404(meetings.visible_to(request.user, at=moment), code=code)
    inside = allows(request.user, Do.SEE_INSIDE, one, at=moment)
    name = rows.named()
    shown = invited.invitees(one)
    papers = agenda.materials_visible_to(request.user, one, at=moment) if inside else []
    lines = agenda.agenda(one, meetings.reader_language(), delegations=people_of(request, one)) if inside else []
    numbers = {line.item.pk: line.number for line in lines}
    turns = floor.shown_turns(one) if inside else []
    own = conclusions.visible_to(request.user, at=moment).filter(meeting=one).order_by("number") if inside else []
    arising = conclusions.matters_arising(one) if inside else []
    return {
        **told_meeting(one, name),
        "revision": one.revision,
        "invited": [
            {
                "code": found.code,
                "name": found.name,
                "invited": found.invitation.invited,
                "observer": found.invitation.observer,
                "why": str(found.invitation.why),
                "reason": found.invitation.reason,
            }
            for found in shown
        ],
        "deadlines": [
            {"step": str(step), "due": when} for step, when in due(one.first_day, one.ahead, one.zone).items()
        ],
        "agenda": [
            {
                "id": line.item.pk,
                "revision": line.item.revision,
                "number": line.number,
                "kind": line.item.kind,
                "title": line.words.title,
                "note": line.words.note,
                "language": line.language,
                "translation": str(line.state),
                "begins": line.slot.begins if line.slot else None,
                "minutes": line.item.minutes,
                "speaking_seconds": line.speaking,
                "codes": line.item.codes,
            }
            for line in lines
        ],
        "materials": [told_material(found, numbers) for found in papers],
        "speakers": [told_turn(found, numbers, moment) for found in turns],
        "conclusions": [_conclusion(found, name) for found in own],
        "matters_arising": [_conclusion(found, name) for found in arising],
        "notes": rows.notes_on(found.code for found in shown),
    }


def people_of(request: HttpRequest, one: Meeting) -> int:
    """Give how many delegations are named: among them the time to speak is shared."""
    seen = people_queries.visible_to(request.user, one, at=at(request)).filter(stage=Participant.Stage.APPROVED)
    return len(set(seen.values_list("party_id", flat=True)))


def told_material(one: Material, numbers: Mapping[int, str]) -> dict[str, Any]:
    """Tell a document of a meeting; `numbers` are those of the items."""
    return {
        "id": one.pk,
        "title": one.title,
        "number": one.number,
        "language": one.language,
        "marking": str(agenda.bears(one)),
        "item": numbers.get(one.item_id or 0, ""),
        "text": one.text_id,
        "file": reverse("portal:file", args=[one.file_id]) if one.file_id else None,
    }


def told_turn(one: Turn, numbers: Mapping[int, str], moment: datetime) -> dict[str, Any]:
    """Tell a place on the list of speakers."""
    plain = {name: getattr(one, name) for name in ("kind", "stage", "place", "asked_at", "began_at", "ended_at")}
    return {
        "id": one.pk,
        "party": str(one.party_id),
        "item": numbers.get(one.item_id or 0, ""),
        **plain,
        "seconds": length(one, moment),
    }


def _inside(request: HttpRequest, code: str) -> Meeting:
    return get_object_or_404(meetings.inside_for(request.user, at=at(request)), code=code)


@router.post("/{code}/conclusions", response={201: ConclusionOut}, summary="Write a conclusion down")
@operation_door(Do.CONCLUDE)
def conclude(
    request: HttpRequest,
    code: str,
    said: ConclusionIn,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[dict[str, Any]]:
    """Write down what a meeting concluded, under its next number."""
    one = _inside(request, code)
    values = said.dict()
    number = values.pop("item")
    lines = {line.number: line.item for line in agenda.agenda(one, meetings.reader_language()) if line.number}
    if number and number not in lines:
        raise Invalid(_("The agenda has no item of this number."), fields={"item": [_("Choose an item.")]})
    if values["owner"] not in {rows.OFFICE, *names("en")}:
        raise Invalid(_("Nobody at the table has this code."), fields={"owner": [_("Choose an owner.")]})
    if strange := [found for found in values["codes"] if not CODE.fullmatch(found)]:
        raise Invalid(_("“%(code)s” is not a code of the plan.") % {"code": strange[0]}, fields={"codes": strange})
    made = concluding.conclude(one, {**values, "item": lines.get(number)}, by=person_of(request), at=at(request))
    return Status(201, _conclusion(made, rows.named()))


@router.post("/conclusions/{int:pk}/outcome", response=ConclusionOut, summary="Say what became of a conclusion")
@operation_door(Do.CLOSE_CONCLUSION)
def close_conclusion(
    request: HttpRequest,
    pk: int,
    said: OutcomeIn,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,  # noqa: ARG001 - the frame of the API reads it
) -> dict[str, Any]:
    """Close a conclusion: it was done, or given up. It stands on no further agenda from then on."""
    one = get_object_or_404(conclusions.visible_to(request.user, at=at(request)), pk=pk)
    found = concluding.close(one, outcome=said.outcome, dropped=said.dropped, by=person_of(request), at=at(request))
    return _conclusion(found, rows.named())


@router.post("/{code}/participants", response={201: RegistrationOut}, summary="Name who comes for a delegation")
@operation_door(Do.REGISTER)
def name_participant(
    request: HttpRequest,
    code: str,
    said: RegistrationIn,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[dict[str, Any]]:
    """Name somebody who comes for a Party or Partner that is invited; the secretariat approves."""
    values = said.dict()
    party = values.pop("party").upper()
    made: Participant = people.register(_inside(request, code), party, values, by=person_of(request), at=at(request))
    shown = {name: getattr(made, name) for name in ("id", "name", "position", "part", "stage", "revision")}
    return Status(201, {**shown, "meeting": code, "party": party})
