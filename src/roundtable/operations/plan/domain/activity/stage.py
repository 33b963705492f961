"""The stages of an activity, and which may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """How far an activity is."""

    IDEA = "idea"
    PLANNED = "planned"
    UNDER_WAY = "under-way"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


NEXT: Final[Mapping[Stage, frozenset[Stage]]] = {
    Stage.IDEA: frozenset({Stage.PLANNED, Stage.CANCELLED}),
    Stage.PLANNED: frozenset({Stage.IDEA, Stage.UNDER_WAY, Stage.COMPLETED, Stage.CANCELLED}),
    Stage.UNDER_WAY: frozenset({Stage.PLANNED, Stage.COMPLETED, Stage.CANCELLED}),
    Stage.COMPLETED: frozenset({Stage.UNDER_WAY}),
    Stage.CANCELLED: frozenset({Stage.IDEA, Stage.PLANNED}),
}
"""Which stage may follow which. What was completed by mistake goes back under way; the cancelled is planned anew."""
BEGUN: Final = frozenset({Stage.UNDER_WAY, Stage.COMPLETED})


def may_follow(before: str, after: str) -> bool:
    """Whether a stage may follow another; staying where one is, is always allowed."""
    return before == after or Stage(after) in NEXT[Stage(before)]
