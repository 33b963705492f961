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

    id: int
    revision: int = Field(description="Name it when you change the item.")
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


class MaterialOut(Schema):
    """A document of a meeting."""

    id: int
    title: str
    number: str
    language: str
    marking: str
    item: str = Field(description="The number of the item of the agenda; empty: the whole meeting.")
    text: int | None = Field(description="The revision of the documents that it is.")
    file: str | None = Field(description="The address of its file.")


class TurnOut(Schema):
    """A place on the list of speakers."""

    id: int
    party: str
    item: str
    kind: str
    stage: str
    place: int
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    seconds: int = Field(description="How long it has lasted.")


class MeetingDetailOut(MeetingOut):
    """A meeting with who is invited; to those who take part also with its agenda, conclusions and matters arising."""

    revision: int = Field(description="Name it when you change the meeting.")
    invited: list[InviteeOut]
    deadlines: list[DeadlineOut]
    agenda: list[AgendaItemOut]
    materials: list[MaterialOut]
    speakers: list[TurnOut]
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


ByLanguage = dict[str, str]


class MeetingChange(Schema):
    """What a meeting is to be; what is not named stays. Texts by language: `{"en": "…", "ru": "…"}`."""

    kind: Literal["conference", "senior-officials", "experts", "training"] | None = None
    series: str | None = Field(None, max_length=60)
    title: ByLanguage | None = None
    place: ByLanguage | None = None
    about: ByLanguage | None = None
    first_day: date | None = None
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    zone: str | None = Field(None, max_length=60)
    link: str | None = Field(None, max_length=200)
    host: str | None = Field(None, max_length=20)
    chair: str | None = Field(None, max_length=20)
    partners: bool | None = None
    circulate: int | None = None
    comment: int | None = None
    revise: int | None = None
    freeze: int | None = None
    source: str | None = Field(None, max_length=300)


class MeetingChanged(MeetingChange):
    """A change with the revision that the caller saw."""

    revision: int


class StageIn(Schema):
    """Where a meeting goes."""

    to: Literal["planned", "called", "held", "cancelled"]


class ItemIn(Schema):
    """An item of the agenda; what is not named stays, or is as on an empty form."""

    kind: Literal["item", "matters", "break"] | None = None
    day: int | None = None
    place: int | None = Field(None, description="Its place in the agenda of the day; none: at the end.")
    minutes: int | None = None
    opening: int | None = None
    lead: str | None = Field(None, max_length=20)
    codes: list[str] | None = Field(None, max_length=40)
    original: str | None = Field(None, max_length=8)
    title: ByLanguage | None = None
    note: ByLanguage | None = None


class ItemChanged(ItemIn):
    """A change with the revision that the caller saw."""

    revision: int


class MaterialIn(Schema):
    """A document for a meeting: a file, a text of the documents, or a number under which it is kept elsewhere."""

    title: str = Field("", max_length=250)
    number: str = Field("", max_length=60)
    language: str = Field("en", max_length=8)
    marking: Literal["PARTIES", "LIMITE"] = "PARTIES"
    item: str = Field("", max_length=8, description="The number of the item of the agenda; empty: the whole meeting.")
    text: int | None = Field(None, description="A revision of the documents.")


class TurnIn(Schema):
    """Who asks for the floor, and what for."""

    party: str = Field(max_length=20)
    item: str = Field("", max_length=8, description="The number of the item of the agenda.")
    kind: Literal["statement", "reply", "order"] = "statement"


class TurnDo(Schema):
    """What becomes of a place on the list of speakers."""

    do: Literal["give", "end", "earlier", "later", "withdraw"]


class MeetingWritten(MeetingOut):
    """A meeting as it was saved, with the revision to name when it is changed again."""

    revision: int
