"""What is printed of a meeting: the list of participants, the agenda and the minutes as PDF."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from roundtable.ground.trust.public import Marking, door, highest_marking
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.records.meetings.exports import paper, rows
from roundtable.records.meetings.models import Meeting, Participant
from roundtable.records.meetings.queries import agenda as lines_of
from roundtable.records.meetings.queries import conclusions, people, written
from roundtable.records.meetings.queries.meetings import reader_language
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.views.asking import meeting_inside


def _coming(request: HttpRequest, meeting: Meeting) -> list[people.Delegation]:
    seen = people.visible_to(request.user, meeting, at=at(request)).filter(stage=Participant.Stage.APPROVED)
    return [one for one in people.delegations(meeting, seen) if one.approved]


def _answer(request: HttpRequest, meeting: Meeting, sheet: paper.Sheet, name: str) -> HttpResponse:
    answer = HttpResponse(paper.written(meeting, sheet, at=at(request)), content_type="application/pdf")
    answer["Content-Disposition"] = disposition(in_name(sheet.marking, f"{meeting.code}-{name}.pdf"))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@door(Do.SEE_INSIDE)
def participants(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the list of participants as PDF."""
    meeting = meeting_inside(request, code)
    return _answer(request, meeting, paper.participants(_coming(request, meeting)), "participants")


@require_GET
@door(Do.SEE_INSIDE)
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the agenda as PDF, as far as the reader may see its materials; annotated where that is asked for."""
    meeting, moment = meeting_inside(request, code), at(request)
    materials = lines_of.materials_visible_to(request.user, meeting, at=moment)
    marking = str(highest_marking([lines_of.bears(one) for one in materials], least=Marking.PARTIES))
    lines = lines_of.agenda(meeting, reader_language(), materials=materials, delegations=len(_coming(request, meeting)))
    general = [one for one in materials if one.item_id is None]
    sheet = paper.agenda(lines, general, annotated="annotated" in request.GET, marking=marking, zone=meeting.zone)
    return _answer(request, meeting, sheet, "agenda")


@require_GET
@door(Do.SEE_INSIDE)
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the published minutes and the conclusions as PDF."""
    meeting, moment = meeting_inside(request, code), at(request)
    name = rows.named()
    own = conclusions.visible_to(request.user, at=moment).filter(meeting=meeting).order_by("number")
    sheet = paper.minutes(written.minutes_of(meeting), [(one, name(one.owner)) for one in own])
    return _answer(request, meeting, sheet, "minutes")
