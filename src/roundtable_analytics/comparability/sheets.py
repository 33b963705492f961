"""The definition sheet of a series: what is counted, for how long, from what, of whom, and when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Concept(StrEnum):
    """What is counted."""

    IMMIGRATION = "immigration"
    EMIGRATION = "emigration"
    STOCK_BY_BIRTH = "residents by country of birth"
    STOCK_BY_CITIZENSHIP = "residents by citizenship"
    PERMITS = "residence permits"
    APPLICATIONS = "asylum applications"
    APPLICANTS = "asylum applicants"
    DECISIONS = "decisions on asylum"
    RETURNS = "persons returned"
    ORDERS = "persons ordered to leave"
    CROSSINGS = "border crossings"


class Source(StrEnum):
    """From what it is counted."""

    REGISTER = "population register"
    SURVEY = "sample survey"
    PERMIT = "register of permits"
    BORDER = "counts at the border"
    CASES = "register of cases"
    CENSUS = "census"
    MODEL = "estimate by a model"


class Undercount(StrEnum):
    """How many people a count of this kind is thought to miss."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which the series counts otherwise, and why."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The definition sheet of one series. What is not known is None, and lowers the grade.

    `months` is how long a person must stay, or mean to stay, to be counted (0: any stay); `covers` and `leaves_out`
    name groups (nationals, citizens of the Union, students, asylum seekers, people without papers); `reference` says
    what time a figure stands for ("calendar year", "1 January"). `rounded_to` is the base to which cells are rounded.
    """

    series: str
    concept: Concept
    source: Source
    months: int | None = None
    months_apply: bool = True
    covers: frozenset[str] | None = None
    leaves_out: frozenset[str] = frozenset()
    undercount: Undercount = Undercount.UNKNOWN
    reference: str | None = None
    rounded_to: int = 1
    breaks: tuple[Break, ...] = ()

    def breaks_between(self, start: date, end: date) -> tuple[Break, ...]:
        """Give the breaks after `start` and up to `end`: figures before and after them are not one series."""
        return tuple(one for one in self.breaks if start < one.on <= end)
