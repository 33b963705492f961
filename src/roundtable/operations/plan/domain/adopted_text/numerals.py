"""Roman numerals up to XX and the marks that stand before areas, actions and points."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

ROMAN: Final = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
)  # fmt: skip
_VALUES: Final = {numeral: value for value, numeral in enumerate(ROMAN, start=1)}


def roman(value: int) -> str:
    """Return the Roman numeral of a number from 1 to 20; beyond that the number itself.

    >>> roman(4)
    'IV'
    """
    return ROMAN[value - 1] if 1 <= value <= len(ROMAN) else str(value)


def roman_value(numeral: str) -> int | None:
    """Return the value of a Roman numeral of either case, or None where it is none up to XX."""
    return _VALUES.get(numeral.upper())


class Mark(Enum):
    """What a mark at the beginning of a line may announce."""

    ROMAN = "roman"
    NUMBER = "number"
    LETTER = "letter"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark and the text after it. `area` is the Roman numeral where a number carries one, as in `II.3`."""

    mark: Mark
    value: int
    shown: str
    rest: str
    area: int | None = None

    @property
    def small_roman(self) -> int | None:
        """The value of a letter read as a small Roman numeral, as in `(iv)`."""
        return roman_value(self.shown.strip("().")) if self.mark is Mark.LETTER else None


_ROMAN_MARK = re.compile(
    r"^(?:(?:thematic\s+|priority\s+)?(?:area|chapter|section|part)\s+)?(?P<numeral>[IVX]{1,5})"
    r"\s*(?:[.):]|\s[–—-])(?:\s+|$)(?P<rest>.*)$",
    re.IGNORECASE,
)
_CODE_MARK = re.compile(r"^(?P<numeral>[IVX]{1,5})\.\s?(?P<value>\d{1,3})[.):]?(?:\s+|$)(?P<rest>.*)$")
_NUMBER_MARK = re.compile(
    r"^(?:action\s+)?\(?(?P<value>\d{1,3})(?:[.):]|\s*\)\.?)(?:\s+|$)(?P<rest>.*)$", re.IGNORECASE
)
_LETTER_MARK = re.compile(r"^(?:\((?P<inner>[a-z]{1,5})\)|(?P<outer>[a-z]{1,5})[).])(?:\s+|$)(?P<rest>.*)$")
_BULLET_MARK = re.compile(r"^(?P<bullet>[-–—•‣◦▪●○■□*+·\uf0b7])\s+(?P<rest>.*)$")


def read_mark(text: str) -> Marked | None:
    """Return the mark that a line begins with, or None. A bullet before another mark is passed over."""
    bullet = _BULLET_MARK.match(text)
    if bullet:
        return _read_mark(bullet["rest"]) or Marked(Mark.BULLET, 0, bullet["bullet"], bullet["rest"])
    return _read_mark(text)


def _read_mark(text: str) -> Marked | None:
    return _code(text) or _roman(text) or _number(text) or _letter(text)


def _code(text: str) -> Marked | None:
    found = _CODE_MARK.match(text)
    area = roman_value(found["numeral"]) if found else None
    if found is None or area is None:
        return None
    return Marked(Mark.NUMBER, int(found["value"]), f"{found['numeral']}.{found['value']}", found["rest"], area)


def _roman(text: str) -> Marked | None:
    found = _ROMAN_MARK.match(text)
    if found is None or not found["numeral"].isupper():
        return None
    value = roman_value(found["numeral"])
    return None if value is None else Marked(Mark.ROMAN, value, found["numeral"], found["rest"].strip())


def _number(text: str) -> Marked | None:
    found = _NUMBER_MARK.match(text)
    return found and Marked(Mark.NUMBER, int(found["value"]), found["value"], found["rest"].strip())


def _letter(text: str) -> Marked | None:
    found = _LETTER_MARK.match(text)
    if found is None:
        return None
    letters: str = found["inner"] or found["outer"]
    if len(letters) > 1 and roman_value(letters) is None:
        return None
    value = ord(letters) - ord("a") + 1 if len(letters) == 1 else 0
    return Marked(Mark.LETTER, value, letters, found["rest"].strip())


def letter(value: int) -> str:
    """Return the small letter at a place in the alphabet from 1; beyond z the place itself."""
    return chr(ord("a") + value - 1) if 1 <= value <= 26 else str(value)
