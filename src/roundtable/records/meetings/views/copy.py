"""A whole meeting to take along."""

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from roundtable.ground.documents.public import laid
from roundtable.ground.trust.public import Marking, door, highest_marking
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.records.meetings.exports import offline, rows
from roundtable.records.meetings.models import Participant
from roundtable.records.meetings.queries import agenda, conclusions, people, written
from roundtable.records.meetings.queries.invited import invitees
from roundtable.records.meetings.queries.meetings import reader_language
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.views.asking import meeting_inside


@require_GET
@door(Do.SEE_INSIDE)
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out a meeting as one folder of HTML with its documents, as far as the reader may see it."""
    meeting, moment = meeting_inside(request, code), at(request)
    materials = agenda.materials_visible_to(request.user, meeting, at=moment)
    bearing = {one.pk: agenda.bears(one) for one in materials}
    marking = str(highest_marking(bearing.values(), least=Marking.PARTIES))
    numbers = [one.text_id for one in materials if one.text_id]
    texts = laid(request.user, numbers, moment) if numbers else {}
    papers, files = offline.papers(materials, {number: str(one) for number, one in bearing.items()}, texts)
    by_item: dict[int | None, list[offline.Paper]] = {}
    for paper in papers:
        by_item.setdefault(paper.material.item_id, []).append(paper)
    seen = people.visible_to(request.user, meeting, at=moment).filter(stage=Participant.Stage.APPROVED)
    delegations = [one for one in people.delegations(meeting, seen) if one.approved]
    lines = agenda.agenda(meeting, reader_language(), delegations=len(delegations))
    shown = invitees(meeting)
    name = rows.named()
    own = conclusions.visible_to(request.user, at=moment).filter(meeting=meeting).order_by("number")
    matters = conclusions.matters_arising(meeting)
    minutes = written.minutes_of(meeting)
    context = {
        "days": rows.days_said(meeting),
        "invited": shown,
        "left_out": [one for one in shown if not one.invitation.invited],
        "lines": [(one, by_item.get(one.item.pk, [])) for one in lines],
        "general": by_item.get(None, []),
        "delegations": delegations,
        "conclusions": [(one, name(one.owner)) for one in own],
        "matters": [(one, name(one.owner)) for one in matters],
        "minutes": minutes if minutes is not None and minutes.published_at else None,
        "notes": rows.notes_on([*(one.code for one in shown), *(one.owner for one in matters)]),
        "taken": date_format(moment, "DATETIME_FORMAT"),
    }
    answer = HttpResponse(offline.folder(meeting, context, files, marking=marking), content_type="application/zip")
    answer["Content-Disposition"] = disposition(in_name(marking, f"meeting-{meeting.code}.zip"))
    answer["Cache-Control"] = "private, no-store"
    return answer
