"""When a round opens and closes: a wall-clock time, read off in each Party's own zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MIDNIGHT = time(0, 0)


def first_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) at which the clocks of a zone show this time or a later one.

    When clocks jump over the time, that is the instant of the jump; when they show it twice, it is the first time.

    >>> first_instant(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Vienna")).isoformat()
    '2026-03-29T01:00:00+00:00'
    """
    earlier, later = _readings(day, clock, zone)
    return earlier if _shows(earlier, zone) >= datetime.combine(day, clock) else _jump(earlier, later, zone)


def last_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the last instant (UTC) at which the clocks of a zone show this time or an earlier one.

    When clocks jump over the time, that is the instant of the jump; when they show it twice, it is the second time,
    so that nobody loses an hour.

    >>> last_instant(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Vienna")).isoformat()
    '2026-10-25T01:30:00+00:00'
    """
    earlier, later = _readings(day, clock, zone)
    return later if _shows(later, zone) <= datetime.combine(day, clock) else _jump(earlier, later, zone)


def _readings(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the two instants that a wall-clock time can mean, the earlier one first; mostly they are the same."""
    wall = datetime.combine(day, clock)
    ways = sorted(wall.replace(fold=fold, tzinfo=zone).astimezone(UTC) for fold in (0, 1))
    return ways[0], ways[1]


def _shows(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what the clocks of a zone show at an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the second at which clocks that differ between two instants are changed."""
    offset = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


class Phase(StrEnum):
    """Where an instant lies, seen from a round."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which one Party may report, in UTC; the closing instant itself still counts."""

    opens: datetime
    closes: datetime
    extended: bool = False

    def phase(self, at: datetime) -> Phase:
        """Return whether the window is still to come, open or over."""
        if at < self.opens:
            return Phase.BEFORE
        return Phase.OPEN if at <= self.closes else Phase.CLOSED


@dataclass(frozen=True, slots=True)
class Longer:
    """An extension: to which day, and for which Party (all when it is empty)."""

    closes_on: date
    party: str = ""


def window(  # noqa: PLR0913 - a window has these sides
    opens_on: date,
    closes_on: date,
    closes_at: time,
    *,
    zone: ZoneInfo,
    party: str = "",
    extensions: Iterable[Longer] = (),
) -> Window:
    """Return when one Party may report: from the first moment of the first day to the closing time, in its own zone.

    Extensions only ever give more time: the latest day that was granted to all or to this Party counts.
    """
    days = [longer.closes_on for longer in extensions if longer.party in {"", party}]
    last = max([closes_on, *days])
    return Window(
        first_instant(opens_on, MIDNIGHT, zone), last_instant(last, closes_at, zone), extended=last > closes_on
    )


def reminder_due(closes: datetime, days_before: Iterable[int], *, at: datetime) -> int | None:
    """Return the reminder that is due by now, as days before closing; None before the first and after closing.

    Of several that are due only the nearest to closing is sent: a worker that stood still does not write three mails.

    >>> closes = datetime(2026, 11, 30, 17, tzinfo=UTC)
    >>> reminder_due(closes, [14, 7, 1], at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    7
    """
    if at > closes:
        return None
    due = [days for days in days_before if closes - timedelta(days=days) <= at]
    return min(due, default=None)
