"""How long a silence is: the hours between opening and deadline, without the days that the presidency excepts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from roundtable.ground.documents.domain.deadline import Deadline

LEAST_HOURS: Final = 72
"""The least that a silence lasts unless the reason is recorded."""
MAX_DAYS: Final = 400
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Holidays:
    """Which days do not count, as the presidency states when it opens: named days, weekends or not.

    Days are those of the deadline's zone. `stated` says the rule in words, for the letter to the addressees.
    """

    days: frozenset[date] = frozenset()
    weekends: bool = False
    stated: str = ""

    def excepts(self, day: date) -> bool:
        """Whether a day does not count.

        >>> Holidays(weekends=True).excepts(date(2022, 9, 24))
        True
        """
        return day in self.days or (self.weekends and day.weekday() >= SATURDAY)


def counted_hours(opening: datetime, deadline: Deadline, holidays: Holidays) -> float:
    """The hours that count. They are real hours: a day on which clocks change has 23, 25 or another number.

    >>> counted_hours(datetime(2022, 9, 20, 10, tzinfo=UTC), Deadline.at(datetime(2022, 9, 23, 12), "Europe/Prague"),
    ...               Holidays())
    72.0
    """
    opening = opening.astimezone(UTC)
    counted = timedelta()
    for day, begin, end in _days(opening, deadline):
        if not holidays.excepts(day):
            counted += max(min(end, deadline.instant) - max(begin, opening), timedelta())
    return counted / timedelta(hours=1)


def _days(opening: datetime, deadline: Deadline) -> Iterator[tuple[date, datetime, datetime]]:
    """The days of the deadline's zone between two instants, each with the instants of its beginning and end."""
    zone = ZoneInfo(deadline.zone)
    first, last = opening.astimezone(zone).date(), deadline.instant.astimezone(zone).date()
    if (last - first).days > MAX_DAYS:
        # Beyond that the count is only a lower bound: it has long been more than any rule asks for.
        last = first + timedelta(days=MAX_DAYS)
    day = first - timedelta(days=1)
    while day <= last + timedelta(days=1):
        yield day, _beginning(day, zone), _beginning(day + timedelta(days=1), zone)
        day += timedelta(days=1)


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day. Where midnight does not exist, clocks are put forward at it: that instant."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
