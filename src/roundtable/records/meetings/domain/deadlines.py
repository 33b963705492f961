"""Deadlines of documents, reckoned back from the day on which a meeting begins.

Each is the end of an office day in the zone of whoever has to keep it. One that would fall on a weekend or a holiday
comes earlier, never later; and none comes before the one that precedes it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from roundtable.records.meetings.domain.days import instant

CLOSES: Final = time(18, 0)
SATURDAY: Final = 5

USUAL = {"circulate": 42, "comment": 21, "revise": 10, "freeze": 3}
"""How many days before a meeting documents are due where nobody said otherwise."""


class Step(StrEnum):
    """What has to be done with documents before a meeting, in order."""

    CIRCULATE = "circulate"
    COMMENT = "comment"
    REVISE = "revise"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many days before a meeting each step is due."""

    circulate: int = 42
    comment: int = 21
    revise: int = 10
    freeze: int = 3

    def days(self) -> dict[Step, int]:
        """Give the days by step, in order.

        >>> Ahead().days()[Step.FREEZE]
        3
        """
        return {step: int(getattr(self, step.value)) for step in Step}

    def in_order(self) -> bool:
        """Whether each step comes before the next, and all before the meeting.

        >>> Ahead().in_order(), Ahead(comment=50).in_order(), Ahead(freeze=0).in_order()
        (True, False, False)
        """
        days = [*self.days().values(), 0]
        return all(earlier > later for earlier, later in pairwise(days))


def working_day(day: date, holidays: Collection[date] = ()) -> date:
    """Give the day itself, or the last working day before it.

    >>> working_day(date(2022, 9, 25)).isoformat()
    '2022-09-23'
    """
    while day.weekday() >= SATURDAY or day in holidays:
        day -= timedelta(days=1)
    return day


def days_of(first_day: date, ahead: Ahead, holidays: Collection[date] = ()) -> dict[Step, date]:
    """Give the day on which each step is due.

    >>> {str(step): day.isoformat() for step, day in days_of(date(2022, 10, 24), Ahead()).items()}
    {'circulate': '2022-09-12', 'comment': '2022-10-03', 'revise': '2022-10-14', 'freeze': '2022-10-21'}
    """
    return {step: working_day(first_day - timedelta(days=days), holidays) for step, days in ahead.days().items()}


def due(first_day: date, ahead: Ahead, zone: str, holidays: Collection[date] = ()) -> dict[Step, datetime]:
    """Give the instant at which each step is due for somebody in a zone."""
    return {step: instant(day, CLOSES, zone) for step, day in days_of(first_day, ahead, holidays).items()}
