"""What can be wrong with an installation, and how to mend it.

Rooms sign up their own checks; `roundtable doctor` asks them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from roundtable.kernel.base.registry import Registry


class Level(StrEnum):
    """How serious a finding is."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw: a sentence, and what to do about it where there is something to do."""

    level: Level
    what: str
    mend: str = ""


@dataclass(frozen=True)
class Check:
    """A named look at one part of the installation; it never raises for what it looks for, and changes nothing."""

    name: str
    look: Callable[[], Iterable[Finding]]
    order: int = 100


checks: Registry[Check] = Registry("health checks")
