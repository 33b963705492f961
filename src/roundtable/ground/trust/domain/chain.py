"""The chain: each entry carries the hash of the one before, so that nothing before a known hash can change unseen.

There is a chain for each scope. What an entry commits to is one line of JSON: the form, the chain, its number in it,
the hash of the entry before, the instant of writing, and its own parts as they are stored.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

FORM: Final = "roundtable-chain-1"
"""Named in every hash: another way of writing entries down would carry another name."""

Part = str | int | bool | None


class Family(StrEnum):
    """What is kept in chains."""

    HISTORY = "history"
    READINGS = "readings"


def chain_of(family: Family, scope: str) -> str:
    """Name the chain of a scope.

    >>> chain_of(Family.HISTORY, "am")
    'history:am'
    """
    return f"{family}:{scope}"


def scope_of(chain: str) -> str:
    """Give the scope of a chain.

    >>> scope_of("history:am")
    'am'
    """
    return chain.partition(":")[2]


def beginning(chain: str) -> str:
    """Give what stands in the place of a hash before the first entry of a chain."""
    return hashlib.sha256(f"{FORM} {chain}".encode()).hexdigest()


def instant(moment: datetime) -> str:
    """Write an instant down as every hash does: in UTC, to the microsecond.

    >>> instant(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as its chain sees it."""

    chain: str
    number: int
    previous: str
    written_at: datetime
    parts: Mapping[str, Part]
    hash: str = ""


def digest(link: Link) -> str:
    """Give the hash of an entry: of everything in it, its place, and the hash of the entry before."""
    told = [FORM, link.chain, link.number, link.previous, instant(link.written_at), dict(sorted(link.parts.items()))]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


class Wrong(StrEnum):
    """What can be wrong with a chain."""

    CHANGED = "changed"
    UNLINKED = "unlinked"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    EARLIER = "earlier"
    CUT = "cut"
    TIP = "tip"
    REWRITTEN = "rewritten"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown key"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which chain, at which number, how."""

    chain: str
    number: int
    wrong: Wrong
    until: int = 0
    """The last number, where several are concerned."""
    of: str = ""
    """Which signed statement or key says otherwise."""


@dataclass(slots=True)
class Walk:
    """Goes along one chain, entry by entry in order of their numbers, and says what is wrong."""

    chain: str
    number: int = 0
    hash: str = ""
    written_at: datetime | None = None
    heads: Mapping[int, Iterable[tuple[str, str]]] = field(default_factory=dict)
    """For numbers: the hashes that were signed, each with the name of the statement that says so."""

    def __post_init__(self) -> None:
        """Begin before the first entry, where nothing else is said."""
        self.hash = self.hash or beginning(self.chain)

    def step(self, link: Link) -> Iterator[Fault]:
        """Look at the next entry."""
        expected = self.number + 1
        if link.number > expected:
            yield Fault(self.chain, expected, Wrong.MISSING, until=link.number - 1)
        elif link.number < expected:
            yield Fault(self.chain, link.number, Wrong.OUT_OF_ORDER)
        if link.number == expected and link.previous != self.hash:
            yield Fault(self.chain, link.number, Wrong.UNLINKED)
        if digest(link) != link.hash:
            yield Fault(self.chain, link.number, Wrong.CHANGED)
        if self.written_at is not None and link.written_at < self.written_at:
            yield Fault(self.chain, link.number, Wrong.EARLIER)
        for signed, statement in self.heads.get(link.number, ()):
            if signed != link.hash:
                yield Fault(self.chain, link.number, Wrong.REWRITTEN, of=statement)
        # What follows is judged by what stands here, so that one fault is told once.
        self.number, self.hash, self.written_at = max(self.number, link.number), link.hash, link.written_at

    def end(self, tip: tuple[int, str] | None) -> Iterator[Fault]:
        """Look whether the chain ends where it was said to end: at its tip, and not before a signed head."""
        if tip != ((self.number, self.hash) if self.number else None):
            yield Fault(self.chain, tip[0] if tip else self.number, Wrong.TIP)
        for number, signed in sorted(self.heads.items()):
            if number > self.number:
                for _hash, statement in signed:
                    yield Fault(self.chain, self.number + 1, Wrong.CUT, until=number, of=statement)
