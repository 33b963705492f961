"""What machines are told."""

from datetime import date, datetime, time
from typing import Literal

from ninja import Field, Schema


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
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
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
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    notes: list[str]
    items: list[ConclusionOut]


class ConclusionIn(Schema):
    """What a meeting concluded."""

    text: str = Field(min_length=1, max_length=4000)
    owner: str = Field("secretariat", max_length=20, description="The code of a Party or Partner, or `secretariat`.")
    item: str = Field("", max_length=8, description="The number of the item of the agenda.")
    due: date | None = None
    codes: list[str] = Field(default_factory=list, max_length=40, description="Actions of the plan: III.7, I.1.a.")


class OutcomeIn(Schema):
    """What became of a conclusion."""

    outcome: str = Field(min_length=1, max_length=4000)
    dropped: bool = Field(default=False, description="It is given up; the secretariat alone says so.")


class RegistrationIn(Schema):
    """Somebody who comes for a Party or Partner."""

    party: str = Field(max_length=20)
    name: str = Field(min_length=1, max_length=160)
    position: str = Field("", max_length=200)
    email: str = Field("", max_length=254)
    part: Literal["head", "member", "alternate", "interpreter"] = "member"
    visa_letter: bool = False


class RegistrationOut(Schema):
    """A registration as it stands."""

    id: int
    meeting: str
    party: str
    name: str
    position: str
    part: str
    stage: str
    revision: int
