"""The mapping file: which column of a table is which dimension, measure or attribute, and which mark means what."""

import re
from collections.abc import Mapping as Told
from dataclasses import dataclass, field
from typing import Any

import yaml

from roundtable_analytics.frames.shape import Attribute, Dimension, Measure, Origin, Shape
from roundtable_analytics.frames.statuses import CONFIDENTIALITY, STATUS, TIME, VALUE, Nothing

MEASURE = "MEASURE"
LONGEST = 200_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
_DATASET = re.compile(r"[a-z][a-z0-9-]{0,79}")
_STATUS = re.compile(r"[A-Z]")
NOTHINGS = {
    "missing": Nothing.MISSING,
    "not reported": Nothing.NOT_REPORTED,
    "not applicable": Nothing.NOT_APPLICABLE,
    "suppressed": Nothing.SUPPRESSED,
}


class WrongMapping(ValueError):  # noqa: N818 - a name that says what happened
    """A mapping file cannot be used. The sentence says where in the file, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where a dimension or an attribute comes from: a column, what stands in for it where it is empty, or one value."""

    name: str
    column: str = ""
    otherwise: str = ""
    otherwise_column: str = ""
    value: str = ""
    codes: Told[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """A column of numbers; `code` names it in the dimension MEASURE when a table has several."""

    column: str
    code: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a value of a column says of the number beside it."""

    column: str
    equals: str
    status: str
    confidentiality: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file, read and checked."""

    dataset: str
    titles: Told[str, str]
    origin: Origin
    file: str
    dimensions: tuple[Part, ...]
    time: str
    measures: tuple[MeasureColumn, ...]
    attributes: tuple[Part, ...] = ()
    marks: tuple[Mark, ...] = ()
    flags: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
    missing: Nothing = Nothing.MISSING
    empty: tuple[str, ...] = ("",)
    only: Told[str, tuple[str, ...]] = field(default_factory=dict)
    separator: str = ","
    sheet: str = ""

    @property
    def shape(self) -> Shape:
        """The shape of the dataset that comes out."""
        several = len(self.measures) > 1
        names = [*(one.name for one in self.dimensions), *([MEASURE] if several else [])]
        unit = "" if several else self.measures[0].unit
        return Shape(
            tuple(Dimension(name) for name in names),
            TIME,
            (Measure(VALUE, unit, STATUS, CONFIDENTIALITY),),
            tuple(Attribute(one.name) for one in self.attributes),
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the table that the mapping names, each once."""
        parts = [name for one in (*self.dimensions, *self.attributes) for name in (one.column, one.otherwise_column)]
        named = [*parts, *re.findall(r"\{([^{}]+)\}", self.time), *(one.column for one in self.measures)]
        named += [*(one.column for one in self.marks), self.flags[0], *self.only]
        return tuple(dict.fromkeys(name for name in named if name))


def mapping(text: str) -> Mapping:
    """Read a mapping file; raise `WrongMapping` for anything that is not understood, unknown words included."""
    if len(text) > LONGEST:
        raise WrongMapping("The file is longer than any mapping.")
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WrongMapping(f"This is no YAML: {' '.join(str(error).split())}") from error
    read = _Reader(_object(told, "the file"), "")
    found = Mapping(
        dataset=read.text("dataset", pattern=_DATASET),
        titles=read.texts("title"),
        origin=Origin(read.text("source"), read.text("licence"), read.text("address", needed=False)),
        file=read.text("file"),
        dimensions=tuple(_part(one) for one in read.list("dimensions")),
        time=_time(read.inner("time")),
        measures=tuple(_measure(one) for one in read.list("measures")),
        attributes=tuple(_part(one) for one in read.list("attributes", needed=False)),
        marks=tuple(_mark(one) for one in read.list("marks", needed=False)),
        flags=_flags(read.inner("flags", needed=False)),
        missing=read.nothing("missing"),
        empty=("", *read.strings("empty")),
        only=_only(read.inner("only", needed=False)),
        separator=read.text("separator", needed=False) or ",",
        sheet=read.text("sheet", needed=False),
    )
    read.finished()
    if not found.measures:
        raise WrongMapping("measures: name at least one column of numbers.")
    codes = [one.code for one in found.measures]
    if len(codes) > 1 and (not all(codes) or len(set(codes)) < len(codes)):
        raise WrongMapping("measures: where there are several, each has a code of its own.")
    # The shape refuses two columns of one name.
    try:
        _ = found.shape
    except ValueError as error:
        raise WrongMapping(f"dimensions, attributes: {error}") from error
    return found


class _Reader:
    """Takes values out of an object of the file, and knows what was not taken."""

    def __init__(self, told: dict[str, Any], place: str) -> None:
        self.told, self.place = dict(told), place

    def _say(self, name: str) -> str:
        return f"{self.place}{name}"

    def take(self, name: str, *, needed: bool = True) -> Any:
        if name not in self.told:
            if needed:
                raise WrongMapping(f"{self._say(name)}: this is missing.")
            return None
        return self.told.pop(name)

    def text(self, name: str, *, needed: bool = True, pattern: re.Pattern[str] | None = None) -> str:
        value = self.take(name, needed=needed)
        if value is None and not needed:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise WrongMapping(f"{self._say(name)}: write one text.")
        if pattern and not pattern.fullmatch(str(value)):
            raise WrongMapping(f"{self._say(name)}: “{value}” is no name that can be used here.")
        return str(value)

    def texts(self, name: str) -> dict[str, str]:
        return {str(one): str(text) for one, text in _object(self.take(name), self._say(name)).items()}

    def strings(self, name: str) -> tuple[str, ...]:
        value = self.take(name, needed=False)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise WrongMapping(f"{self._say(name)}: write a list.")
        return tuple(_word(one) for one in value)

    def list(self, name: str, *, needed: bool = True) -> list["_Reader"]:
        value = self.take(name, needed=needed)
        if value is None and not needed:
            return []
        if not isinstance(value, list):
            raise WrongMapping(f"{self._say(name)}: write a list.")
        places = [f"{self._say(name)}, number {number + 1}" for number in range(len(value))]
        return [_Reader(_object(one, place), f"{place}, ") for one, place in zip(value, places, strict=True)]

    def inner(self, name: str, *, needed: bool = True) -> "_Reader | None":
        value = self.take(name, needed=needed)
        return None if value is None else _Reader(_object(value, self._say(name)), f"{self._say(name)}, ")

    def nothing(self, name: str) -> Nothing:
        value = self.text(name, needed=False) or "missing"
        if value not in NOTHINGS or value == "suppressed":
            raise WrongMapping(f"{self._say(name)}: write missing, not reported or not applicable.")
        return NOTHINGS[value]

    def finished(self) -> None:
        if self.told:
            raise WrongMapping(f"{self._say(next(iter(self.told)))}: this word is not known here.")


def _object(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value):
        raise WrongMapping(f"{place}: write names with their values.")
    return value


def _word(value: Any) -> str:
    # YAML reads true, 1 and 2024 as what they are; cells are compared as texts.
    return str(value).lower() if isinstance(value, bool) else str(value)


def _part(read: _Reader) -> Part:
    codes = read.take("codes", needed=False) or {}
    made = Part(
        read.text("name", pattern=_NAME),
        read.text("column", needed=False),
        read.text("otherwise", needed=False),
        read.text("otherwise column", needed=False),
        read.text("value", needed=False),
        {_word(one): str(code) for one, code in _object_of_any(codes, read).items()},
    )
    if bool(made.column) == bool(made.value):
        raise WrongMapping(f"{read.place}name a column, or write one value for all.")
    read.finished()
    return made


def _object_of_any(value: Any, read: _Reader) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise WrongMapping(f"{read.place}codes: write each text with its code.")
    return value


def _time(read: _Reader | None) -> str:
    if read is None:
        raise WrongMapping("time: this is missing.")
    column, text = read.text("column", needed=False), read.text("text", needed=False)
    read.finished()
    if bool(column) == bool(text):
        raise WrongMapping("time: name a column, or write a text with columns in braces.")
    return text or f"{{{column}}}"


def _measure(read: _Reader) -> MeasureColumn:
    made = MeasureColumn(read.text("column"), read.text("code", needed=False), read.text("unit", needed=False))
    read.finished()
    return made


def _mark(read: _Reader) -> Mark:
    made = Mark(
        read.text("column"),
        _word(read.take("equals")),
        read.text("status", pattern=_STATUS),
        read.text("confidentiality", needed=False),
    )
    read.finished()
    return made


def _flags(read: _Reader | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    if read is None:
        return ("", ())
    made = (read.text("column"), tuple(read.texts("codes").items()))
    read.finished()
    return made


def _only(read: _Reader | None) -> dict[str, tuple[str, ...]]:
    return {} if read is None else {name: read.strings(name) for name in list(read.told)}
