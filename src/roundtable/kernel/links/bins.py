"""What was deleted and can still be brought back: rooms say what lies in the bin for a person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from roundtable.kernel.base.registry import Registry


@dataclass(frozen=True, slots=True)
class Binned:
    """One thing in the bin: what it is, since when, until when it can come back, and where to post for that."""

    title: str
    kind: str
    deleted_at: datetime
    until: datetime
    restore_url: str


Source = Callable[[Any, datetime], Iterable[Binned]]

sources: Registry[Source] = Registry("links.bins")
add = sources.add


def binned_for(user: Any, at: datetime) -> list[Binned]:
    """All that a person may bring back, newest first."""
    return sorted(
        (thing for source in sources for thing in source(user, at)), key=lambda thing: thing.deleted_at, reverse=True
    )
