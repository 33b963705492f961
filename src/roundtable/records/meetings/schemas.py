"""What machines are told."""

from datetime import date, datetime, time

from ninja import Schema


class MeetingOut(Schema):
    """A meeting, named in the language of the request."""

    code: str
    kind: str
    series: str
    title: str
    first_day: date
    last_day: date
    starts: time | None
    ends: time | None
    zone: str
    place: str
    host: str | None
    host_name: str
    chair: str | None
    chair_name: str
    stage: str
    source: str
    demonstration: bool


class MeetingsOut(Schema):
    """Meetings, page by page."""

    count: int
    page: int
    pages: int
    notes: list[str]
    items: list[MeetingOut]


class InviteeOut(Schema):
    """Whether one entry of the table is invited, and why."""

    code: str
    name: str
    invited: bool
    observer: bool
    why: str
    reason: str


class DeadlineOut(Schema):
    """When documents are due, in the zone of the meeting."""

    step: str
    due: datetime


class AgendaItemOut(Schema):
    """An item of the agenda, whole in one language."""

    number: str
    kind: str
    title: str
    note: str
    language: str
    translation: str
    begins: datetime | None
    minutes: int
    speaking_seconds: int
    codes: list[str]


class ConclusionOut(Schema):
    """What was concluded, who sees to it, and what became of it."""

    id: int
    meeting: str
    meeting_title: str
    number: int
    text: str
    owner: str
    owner_name: str
    codes: list[str]
    due: date | None
    stage: str
    outcome: str
    closed_on: date | None
    demonstration: bool


class MeetingDetailOut(MeetingOut):
    """A meeting with who is invited; to those who take part also with its agenda, conclusions and matters arising."""

    invited: list[InviteeOut]
    deadlines: list[DeadlineOut]
    agenda: list[AgendaItemOut]
    conclusions: list[ConclusionOut]
    matters_arising: list[ConclusionOut]
    notes: list[str]


class ConclusionsOut(Schema):
    """Conclusions, page by page."""

    count: int
    page: int
    pages: int
    notes: list[str]
    items: list[ConclusionOut]
