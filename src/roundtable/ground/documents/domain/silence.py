"""The silence procedure: a text counts as adopted at its deadline unless an addressee breaks the silence.

What came of it is a pure function of the recorded events and the deadline, whoever looks and whenever. The rules, each
of which a test holds:

- Only an addressee breaks, alone, and one is enough. Observers see. Nobody is asked to vote, nobody's silence counts
  less because receipt was not acknowledged.
- The period runs up to and including the instant of the deadline. What arrives at that very instant is in time: doubt
  is with whoever objects. The text is adopted as of that instant, and known to be as soon as it has passed.
- An event counts at the instant at which the house received it, and one that arrives twice (the same `key`) counts
  once. Events of one instant take effect in the order of `silence_events.RANK`, then of their keys: what keeps a text
  from adoption before what lets it go on.
- What comes late, from somebody who may not, or after the end, stays recorded, has no effect, and is listed.
- A break may concern one paragraph only, where the opening allows it. One that names a paragraph that the text does
  not have counts as a break of the whole: an objection is never lost by a wrong number. When every paragraph is broken,
  the whole is.
- A break may be withdrawn by whoever made it, until the deadline; then it is as if it had not been made.
- While a procedure is suspended no deadline passes; breaks still count. It goes on with a new deadline, not earlier
  than the one before.
- Any change of the text, by one byte, voids the procedure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from roundtable.ground.documents.domain.deadline import Deadline
from roundtable.ground.documents.domain.silence_events import (
    Acknowledged,
    BreakWithdrawn,
    Broken,
    Event,
    Extended,
    Opened,
    Reminded,
    Resumed,
    Suspended,
    TextChanged,
    Withdrawn,
    in_order,
)


class State(StrEnum):
    """Where a procedure stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    ADOPTED = "adopted"
    ADOPTED_IN_PART = "adopted_in_part"
    BROKEN = "broken"
    VOID = "void"
    WITHDRAWN = "withdrawn"


class Ineffective(StrEnum):
    """Why an event has no effect."""

    BEFORE_OPENING = "before_opening"
    LATE = "late"
    ENDED = "ended"
    NOT_AN_ADDRESSEE = "not_an_addressee"
    NOT_THE_CHAIR = "not_the_chair"
    NO_SUCH_BREAK = "no_such_break"
    ALREADY_BROKEN = "already_broken"
    NOT_SUSPENDED = "not_suspended"
    SUSPENDED = "suspended"
    NOT_LATER = "not_later"
    SAME_TEXT = "same_text"
    ALREADY_OPEN = "already_open"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a procedure, as far as an instant.

    `final` says that nothing can change it any more; `settled_at` is the instant since which it is so. `deadline` is
    the one in force. `breaks` are those that stand. `without_effect` pairs what had none with the reason.
    """

    state: State
    final: bool
    deadline: Deadline
    settled_at: datetime | None = None
    breaks: tuple[Broken, ...] = ()
    broken_paragraphs: frozenset[str] = frozenset()
    acknowledged: frozenset[str] = frozenset()
    not_acknowledged: frozenset[str] = frozenset()
    without_effect: tuple[tuple[Event, Ineffective], ...] = ()

    @property
    def adopted(self) -> bool:
        """Whether the text counts as adopted, wholly or without the paragraphs that were broken."""
        return self.final and self.state in {State.ADOPTED, State.ADOPTED_IN_PART}


def outcome(events: Iterable[Event], at: datetime) -> Outcome | None:
    """What came of a procedure by an instant, that instant included; None before it is opened.

    Only what was received until `at` counts, so the answer for an instant never changes afterwards.
    """
    known = [one for one in in_order(events) if one.at <= at]
    course: _Course | None = None
    early: list[tuple[Event, Ineffective]] = []
    for event in known:
        if course is not None:
            course.receive(event)
        elif isinstance(event, Opened):
            course = _Course(event, early)
        else:
            early.append((event, Ineffective.BEFORE_OPENING))
    if course is None:
        return None
    course.pass_until(at)
    return course.outcome()


@dataclass
class _Course:
    """A procedure on its way through its events."""

    opened: Opened
    without_effect: list[tuple[Event, Ineffective]]
    deadline: Deadline = field(init=False)
    suspended: bool = False
    end: State | None = None
    settled_at: datetime | None = None
    breaks: dict[str, Broken] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.deadline = self.opened.deadline

    def pass_until(self, at: datetime) -> None:
        """Let the deadline pass where it lies before an instant."""
        if self.end is None and not self.suspended and at > self.deadline.instant:
            self.end, self.settled_at = self._at_the_deadline(), self.deadline.instant

    def receive(self, event: Event) -> None:
        """Take an event into account, or say why it has no effect."""
        self.pass_until(event.at)
        reason = self._hindrance(event)
        if reason is not None:
            self.without_effect.append((event, reason))
            return
        match event:
            case TextChanged():
                self.end, self.settled_at = State.VOID, event.at
            case Withdrawn():
                self.end, self.settled_at = State.WITHDRAWN, event.at
            case Broken():
                self.breaks[event.key] = event
            case BreakWithdrawn():
                del self.breaks[event.of]
            case Suspended():
                self.suspended = True
            case Resumed():
                self.suspended, self.deadline = False, event.deadline
            case Extended():
                self.deadline = event.deadline
            case Acknowledged():
                self.acknowledged.add(event.by)

    def outcome(self) -> Outcome:
        """Where it stands now."""
        standing = self._at_the_deadline()
        running = State.BROKEN if standing is State.BROKEN else State.RUNNING
        return Outcome(
            state=self.end or (State.SUSPENDED if self.suspended else running),
            final=self.end is not None,
            deadline=self.deadline,
            settled_at=self.settled_at,
            breaks=tuple(self.breaks.values()),
            broken_paragraphs=frozenset(one.paragraph for one in self.breaks.values() if one.paragraph is not None)
            & self.opened.paragraphs,
            acknowledged=frozenset(self.acknowledged),
            not_acknowledged=self.opened.addressees - self.acknowledged,
            without_effect=tuple(self.without_effect),
        )

    def _concerns_all(self, one: Broken) -> bool:
        return not self.opened.in_part or one.paragraph not in self.opened.paragraphs

    def _at_the_deadline(self) -> State:
        broken = {one.paragraph for one in self.breaks.values()}
        if any(map(self._concerns_all, self.breaks.values())) or (broken and broken >= self.opened.paragraphs):
            return State.BROKEN
        return State.ADOPTED_IN_PART if broken else State.ADOPTED

    def _hindrance(self, event: Event) -> Ineffective | None:
        """Why an event has no effect; None where it has."""
        if isinstance(event, Acknowledged | Reminded):
            known = isinstance(event, Reminded) or event.by in self.opened.addressees
            return None if known else Ineffective.NOT_AN_ADDRESSEE
        if isinstance(event, Opened):
            return Ineffective.ALREADY_OPEN
        if self.end is not None:
            # Void and withdrawn ended before their deadline; otherwise the deadline has passed.
            early = self.end in {State.VOID, State.WITHDRAWN}
            return Ineffective.ENDED if early else Ineffective.LATE
        if isinstance(event, Broken | BreakWithdrawn):
            return self._hindrance_of_a_break(event)
        return self._hindrance_of_a_change(event)

    def _hindrance_of_a_break(self, event: Broken | BreakWithdrawn) -> Ineffective | None:
        if event.by not in self.opened.addressees:
            return Ineffective.NOT_AN_ADDRESSEE
        if isinstance(event, BreakWithdrawn):
            made = self.breaks.get(event.of)
            return None if made is not None and made.by == event.by else Ineffective.NO_SUCH_BREAK
        same = any((one.by, one.paragraph) == (event.by, event.paragraph) for one in self.breaks.values())
        return Ineffective.ALREADY_BROKEN if same else None

    def _hindrance_of_a_change(self, event: Event) -> Ineffective | None:
        if isinstance(event, TextChanged):
            return Ineffective.SAME_TEXT if event.text_hash == self.opened.text_hash else None
        if event.by != self.opened.by:
            return Ineffective.NOT_THE_CHAIR
        if isinstance(event, Resumed):
            return self._hindrance_of_going_on(event)
        if isinstance(event, Suspended | Extended) and self.suspended:
            return Ineffective.SUSPENDED
        later = not isinstance(event, Extended) or event.deadline.instant > self.deadline.instant
        return None if later else Ineffective.NOT_LATER

    def _hindrance_of_going_on(self, event: Resumed) -> Ineffective | None:
        if not self.suspended:
            return Ineffective.NOT_SUSPENDED
        later = event.deadline.instant >= max(self.deadline.instant, event.at)
        return None if later else Ineffective.NOT_LATER


def effective(events: Iterable[Event], at: datetime) -> tuple[Event, ...]:
    """The events that had an effect by an instant, in their order: what a minute tells."""
    found = outcome(events, at)
    if found is None:
        return ()
    idle = {event.key for event, _ in found.without_effect}
    return tuple(one for one in in_order(events) if one.at <= at and one.key not in idle)
