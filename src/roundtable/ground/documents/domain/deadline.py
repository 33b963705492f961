"""A deadline: an instant, and the wall clock in a zone from which it was made. The instant decides.

Clocks are changed by law, sometimes at short notice. A wall clock that does not exist, or exists twice, is therefore
never guessed at: the first is refused, and for the second somebody has to say which of the two is meant. Once made, a
deadline keeps its instant, whatever later editions of the table of zones say.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Which(StrEnum):
    """Which of two instants a wall clock means that shows the same time twice."""

    EARLIER = "earlier"
    LATER = "later"


class NotOnTheClock(ValueError):  # noqa: N818 - a name that says what happened
    """Clocks in the zone never show this time: they are put forward over it. `before` and `after` are next to it."""

    def __init__(self, wall: datetime, zone: str, before: datetime, after: datetime) -> None:
        self.wall, self.zone, self.before, self.after = wall, zone, before, after
        super().__init__(f"{wall:%Y-%m-%d %H:%M} does not exist in {zone}.")


class TwiceOnTheClock(ValueError):  # noqa: N818 - a name that says what happened
    """Clocks in the zone show this time twice; somebody has to say which is meant. The instants are given."""

    def __init__(self, wall: datetime, zone: str, earlier: datetime, later: datetime) -> None:
        self.wall, self.zone, self.earlier, self.later = wall, zone, earlier, later
        super().__init__(f"{wall:%Y-%m-%d %H:%M} comes twice in {zone}.")


class NoSuchZone(ValueError):  # noqa: N818 - a name that says what happened
    """The table of zones does not have this name."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The instant that decides (in UTC), and the wall clock and zone in which it was stated."""

    instant: datetime
    wall: datetime
    zone: str

    def __post_init__(self) -> None:
        """An instant has an offset; a wall clock has none."""
        if self.instant.utcoffset() is None or self.wall.tzinfo is not None:
            raise ValueError("A deadline needs an instant with its offset and a wall clock without.")
        object.__setattr__(self, "instant", self.instant.astimezone(UTC))

    @classmethod
    def at(cls, wall: datetime, zone: str, which: Which | None = None) -> Self:
        """Make a deadline of a wall clock in a zone; raise `NotOnTheClock`, `TwiceOnTheClock` or `NoSuchZone`.

        >>> Deadline.at(datetime(2022, 9, 23, 12), "Europe/Prague").instant.isoformat()
        '2022-09-23T10:00:00+00:00'
        """
        table = _zone(zone)
        wall = wall.replace(fold=0)
        first, second = (wall.replace(fold=fold, tzinfo=table).astimezone(UTC) for fold in (0, 1))
        if first.astimezone(table).replace(tzinfo=None, fold=0) != wall:
            # In a gap, the offset before it leads past it, and the offset after it leads before it.
            raise NotOnTheClock(wall, zone, before=min(first, second), after=max(first, second))
        if first != second and which is None:
            raise TwiceOnTheClock(wall, zone, earlier=first, later=second)
        return cls(second if which is Which.LATER else first, wall, zone)

    def shown_in(self, zone: str) -> datetime:
        """The wall clock of the instant in another zone, as an addressee sees it."""
        return self.instant.astimezone(_zone(zone))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NoSuchZone(name) from error
