"""Who has the floor and who waits for it: the order, and the time that each delegation has used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

FIRST: Final = {"order": 0, "reply": 2}
"""A point of order comes before every statement, a reply after them; among equals, who asked earlier."""
USUAL: Final = 1


class Spoken(Protocol):
    """What is known of one turn to speak."""

    @property
    def party_id(self) -> str:
        """Whose it is."""

    @property
    def kind(self) -> str:
        """What kind of turn."""

    @property
    def place(self) -> int:
        """Its place among those that wait."""

    @property
    def began_at(self) -> datetime | None:
        """When the floor was given."""

    @property
    def ended_at(self) -> datetime | None:
        """When it was taken back."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a delegation has spoken, and how long it may; seconds. Without a limit `limit` is 0."""

    used: int
    limit: int

    @property
    def over(self) -> bool:
        """Whether it has spoken for longer than it may."""
        return bool(self.limit) and self.used > self.limit

    @property
    def shown(self) -> tuple[str, str]:
        """The time used and the limit as clocks show them."""
        return clock(self.used), clock(self.limit) if self.limit else ""


def clock(seconds: int) -> str:
    """Write seconds as minutes and seconds.

    >>> clock(185)
    '3:05'
    """
    return f"{seconds // 60}:{seconds % 60:02d}"


def rank(one: Spoken) -> tuple[int, int]:
    """Where a turn stands among those that wait."""
    return FIRST.get(one.kind, USUAL), one.place


def length(one: Spoken, now: datetime) -> int:
    """Give the seconds that a turn has lasted; 0 for one that has not begun."""
    if one.began_at is None:
        return 0
    return max(0, int(((one.ended_at or now) - one.began_at).total_seconds()))


def used(turns: Iterable[Spoken], now: datetime) -> dict[str, int]:
    """Give the seconds that each delegation has spoken, points of order aside: they cost nobody their time."""
    found: dict[str, int] = {}
    for one in turns:
        if one.began_at is not None and one.kind != "order":
            found[str(one.party_id)] = found.get(str(one.party_id), 0) + length(one, now)
    return found
