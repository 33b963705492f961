"""A question to a dataset as it stands in an address: which cells, shown how, as known on which day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from roundtable_analytics.frames.periods import bounds

IN = "in-"
"""Before the name of a dimension: the codes that are asked for."""


class Look(StrEnum):
    """How an answer is shown."""

    TABLE = "table"
    LINES = "lines"
    BARS = "bars"
    MAP = "map"
    PANELS = "panels"


class Wrong(StrEnum):
    """What an address can ask that is not understood."""

    LOOK = "look"
    BY = "by"
    DIMENSION = "dimension"
    PERIOD = "period"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `by` is the dimension whose codes are told apart; `codes` the codes asked for by dimension."""

    look: Look | None = None
    by: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start: str = ""
    end: str = ""
    as_of: date | None = None

    def parts(self) -> list[tuple[str, str]]:
        """The parts of the address that ask it, always in one order."""
        told = [("look", self.look.value if self.look else ""), ("by", self.by)]
        told += [(f"{IN}{name}", code) for name, codes in sorted(self.codes.items()) for code in codes]
        told += [("start", self.start), ("end", self.end)]
        told += [("as_of", self.as_of.isoformat() if self.as_of else "")]
        return [(name, value) for name, value in told if value]

    def address(self) -> str:
        """The question as it stands behind the question mark.

        >>> Question(Look.BARS, "geo", {"geo": ("AT", "DE")}, end="2024").address()
        'look=bars&by=geo&in-geo=AT&in-geo=DE&end=2024'
        """
        return urlencode(self.parts())


def read(asked: Mapping[str, Sequence[str]], dimensions: Sequence[str]) -> tuple[Question, list[tuple[Wrong, str]]]:
    """Read a question from an address; what is not understood is left out and told, with its value."""
    wrong: list[tuple[Wrong, str]] = []
    last = {name: values[-1].strip() for name, values in asked.items() if values}
    look = next((one for one in Look if one.value == last.get("look")), None)
    if last.get("look") and look is None:
        wrong.append((Wrong.LOOK, last["look"]))
    by = last.get("by", "")
    if by and by not in dimensions:
        wrong.append((Wrong.BY, by))
        by = ""
    codes: dict[str, tuple[str, ...]] = {}
    for name, values in asked.items():
        if name.startswith(IN):
            found = tuple(dict.fromkeys(value for value in values if value))
            if name[len(IN) :] not in dimensions:
                wrong.append((Wrong.DIMENSION, name[len(IN) :]))
            elif found:
                codes[name[len(IN) :]] = found
    periods = {name: last.get(name, "") for name in ("start", "end")}
    for name, text in periods.items():
        if text and bounds(text) is None:
            wrong.append((Wrong.PERIOD, text))
            periods[name] = ""
    return Question(look, by, codes, periods["start"], periods["end"], _day(last.get("as_of", ""), wrong)), wrong


def _day(text: str, wrong: list[tuple[Wrong, str]]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong.append((Wrong.DAY, text))
        return None
