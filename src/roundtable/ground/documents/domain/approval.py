"""The chain of approval as data: which bodies a text passes, what each confirms, what is awaited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Item(StrEnum):
    """How a point stands on an agenda: without discussion at the lower level, at the higher, or to be discussed."""

    I = "I"  # noqa: E741 - the Council's own name
    A = "A"
    I_A = "I/A"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Step:
    """A body that has to confirm, by a key that stays when steps are edited."""

    key: str
    body: str
    item: Item = Item.DISCUSSION
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A body confirmed a text: its exact hash, who entered it and when it was."""

    step: str
    at: datetime
    by: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a text stands in its chain."""

    confirmed: tuple[tuple[Step, Confirmed], ...]
    awaited: tuple[Step, ...]
    without_effect: tuple[Confirmed, ...]

    @property
    def next(self) -> Step | None:
        """The body whose turn it is; None when all have confirmed."""
        return self.awaited[0] if self.awaited else None

    @property
    def is_done(self) -> bool:
        """Whether all have confirmed."""
        return not self.awaited


def progress(steps: Sequence[Step], confirmations: Iterable[Confirmed], text_hash: str) -> Progress:
    """Go through the chain in its order. A body confirms in its turn, and only this very text counts.

    A confirmation of another text, of a body that is not in the chain, or before its turn has no effect and is listed.
    """
    if len({step.key for step in steps}) != len(steps):
        raise ValueError("Two steps have one key.")
    waiting = list(steps)
    done: list[tuple[Step, Confirmed]] = []
    idle: list[Confirmed] = []
    for one in sorted(confirmations, key=lambda one: (one.at, one.step)):
        if waiting and one.step == waiting[0].key and one.text_hash == text_hash:
            done.append((waiting.pop(0), one))
        else:
            idle.append(one)
    return Progress(tuple(done), tuple(waiting), tuple(idle))


def overdue(found: Progress, at: datetime) -> tuple[Step, ...]:
    """The awaited steps whose day has passed."""
    return tuple(step for step in found.awaited if step.due is not None and step.due < at)
