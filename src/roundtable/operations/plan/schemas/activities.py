"""Activities as machines send and get them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from roundtable.kernel.links.listings import SIZES_WORDS

Kind = Literal[
    "training", "study-visit", "expert-meeting", "workshop", "pilot", "publication", "campaign", "research",
    "equipment", "other",
]  # fmt: skip
Stage = Literal["idea", "planned", "under-way", "completed", "cancelled"]
Audience = Literal["public", "parties", "own"]
Marking = Literal["PUBLIC", "PARTIES", "LIMITE", "INSTITUTION"]


class Questions(Schema):
    """The filters of the list; unknown ones are refused."""

    q: str | None = Field(None, description="Words of the title, place or description, or the code of an action.")
    area: str | None = Field(None, description="The numeral of an area, such as IV.")
    action: str | None = Field(None, description="The code of an action, such as I.4.")
    party: str | None = Field(None, description="The code of a Party or Partner.")
    role: Literal["lead", "partner", "participant"] | None = Field(
        None, description="In which role the Party takes part."
    )
    kind: Kind | None = None
    stage: Stage | None = None
    year: int | None = Field(None, description="Takes place, if only in part, in this year.")
    date_from: date | None = Field(None, description="Takes place on this day or later.")
    date_to: date | None = Field(None, description="Takes place on this day or earlier.")
    issue: str | None = Field(None, description="The code of a horizontal issue.")
    budget: Literal["yes", "no"] | None = Field(None, description="Whether a budget is known.")
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
    notes: list[str] = Field(description="Footnotes of the designations that rows may name.")
    items: list[dict[str, Any]] = Field(description="A value for each column of the list, and the number and address.")


class ShareIn(Schema):
    """How much of the activity serves an action."""

    action: str = Field(description="The code of an action, such as I.4.")
    percent: Decimal = Field(description="All together make 100; at most two decimals.")


class FundingIn(Schema):
    """A source of money, in euro."""

    source: str
    pledged: Decimal
    paid: Decimal = Decimal(0)


class DocumentIn(Schema):
    """A link, or the number of a file that the activity has already."""

    title: str
    link: str = ""
    file_id: int | None = None


class ActivityChange(Schema):
    """What is to be different; what is left out stays as it is."""

    title: str | None = None
    kind: Kind | None = None
    stage: Stage | None = None
    audience: Audience | None = None
    reference: str | None = None
    about: str | None = None
    lead: str | None = Field(None, description="The code of the Party or Partner that leads.")
    partners: list[str] | None = None
    participants: list[str] | None = None
    starts: date | None = None
    ends: date | None = None
    place: str | None = None
    online: bool | None = None
    budget: Decimal | None = Field(None, description="In euro. Null where it is not known, which is not zero.")
    spent: Decimal | None = None
    issues: list[str] | None = None
    outputs: str | None = None
    shares: list[ShareIn] | None = None
    fundings: list[FundingIn] | None = None
    documents: list[DocumentIn] | None = None


class ActivityIn(ActivityChange):
    """A new activity."""

    title: str
    kind: Kind
    lead: str = Field(description="The code of the Party or Partner that leads.")
    shares: list[ShareIn]


class ActivityOut(Schema):
    """An activity with all that is said of it. Amounts and shares are texts with two decimals."""

    number: int
    address: str
    revision: int
    changed_at: datetime
    demonstration: bool
    title: str
    kind: Kind
    stage: Stage
    audience: Audience
    marking: Marking = Field(description="The handling marking that follows from the audience.")
    reference: str
    about: str
    lead: str
    partners: list[str]
    participants: list[str]
    starts: date | None
    ends: date | None
    place: str
    online: bool
    budget: str | None
    spent: str | None
    issues: list[str]
    outputs: str
    shares: dict[str, str] = Field(description="Percent by the code of the action.")
    fundings: list[tuple[str, str, str]] = Field(description="Source, pledged, paid.")
    documents: list[tuple[str, str, int | None]] = Field(description="Title, link, number of the file.")
