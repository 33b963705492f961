"""What machines send and get of documents."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from roundtable.kernel.links.listings import SIZES_WORDS

Marking = Literal["PUBLIC", "PARTIES", "LIMITE"]
Kind = Literal["comment", "amendment", "reservation"]


class Questions(Schema):
    """The filters of the list; unknown ones are refused."""

    q: str | None = Field(None, description="A number, or words of the title.")
    year: int | None = None
    marking: Marking | None = None
    adopted: Literal["yes", "no"] | None = None
    sort: str | None = Field(None, description="A column's key, with a minus before it for the other direction.")
    page: int = Field(1, ge=1)
    per_page: int | None = Field(None, description=SIZES_WORDS)


class RowsOut(Schema):
    """A page of the list: the same rows and values as the list's own downloads."""

    count: int
    page: int
    pages: int
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    items: list[dict[str, Any]] = Field(description="A value for each column of the list, and the number and address.")


class TextOut(Schema):
    """A text under its number; what it says is read at its own address."""

    number: str
    name: str = Field(description="How it is named in addresses: 0, rev-2, rev-2-cor-1.")
    date: date
    language: str
    sha256: str
    note: str
    address: str


class DocumentOut(Schema):
    """A document with the texts under its number."""

    id: int
    number: str
    title: str
    body: str
    marking: Marking
    language: str
    continues: int | None
    comments_until: datetime | None
    adopted: str | None = Field(description="The number of the adopted text.")
    adopted_at: datetime | None
    demonstration: bool
    address: str
    texts: list[TextOut]


class PlaceOut(Schema):
    """Where a contribution stands in a text."""

    paragraph: str = Field(description="The key of the paragraph.")
    start: int
    end: int
    quote: str
    state: Literal["kept", "moved", "changed", "gone"]
    sure: bool


class ContributionOut(Schema):
    """A comment, an amendment or a reservation as it stands on a text."""

    id: int
    speaker: str
    kind: Kind
    reserves: str
    text: str
    wording: str
    places: list[PlaceOut]
    made_at: datetime
    withdrawn_at: datetime | None
    lifted_at: datetime | None
    answer: str | None
    reason: str | None
    collides_with: list[int]


class ContributionIn(Schema):
    """What a Party says on a paragraph."""

    kind: Kind
    speaker: str = Field(description="The code of the Party.")
    paragraph: str = Field(description="The key of the paragraph.")
    start: int = Field(0, ge=0, description="Counted in the characters of the paragraph's plain text.")
    end: int | None = Field(None, description="Left out: to the end of the paragraph.")
    text: str = ""
    wording: str = Field("", description="Markdown, for an amendment; empty deletes the words.")
    reserves: Literal["", "general", "scrutiny", "parliamentary", "linguistic"] = ""


class EventOut(Schema):
    """What was received in a silence procedure."""

    key: UUID
    kind: str
    at: datetime
    by: str
    paragraph: str
    reason: str
    without_effect: str | None


class SilenceOut(Schema):
    """A silence procedure as it stands at the instant of the answer."""

    id: int
    document: str
    sha256: str
    state: Literal["running", "suspended", "adopted", "adopted_in_part", "broken", "void", "withdrawn"]
    final: bool
    opened_at: datetime
    deadline: datetime
    deadline_zone: str
    settled_at: datetime | None
    addressees: list[str]
    acknowledged: list[str]
    broken_paragraphs: list[str]
    events: list[EventOut]


class SpeechIn(Schema):
    """An addressee speaks: acknowledges, breaks, or withdraws a break."""

    kind: Literal["acknowledged", "broken", "break_withdrawn"]
    speaker: str = Field(description="The code of the addressee.")
    reason: str = ""
    paragraph: str = ""
    form: Literal["break", "objection", "amendment"] = "break"
    of: UUID | None = Field(None, description="The key of the break that is withdrawn.")
