"""The printed numbers of paragraphs: what they count, and which comes next.

A number such as `IV.` or `b)` is a way of counting with signs around it. Programs that number by themselves are told
the way and the value; what is no such number stays as it is written.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

_ROMAN: Final = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
MOST: Final = 89
"""The greatest Roman numeral that we read or write: paragraphs are not counted further in them."""
LETTERS: Final = 26
MOST_FIGURES: Final = 999

_LABEL: Final = re.compile(
    r"(?P<label>\(?\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|\(?[a-z]{1,5}\)|[IVXL]{1,7}[.)]|[–•])(?:\s+|$)(?P<rest>.*)",
    re.DOTALL,
)
_SHAPE: Final = re.compile(r"(?P<before>\(?)(?P<count>\d{1,3}|[a-z]{1,6}|[A-Z]{1,6})(?P<after>[.)]?)")


class Way(StrEnum):
    """How a number counts, by the names that Word has for it."""

    FIGURES = "decimal"
    SMALL_LETTERS = "lowerLetter"
    LETTERS = "upperLetter"
    SMALL_ROMAN = "lowerRoman"
    ROMAN = "upperRoman"


_MOST: Final = {
    Way.FIGURES: MOST_FIGURES,
    Way.SMALL_LETTERS: LETTERS,
    Way.LETTERS: LETTERS,
    Way.SMALL_ROMAN: MOST,
    Way.ROMAN: MOST,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that counts: `(b)` is the value 2 in small letters between brackets."""

    way: Way
    value: int
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """The number as it is printed."""
        return f"{self.before}{_count(self.way, self.value)}{self.after}"

    @property
    def next(self) -> Self:
        """The number that follows."""
        return replace(self, value=self.value + 1)

    def same_way(self, other: "Counted") -> bool:
        """Whether both could stand in one list."""
        return (self.way, self.before, self.after) == (other.way, other.before, other.after)


def counted(label: str, after: Counted | None = None) -> Counted | None:
    """Read a number that counts; None for one that does not. `after` helps with letters that are numerals too.

    >>> counted("i)", after=counted("h)")).value, counted("i)").value
    (9, 1)
    """
    if after is not None and str(after.next) == label and after.next.value <= _MOST[after.way]:
        return after.next
    found = _SHAPE.fullmatch(label)
    if found is None or (found["before"] and found["after"] != ")"):
        return None
    for way in Way:
        value = _value(way, found["count"])
        if value is not None:
            made = Counted(way, value, found["before"], found["after"])
            if str(made) == label:
                return made
    return None


def read_label(words: str) -> tuple[str, str]:
    """The number that words begin with, and the rest; no number where they begin with none.

    >>> read_label("a) Employing a whole-of-route approach")
    ('a)', 'Employing a whole-of-route approach')
    """
    found = _LABEL.fullmatch(words)
    if found is None:
        return "", words
    inner = found["label"].strip("().")
    if inner.isalpha() and len(inner) > 1 and _value(Way.ROMAN, inner.upper()) is None:
        return "", words
    return found["label"], found["rest"]


def print_count(way: str, value: int) -> str:
    """A value as a program prints it that knows more ways of counting than we write.

    >>> print_count("lowerRoman", 4), print_count("decimalZero", 4), print_count("lowerLetter", 28)
    ('iv', '04', 'bb')
    """
    match way:
        case Way.ROMAN | Way.SMALL_ROMAN if 1 <= value <= MOST:
            return _count(Way(way), value)
        case Way.LETTERS | Way.SMALL_LETTERS if 1 <= value <= LETTERS * 20:
            # Programs write aa after z, then bb.
            sign = chr(ord("a") + (value - 1) % LETTERS) * ((value - 1) // LETTERS + 1)
            return sign.upper() if way == Way.LETTERS else sign
        case "decimalZero":
            return f"{value:02d}"
    return str(value)


def _count(way: Way, value: int) -> str:
    match way:
        case Way.FIGURES:
            return str(value)
        case Way.SMALL_LETTERS | Way.LETTERS:
            sign = chr(ord("a") + value - 1) if 1 <= value <= LETTERS else str(value)
            return sign.upper() if way is Way.LETTERS else sign
    written, rest = "", value
    for step, sign in _ROMAN:
        times, rest = divmod(rest, step)
        written += sign * times
    return written.lower() if way is Way.SMALL_ROMAN else written


def _value(way: Way, written: str) -> int | None:
    match way:
        case Way.FIGURES:
            return int(written) if written.isascii() and written.isdigit() and written[0] != "0" else None
        case Way.SMALL_LETTERS | Way.LETTERS:
            # A lone i or v is a numeral unless it follows h or u.
            alone = len(written) == 1 and written.isascii() and written.isalpha() and written.lower() not in "ivx"
            small = written.islower() == (way is Way.SMALL_LETTERS)
            return ord(written.lower()) - ord("a") + 1 if alone and small else None
    if written.islower() is not (way is Way.SMALL_ROMAN):
        return None
    return next((value for value in range(1, MOST + 1) if _count(Way.ROMAN, value) == written.upper()), None)
