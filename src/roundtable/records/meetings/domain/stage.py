"""What becomes of a meeting, from plan to record."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What sort of meeting it is."""

    CONFERENCE = "conference"
    SENIOR_OFFICIALS = "senior-officials"
    EXPERTS = "experts"
    TRAINING = "training"


class Stage(StrEnum):
    """How far a meeting is."""

    PLANNED = "planned"
    CALLED = "called"
    HELD = "held"
    CANCELLED = "cancelled"


NEXT: Final = {
    Stage.PLANNED: {Stage.CALLED, Stage.CANCELLED},
    Stage.CALLED: {Stage.HELD, Stage.CANCELLED},
    Stage.HELD: set(),
    Stage.CANCELLED: {Stage.PLANNED},
}
"""Where a meeting may go from each stage. One that was held stays held: it is a record."""

GATHERING: Final = frozenset({Kind.CONFERENCE, Kind.SENIOR_OFFICIALS})
"""Meetings that take up whatever is open, of whichever meeting; the others take up what is open in their own series."""


def may_become(stage: str, to: str) -> bool:
    """Whether a meeting may go from one stage to another.

    >>> may_become("planned", "called"), may_become("planned", "held"), may_become("held", "planned")
    (True, False, False)
    """
    return Stage(to) in NEXT[Stage(stage)]
