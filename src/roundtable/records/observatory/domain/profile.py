"""Which figures matter of a country: by role, from which series each may come, and by which indicator it is made.

A role is what a figure says (applications received). A series is where it may stand: a dataset with its codes, or any
dataset whose definition sheet says that it counts the role's concept. The first series that knows the country is
taken. So the table works on whatever is loaded, and a dataset of another name needs a sheet, no code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Codes = Mapping[str, tuple[str, ...]]


class Side(StrEnum):
    """On which side of a move the country stands: where people are, or where they come from."""

    AT = "at"
    FROM = "from"


PLACES_OF: Mapping[Side, tuple[str, ...]] = {
    Side.AT: ("asylum", "destination", "receiving", "geo", "state", "country", "iso"),
    Side.FROM: ("origin", "sending", "citizen", "nationality"),
}
"""Names of the dimension in which the country stands, the likeliest first."""


class Role(StrEnum):
    """What a series says of a country."""

    POPULATION = "population"
    NET_MIGRATION = "net_migration"
    APPLICATIONS = "applications"
    APPLICATIONS_ABROAD = "applications_abroad"
    RECOGNISED = "dec_recognized"
    PROTECTED = "dec_other"
    REJECTED = "dec_rejected"
    POSITIVE = "decisions_positive"
    DECISIONS = "decisions_total"
    PENDING = "pending"
    REFUGEES = "refugees"
    ASYLUM_SEEKERS = "asylum_seekers"
    OTHERS = "other_protection"
    REFUGEES_ABROAD = "refugees_abroad"
    SEEKERS_ABROAD = "seekers_abroad"
    OTHERS_ABROAD = "others_abroad"
    DISPLACED_INSIDE = "internally_displaced"
    TEMPORARY = "temporary_protection"
    MIGRANTS = "migrants"
    EMIGRANTS = "emigrants"
    IMMIGRATION = "immigration"
    EMIGRATION = "emigration"
    ORDERED = "ordered_to_leave"
    RETURNED = "returned"
    REMITTANCES = "remittances"


@dataclass(frozen=True, slots=True)
class Series:
    """Where a role may stand: a dataset, its codes besides the country, and by how much its numbers are multiplied."""

    dataset: str
    codes: Codes = field(default_factory=dict)
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """A role's side, its series in the order of preference, and the concept by which any other dataset serves."""

    side: Side
    series: tuple[Series, ...] = ()
    concept: str = ""
    codes: Codes = field(default_factory=dict)


FIRST = {"procedure": ("G",), "application": ("N",), "level": ("FI",), "unit": ("P",)}
DECIDED = {"procedure": ("G",), "level": ("FI",), "unit": ("P",)}


def _of(dataset: str, measure: str = "", codes: Codes | None = None, times: float = 1.0) -> Series:
    return Series(dataset, {**(codes or {}), **({"MEASURE": (measure,)} if measure else {})}, times)


_PEOPLE = "unhcr-population"
_DECISIONS = "unhcr-asylum-decisions"
_ESTIMATE = {"kind": ("estimate",)}

SOURCES: Mapping[Role, Source] = {
    Role.POPULATION: Source(
        Side.AT,
        (
            _of("un-population", "POP_MIDYEAR", _ESTIMATE, 1000),
            _of("worldbank-indicators", codes={"indicator": ("UN.WPP.POP",)}),
        ),
    ),
    Role.NET_MIGRATION: Source(
        Side.AT,
        (
            _of("un-population", "NET_MIGRATION", _ESTIMATE, 1000),
            _of("worldbank-indicators", codes={"indicator": ("SM.POP.NETM",)}),
        ),
    ),
    Role.APPLICATIONS: Source(
        Side.AT,
        (_of("unhcr-asylum-applications", codes=FIRST), _of("eurostat-first-time-applicants")),
        "asylum applications",
        {"application": ("N",)},
    ),
    Role.APPLICATIONS_ABROAD: Source(
        Side.FROM,
        (_of("unhcr-asylum-applications", codes=FIRST), _of("eurostat-first-time-applicants")),
        "asylum applications",
        {"application": ("N",)},
    ),
    Role.RECOGNISED: Source(Side.AT, (_of(_DECISIONS, "DEC_RECOGNIZED", DECIDED),)),
    Role.PROTECTED: Source(Side.AT, (_of(_DECISIONS, "DEC_OTHER", DECIDED),)),
    Role.REJECTED: Source(Side.AT, (_of(_DECISIONS, "DEC_REJECTED", DECIDED),)),
    Role.POSITIVE: Source(Side.AT, (_of("eurostat-decisions", "DECISIONS_POSITIVE"),)),
    Role.DECISIONS: Source(Side.AT, (_of("eurostat-decisions", "DECISIONS_TOTAL"),)),
    Role.PENDING: Source(Side.AT, (_of("eurostat-pending"),)),
    Role.REFUGEES: Source(Side.AT, (_of(_PEOPLE, "REFUGEES"),)),
    Role.ASYLUM_SEEKERS: Source(Side.AT, (_of(_PEOPLE, "ASYLUM_SEEKERS"),)),
    Role.OTHERS: Source(Side.AT, (_of(_PEOPLE, "OIP"),)),
    Role.REFUGEES_ABROAD: Source(Side.FROM, (_of(_PEOPLE, "REFUGEES"),)),
    Role.SEEKERS_ABROAD: Source(Side.FROM, (_of(_PEOPLE, "ASYLUM_SEEKERS"),)),
    Role.OTHERS_ABROAD: Source(Side.FROM, (_of(_PEOPLE, "OIP"),)),
    Role.DISPLACED_INSIDE: Source(Side.FROM, (_of("unhcr-idmc"), _of(_PEOPLE, "IDPS"))),
    Role.TEMPORARY: Source(Side.AT, (_of("eurostat-temporary-protection-all"), _of("eurostat-temporary-protection"))),
    Role.MIGRANTS: Source(Side.AT, (_of("un-migrant-stock"),), "residents by country of birth"),
    Role.EMIGRANTS: Source(Side.FROM, (_of("un-migrant-stock"),), "residents by country of birth"),
    Role.IMMIGRATION: Source(Side.AT, (_of("eurostat-immigration", codes={"citizen": ("Total",)}),), "immigration"),
    Role.EMIGRATION: Source(Side.FROM, (), "emigration"),
    Role.ORDERED: Source(
        Side.AT,
        (_of("eurostat-ordered-to-leave-2012-2016"), _of("eurostat-ordered-to-leave")),
        "persons ordered to leave",
    ),
    Role.RETURNED: Source(Side.AT, (_of("eurostat-returned-2012-2016"),), "persons returned"),
    Role.REMITTANCES: Source(Side.AT, (_of("worldbank-indicators", codes={"indicator": ("BX.TRF.PWKR.CD.DT",)}),)),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures that matter: its column of an indicator from each role, or one role alone as it is."""

    key: str
    parts: tuple[tuple[str, Role], ...]
    indicator: str = ""

    @property
    def alone(self) -> bool:
        """Whether it is a series as it stands."""
        return not self.indicator


def _alone(role: Role) -> Figure:
    return Figure(role.value, ((role.value, role),))


def _made(indicator: str, **parts: Role) -> Figure:
    return Figure(indicator.replace(".", "_"), tuple(parts.items()), indicator)


FIGURES: tuple[Figure, ...] = (
    _alone(Role.POPULATION),
    _alone(Role.MIGRANTS),
    _alone(Role.IMMIGRATION),
    _made("demography.net_migration", net_migration=Role.NET_MIGRATION, population=Role.POPULATION),
    _alone(Role.APPLICATIONS),
    _made("asylum.per_head", applications=Role.APPLICATIONS, population=Role.POPULATION),
    _made(
        "asylum.recognition_unhcr",
        dec_recognized=Role.RECOGNISED,
        dec_other=Role.PROTECTED,
        dec_rejected=Role.REJECTED,
    ),
    _made(
        "asylum.protection_unhcr", dec_recognized=Role.RECOGNISED, dec_other=Role.PROTECTED, dec_rejected=Role.REJECTED
    ),
    _made("asylum.recognition_eurostat", decisions_positive=Role.POSITIVE, decisions_total=Role.DECISIONS),
    _alone(Role.PENDING),
    _alone(Role.REFUGEES),
    _made(
        "displacement.hosted",
        refugees=Role.REFUGEES,
        asylum_seekers=Role.ASYLUM_SEEKERS,
        other_protection=Role.OTHERS,
        population=Role.POPULATION,
    ),
    _alone(Role.TEMPORARY),
    _made("return.rate", returned=Role.RETURNED, ordered_to_leave=Role.ORDERED),
    _alone(Role.EMIGRANTS),
    _alone(Role.APPLICATIONS_ABROAD),
    _alone(Role.REFUGEES_ABROAD),
    _alone(Role.DISPLACED_INSIDE),
    _made(
        "displacement.of_origin",
        refugees=Role.REFUGEES_ABROAD,
        asylum_seekers=Role.SEEKERS_ABROAD,
        other_protection=Role.OTHERS_ABROAD,
        internally_displaced=Role.DISPLACED_INSIDE,
        population=Role.POPULATION,
    ),
    _alone(Role.REMITTANCES),
)
"""The twenty figures that matter, in the order in which a profile tells them."""
PERIODS = 15
"""How many periods a trend shows."""
