"""Days of a meeting in its zone, and the instants at which they begin and end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(day: date, clock: time, zone: str) -> datetime:
    """Give the instant at which the clocks of a zone show a time; where clocks skip it, the first that they show after.

    >>> instant(date(2022, 10, 24), time(9, 30), "Europe/Prague").isoformat()
    '2022-10-24T07:30:00+00:00'
    >>> instant(date(2022, 3, 27), time(2, 30), "Europe/Prague").isoformat()
    '2022-03-27T01:00:00+00:00'
    """
    local = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
    there = local.astimezone(UTC)
    if there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
        return there
    # The time was skipped: before and after the change of clocks lie the two readings of it.
    early, late = sorted((there, local.replace(fold=1).astimezone(UTC)))
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        shown = middle.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        early, late = (middle, late) if shown < local.replace(tzinfo=None) else (early, middle)
    return late.replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a meeting, and its hours where they are known."""

    first: date
    last: date
    zone: str
    starts: time | None = None
    ends: time | None = None

    @property
    def begins_at(self) -> datetime:
        """The instant at which it begins; midnight of its first day where no hour is known."""
        return instant(self.first, self.starts or time.min, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The instant at which it has ended; midnight after its last day where no hour is known."""
        if self.ends is not None:
            return instant(self.last, self.ends, self.zone)
        return instant(self.last + timedelta(days=1), time.min, self.zone)

    def each(self) -> Iterator[date]:
        """Give its days in order.

        >>> [day.day for day in Days(date(2022, 10, 24), date(2022, 10, 25), "Europe/Prague").each()]
        [24, 25]
        """
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)
