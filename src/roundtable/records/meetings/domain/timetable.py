"""How an agenda fills the time, and how long each may speak: for all the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

STEP = 10
"""Seconds to which speaking time is rounded down: a clock on the wall shows no less."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item begins and ends."""

    begins: datetime
    ends: datetime


def slots(begins: datetime, minutes: Sequence[int]) -> list[Slot]:
    """Give the time of each item, one after the other.

    >>> from datetime import UTC
    >>> [slot.ends.minute for slot in slots(datetime(2022, 10, 24, 9, tzinfo=UTC), [10, 35])]
    [10, 45]
    """
    found, now = [], begins
    for length in minutes:
        then = now + timedelta(minutes=length)
        found.append(Slot(now, then))
        now = then
    return found


def speaking_seconds(minutes: int, speakers: int, *, opening: int = 0, most: int = 300) -> int:
    """Give the seconds that each speaker has in an item of so many minutes, when the opening takes some of them.

    All have the same, no more than `most`, and together never more than there is.

    >>> speaking_seconds(60, 48, opening=10), speaking_seconds(60, 3), speaking_seconds(5, 0)
    (60, 300, 0)
    """
    left = max(0, minutes - opening) * 60
    if speakers <= 0:
        return 0
    return min(most, left // speakers // STEP * STEP)
