"""What every page says of the installation itself. The room that keeps it signs up when it starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Installation:
    """Whether made-up data stand beside or instead of real ones."""

    demonstration: bool = False


_keepers: list[Callable[[], Installation]] = []


def say(keeper: Callable[[], Installation]) -> None:
    """Sign up to say it; the last word counts. Asked once for each page."""
    _keepers[:] = [keeper]


def here() -> Installation:
    """What is known of this installation; nothing where nobody keeps it."""
    return _keepers[0]() if _keepers else Installation()
