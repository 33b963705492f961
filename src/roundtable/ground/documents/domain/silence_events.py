"""What happens to a text under silence: the events that are recorded, each at the instant of its receipt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from roundtable.ground.documents.domain.deadline import Deadline
from roundtable.ground.documents.domain.silence_period import LEAST_HOURS, Holidays, counted_hours


class Form(StrEnum):
    """How an addressee spoke. All break the silence alike."""

    BREAK = "break"
    OBJECTION = "objection"
    AMENDMENT = "amendment"


class NotOpened(ValueError):  # noqa: N818 - a name that says what happened
    """A procedure cannot be opened; `why` is `chair`, `addressees`, `past`, `short`, `brackets` or `reservations`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The silence procedure cannot be opened ({why}).")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was received at an instant. `key` names it: the same key twice is the same event."""

    at: datetime
    by: str
    key: str

    def __post_init__(self) -> None:
        """An event without a zone has no place in time."""
        if self.at.utcoffset() is None:
            raise ValueError("An event needs an instant, not a wall clock.")


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The text goes under silence. Raises `NotOpened` where the rules do not allow it.

    `by` is the chair, a function that stays while its holder changes. `paragraphs` are those that the text has;
    `in_part` says whether they can be broken one by one. `short_reason` is recorded for a period under 72 hours,
    `unsettled_reason` for open brackets or reservations that are not lifted.
    """

    text_hash: str
    deadline: Deadline
    addressees: frozenset[str]
    observers: frozenset[str] = frozenset()
    paragraphs: frozenset[str] = frozenset()
    in_part: bool = True
    holidays: Holidays = field(default_factory=Holidays)
    short_reason: str = ""
    open_brackets: int = 0
    open_reservations: int = 0
    unsettled_reason: str = ""

    def __post_init__(self) -> None:
        """Refuse what would be unfair from the start."""
        Event.__post_init__(self)
        if not self.by:
            raise NotOpened("chair")
        if not self.addressees or self.addressees & self.observers:
            raise NotOpened("addressees")
        if self.deadline.instant <= self.at:
            raise NotOpened("past")
        if self.hours < LEAST_HOURS and not self.short_reason.strip():
            raise NotOpened("short")
        if self.open_brackets and not self.unsettled_reason.strip():
            raise NotOpened("brackets")
        if self.open_reservations and not self.unsettled_reason.strip():
            raise NotOpened("reservations")

    @property
    def hours(self) -> float:
        """The hours that count, from the opening to the deadline without the days that the presidency excepts."""
        return counted_hours(self.at, self.deadline, self.holidays)


@dataclass(frozen=True, slots=True)
class Acknowledged(Event):
    """Receipt is acknowledged. Silence counts with it and without it."""


@dataclass(frozen=True, slots=True)
class Reminded(Event):
    """The addressees were reminded."""


@dataclass(frozen=True, slots=True)
class Extended(Event):
    """The chair gives more time."""

    deadline: Deadline
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suspended(Event):
    """The chair stops the clock."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """The clock goes on, with a new deadline."""

    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Broken(Event):
    """Somebody objects, with a reason: to the whole text, or to one paragraph."""

    reason: str
    paragraph: str | None = None
    form: Form = Form.BREAK

    def __post_init__(self) -> None:
        """A break says why."""
        Event.__post_init__(self)
        if not self.reason.strip():
            raise ValueError("A break needs its reason.")


@dataclass(frozen=True, slots=True)
class BreakWithdrawn(Event):
    """A break, named by its key, is taken back by whoever made it."""

    of: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    """The chair takes the text out of the procedure."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class TextChanged(Event):
    """The text is another now."""

    text_hash: str


RANK: Final = {
    kind: rank
    for rank, kind in enumerate(
        (Opened, TextChanged, Withdrawn, Broken, BreakWithdrawn, Suspended, Resumed, Extended, Acknowledged, Reminded)
    )
}
"""Which event of one instant takes effect first."""


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events as they take effect, each once, whatever the order in which they were stored."""
    ordered = sorted(events, key=lambda one: (one.at, RANK[type(one)], one.key))
    met: dict[str, Event] = {}
    for event in ordered:
        met.setdefault(event.key, event)
    return list(met.values())
