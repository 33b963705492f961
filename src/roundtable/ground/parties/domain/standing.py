"""What a Party's standing is on a day, worked out from dated facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

PARTICIPATING = "participating"
NOT_PARTICIPATING = "not-participating"
NOT_STATED = "not-stated"
"""No fact covers the day. It is not the same as not participating: unknown stays unknown."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated fact about taking part, with what says so."""

    standing: str
    starts: date
    source: str
    ends: date | None = None
    start_assumed: bool = False
    end_assumed: bool = False
    note: Mapping[str, str] = field(default_factory=dict)

    def holds_on(self, day: date) -> bool:
        """Whether the fact is in force on a day (the last day counts).

        >>> Fact(PARTICIPATING, date(2020, 1, 1), "list", ends=date(2020, 12, 31)).holds_on(date(2020, 12, 31))
        True
        """
        return self.starts <= day and (self.ends is None or day <= self.ends)


def fact_on(facts: Iterable[Fact], day: date) -> Fact | None:
    """Give the fact in force on a day: of two that overlap the later one; None where no fact covers the day."""
    return max((fact for fact in facts if fact.holds_on(day)), key=lambda fact: fact.starts, default=None)
