"""What machines are told."""

from datetime import date

from ninja import Field, Schema


class PartyOut(Schema):
    """An entry of the table on a day, named in the language of the request."""

    code: str
    iso3: str
    name: str
    plain_name: str
    mark: str
    footnote: str
    kind: str
    group: str
    standing: str
    standing_label: str
    standing_assumed: bool
    since: date | None
    until: date | None
    since_assumed: bool
    until_assumed: bool
    source: str
    note: str
    listed_as: str
    listed_order: int | None
    in_brackets: bool
    zone: str
    website: str


class PartiesOut(Schema):
    """Who sits at the table on a day; `notes` travel with every copy of the rows."""

    on: date
    count: int
    page: int
    pages: int
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    notes: list[str]
    source: str
    items: list[PartyOut]


class FactOut(Schema):
    """A dated fact about taking part."""

    standing: str
    starts: date
    ends: date | None
    start_assumed: bool
    end_assumed: bool
    source: str
    note: str


class MeetingOut(Schema):
    """Whether an entry was invited to one meeting."""

    meeting: str
    first_day: date
    last_day: date
    invited: bool
    source: str


class PartyDetailOut(PartyOut):
    """One entry with every fact that we hold about it."""

    on: date
    facts: list[FactOut]
    meetings: list[MeetingOut]
    notes: list[str]


class InstitutionOut(Schema):
    """An institution of a Party."""

    code: str
    party: str
    party_name: str
    footnote: str
    name: str
    kind: str
    website: str
    closed_on: date | None
    demonstration: bool


class InstitutionsOut(Schema):
    """Institutions, page by page."""

    count: int
    page: int
    pages: int
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    notes: list[str]
    items: list[InstitutionOut]


class StakeholderOut(Schema):
    """Somebody outside government."""

    id: int
    name: str
    kind: str
    party: str | None
    party_name: str
    footnote: str
    about: str
    website: str
    codes: list[str]
    demonstration: bool


class StakeholdersOut(Schema):
    """Stakeholders, page by page."""

    count: int
    page: int
    pages: int
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    notes: list[str]
    items: list[StakeholderOut]
