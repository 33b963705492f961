"""Activities that may be the same one, said twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from roundtable.operations.plan.domain.pairing import likeness


@dataclass(frozen=True, slots=True)
class Like:
    """As much of an activity as is needed to see whether another looks like it."""

    key: int
    title: str
    actions: frozenset[str]
    starts: date | None
    ends: date | None


LIKE_ENOUGH: Final = 0.5
"""Half of the words and pairs of words shared. Chosen by eye on the demonstration; a hint only, never a verdict."""


def overlap(one: Like, other: Like) -> bool:
    """Whether two activities may happen at the same time; one without dates may happen at any time."""
    if one.starts is None or other.starts is None:
        return True
    return one.starts <= (other.ends or other.starts) and other.starts <= (one.ends or one.starts)


def look_alike(one: Like, others: Sequence[Like], *, most: int = 5) -> list[Like]:
    """Of the others, those with a similar title, an action in common and dates that overlap; the likest first."""
    scored = [
        (likeness(one.title, other.title), other)
        for other in others
        if one.actions & other.actions and overlap(one, other) and other.key != one.key
    ]
    near = [(score, other) for score, other in scored if score >= LIKE_ENOUGH]
    return [other for _, other in sorted(near, key=lambda pair: (-pair[0], pair[1].key))[:most]]
