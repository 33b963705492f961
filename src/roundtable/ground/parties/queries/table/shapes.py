"""What is read of the table: plain values for pages, files and machines."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from roundtable.ground.parties.domain.standing import PARTICIPATING
from roundtable.ground.parties.models import Kind

PARTY_KINDS = (Kind.STATE, Kind.UNION)


@dataclass(frozen=True, slots=True)
class DialogueView:
    """The dialogue as pages name it."""

    name: str
    short_name: str
    purpose: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    demonstration: bool
    naming: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """Whether an entry was invited to one meeting."""

    meeting: str
    first_day: date
    last_day: date
    invited: bool
    source: str


@dataclass(frozen=True, slots=True)
class FactView:
    """One dated fact about taking part, in the reader's language."""

    standing: str
    standing_label: str
    starts: date
    ends: date | None
    start_assumed: bool
    end_assumed: bool
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class PartyView:
    """A Party or Partner as it is shown: on a day, in the reader's language."""

    code: str
    kind: str
    name: str
    """The designation with its mark (“Kosovo*”): what lists, charts, maps and exports show."""
    plain_name: str
    mark: str
    footnote: str
    """The text of the footnote with its mark in front; empty where there is none."""
    designation_source: str
    iso2: str
    iso3: str
    zone: str
    """IANA name; of the capital, where a state has several."""
    listed_as: str
    listed_order: int | None
    in_brackets: bool
    website: str
    day: date
    standing: str
    """participating, not-participating, or not-stated where no fact covers the day."""
    standing_label: str
    standing_assumed: bool
    """A boundary of the fact in force is assumed, because its source does not give it."""
    since: date | None
    until: date | None
    since_assumed: bool
    until_assumed: bool
    source: str
    note: str

    @property
    def is_party(self) -> bool:
        """A state or the Union; a Partner is not a Party."""
        return self.kind in PARTY_KINDS

    @property
    def participates(self) -> bool:
        """Whether it takes part on the day."""
        return self.standing == PARTICIPATING

    @property
    def scope(self) -> str:
        """A Party's things belong to its code."""
        return self.code

    def __str__(self) -> str:
        return self.name
