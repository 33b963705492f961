"""Document numbers as the Council writes them: 10917/22, 10917/1/22 REV 1, 10917/2/22 REV 2 ADD 1 COR 1.

A revision stands twice in a number, between the slashes and as REVn; both must say the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

_NUMBER: Final = re.compile(
    r"(?:(?P<prefix>[A-Z]{1,6})\s+)?(?P<base>\d{1,6})(?:/(?P<slash>\d{1,3}))?/(?P<year>\d{2}|\d{4})"
    r"(?P<parts>(?:\s*\b(?:REV|ADD|COR)\s*\d{1,3})*)",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"(REV|ADD|COR)\s*(\d{1,3})", re.IGNORECASE)
_ORDER: Final = {"REV": 0, "ADD": 1, "COR": 2}
CENTURY: Final = 2000
"""Numbers of two figures are of this century: the dialogue began in 2009."""


class NotANumber(ValueError):  # noqa: N818 - a name that says what happened
    """The words are not a document number; `why` is one of `shape`, `order`, `revision`, `zero`."""

    def __init__(self, written: str, why: str) -> None:
        self.written, self.why = written, why
        super().__init__(f"{written!r} is not a document number ({why}).")


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One document number. Numbers sort as the documents follow each other: year, base, REV, ADD, COR."""

    year: int
    base: int
    revision: int = 0
    addendum: int = 0
    corrigendum: int = 0
    prefix: str = ""

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a number; raise `NotANumber` where it is none.

        >>> str(Number.parse("10917/1/22 REV1"))
        '10917/1/22 REV 1'
        """
        found = _NUMBER.fullmatch(" ".join(written.split()))
        if found is None:
            raise NotANumber(written, "shape")
        parts = [(name.upper(), int(value)) for name, value in _PART.findall(found["parts"])]
        names = [_ORDER[name] for name, _ in parts]
        if names != sorted(set(names)):
            raise NotANumber(written, "order")
        values = dict(parts)
        if 0 in values.values() or int(found["base"]) == 0:
            raise NotANumber(written, "zero")
        slash = int(found["slash"] or 0)
        if values.get("REV", 0) != slash:
            raise NotANumber(written, "revision")
        year = int(found["year"])
        return cls(
            year=year if year >= 100 else CENTURY + year,
            base=int(found["base"]),
            revision=slash,
            addendum=values.get("ADD", 0),
            corrigendum=values.get("COR", 0),
            prefix=(found["prefix"] or "").upper(),
        )

    def __str__(self) -> str:
        """The number as the Council prints it."""
        slash = f"/{self.revision}" if self.revision else ""
        year = f"{self.year % 100:02d}" if CENTURY <= self.year < CENTURY + 100 else str(self.year)
        named = (("REV", self.revision), ("ADD", self.addendum), ("COR", self.corrigendum))
        parts = "".join(f" {name} {value}" for name, value in named if value)
        return f"{self.prefix} {self.base}{slash}/{year}{parts}".strip()

    @property
    def original(self) -> Self:
        """The number of the first version, to which all revisions, addenda and corrigenda belong."""
        return replace(self, revision=0, addendum=0, corrigendum=0)

    @property
    def main(self) -> Self:
        """The document that this one adds to or corrects; itself where it does neither."""
        return replace(self, corrigendum=0) if self.corrigendum else replace(self, addendum=0)

    def next_revision(self, taken: Iterable["Number"] = ()) -> Self:
        """The number of the next revision of the document, after all that are taken; addenda begin anew."""
        last = max([self.revision, *(one.revision for one in taken if one.original == self.original)])
        return replace(self, revision=last + 1, addendum=0, corrigendum=0)

    def next_addendum(self, taken: Iterable["Number"] = ()) -> Self:
        """The number of the next addendum to this revision."""
        here = replace(self, addendum=0, corrigendum=0)
        numbers = [one.addendum for one in taken if replace(one, addendum=0, corrigendum=0) == here]
        return replace(here, addendum=max([self.addendum, *numbers]) + 1)

    def next_corrigendum(self, taken: Iterable["Number"] = ()) -> Self:
        """The number of the next corrigendum to this document, be it a revision or an addendum."""
        here = replace(self, corrigendum=0)
        numbers = [one.corrigendum for one in taken if replace(one, corrigendum=0) == here]
        return replace(here, corrigendum=max([self.corrigendum, *numbers]) + 1)


@dataclass(frozen=True, slots=True)
class Reference:
    """What stands at the head of a document: number, marking, language and day.

    `marking` is its distribution marking in words (`LIMITE`, or empty); what a marking allows is not decided here.
    `original` is the language of the original, as in `(OR. en)`.
    """

    number: Number
    language: str
    day: date
    marking: str = ""
    original: str = "en"

    def __str__(self) -> str:
        """Number, marking and language in one line: `12629/22 LIMITE EN`."""
        return " ".join(part for part in (str(self.number), self.marking, self.language.upper()) if part)


def next_base(year: int, taken: Iterable[Number]) -> Number:
    """The next free base number of a year."""
    return Number(year, max((one.base for one in taken if one.year == year), default=0) + 1)


def chain(numbers: Iterable[Number]) -> tuple[tuple[Number, ...], ...]:
    """Numbers grouped by the document they belong to, each group from first version to last, in order.

    >>> rows = chain(map(Number.parse, ["12629/22", "10917/2/22 REV 2", "10917/1/22 REV 1"]))
    >>> [[str(one) for one in row] for row in rows]
    [['10917/1/22 REV 1', '10917/2/22 REV 2'], ['12629/22']]
    """
    groups: dict[Number, list[Number]] = {}
    for number in sorted(set(numbers)):
        groups.setdefault(number.original, []).append(number)
    return tuple(map(tuple, groups.values()))
