"""What this room announces, and how rooms declare what history tells of them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from django.dispatch import Signal
from django.utils.functional import Promise

from roundtable.ground.trust.domain.telling import Speech, Words
from roundtable.kernel.base.registry import Registry

person_left = Signal()
"""A person's functions in a scope ended or were handed over. Rooms that listen hand over drafts and duties.

Sent with `leaver`, `successor` (or None), `scope` and `at`, inside the transaction.
"""


@dataclass(frozen=True)
class Happening:
    """How one kind of entry is told, who may read what it kept, and what erasing a person does to it."""

    code: StrEnum
    shown: str | Promise
    """A sentence fragment after the person's name: "adopted the draft"."""
    fields: Mapping[str, Words] = field(default_factory=dict)
    """Each field that such an entry may keep, with its words; `remember` refuses any other."""
    kept_to: str = "all"
    """Who may read the values (`KeptTo`), where the entry itself does not say."""
    erased: str = "the name of the person is replaced, the deed stays"


happenings: Registry[Happening] = Registry("happenings")


@dataclass(frozen=True)
class Thing:
    """How a kind of thing is called in history, where its page is not at hand."""

    kind: str
    """The label of its table: `plan.report`."""
    called: Callable[[str, str, str, Speech], str]
    """From the label that was kept, the thing's number and its scope, in the reader's language."""
    labelled: bool = True
    """Whether a label is kept. Not of people: they are told by their number, so that an erased name stays nowhere."""


things: Registry[Thing] = Registry("things")


def as_labelled(label: str, _number: str, _scope: str, _speech: Speech) -> str:
    """Call a thing by the label that was kept: its name, or a title that somebody gave it."""
    return label


class UnknownToHistoryError(LookupError):
    """History was given something that nobody can tell: a defect of the caller, found by the tests."""


def happening_of(code: str) -> Happening | None:
    """Give how a kind of entry is told."""
    return next((one for one in happenings if str(one.code) == code), None)


def thing_of(kind: str) -> Thing | None:
    """Give how a kind of thing is called."""
    return next((one for one in things if one.kind == kind), None)


@dataclass(frozen=True)
class Restricted:
    """A kind of thing of which it is remembered who read it.

    Signed up with one line; where the thing is handed to a reader, the room calls `handed_out`.
    """

    kind: str
    shown: str | Promise
    """What it is called in the log of reading."""
    asks_purpose: bool = False
    """Whether nobody reads it without saying what for."""


restricted: Registry[Restricted] = Registry("restricted kinds")


@dataclass(frozen=True, slots=True)
class Handed:
    """A restricted thing that is on its way to a reader."""

    kind: str
    object_id: str
    scope: str
    label: str = ""
    purpose: str = ""
    demonstration: bool = False
    as_file: bool = False


_handed: ContextVar[dict[tuple[str, str], Handed] | None] = ContextVar("what was handed out", default=None)


def handed_out(thing: Handed) -> None:
    """Say that a restricted thing is handed to whoever asks; it is remembered before the answer leaves, once.

    Raises `UnknownToHistoryError` for a kind that is not signed up, and for one that nobody reads without a purpose.
    """
    declared = next((one for one in restricted if one.kind == thing.kind), None)
    if declared is None:
        message = f"{thing.kind} is not signed up as restricted: add it to `restricted`."
        raise UnknownToHistoryError(message)
    if declared.asks_purpose and not thing.purpose.strip():
        message = f"{thing.kind} is read for a purpose: ask for it, and hand it on."
        raise UnknownToHistoryError(message)
    collected = _handed.get()
    if collected is not None:
        collected.setdefault((thing.kind, thing.object_id), thing)


@contextmanager
def collecting() -> Iterator[dict[tuple[str, str], Handed]]:
    """Collect what is handed out from here on, until the end of the block."""
    collected: dict[tuple[str, str], Handed] = {}
    mark = _handed.set(collected)
    try:
        yield collected
    finally:
        _handed.reset(mark)


class Happened(StrEnum):
    """What happens in this room."""

    INVITED = "trust.invited"
    JOINED = "trust.joined"
    GRANTED = "trust.granted"
    ENDED = "trust.ended"
    DEACTIVATED = "trust.deactivated"
    ERASED = "trust.erased"
    ADDRESS_ERASED = "trust.address-erased"
    HOLD_PROPOSED = "trust.hold-proposed"
    HOLD_CONFIRMED = "trust.hold-confirmed"
    HOLD_LIFTED = "trust.hold-lifted"
    REACTIVATED = "trust.reactivated"
    HANDED_OVER = "trust.handed-over"
    TOKEN_MADE = "trust.token-made"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "trust.token-revoked"  # noqa: S105 - the name of an event
    WITHDREW_INVITATION = "trust.withdrew-invitation"
    CHANGED_ACCOUNT = "trust.changed-account"
    SIGNED_OUT = "trust.signed-out-everywhere"
    SIGNED_OUT_THERE = "trust.signed-out-there"
    FACTOR_ADDED = "trust.factor-added"
    FACTOR_REMOVED = "trust.factor-removed"
    PASSWORD_CHANGED = "trust.password-changed"  # noqa: S105 - the name of an event
    ADDRESS_CHANGED = "trust.address-changed"
    CONNECTED = "trust.connected-outside-account"
    MARKING_RAISED = "trust.marking-raised"
    LOWERING_PROPOSED = "trust.lowering-proposed"
    LOWERING_REFUSED = "trust.lowering-refused"
    MARKING_LOWERED = "trust.marking-lowered"
