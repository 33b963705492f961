"""What a chart is: a finding, what was measured, the rows, where they come from, and how they are drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from babel.numbers import format_decimal

from roundtable.ui import moments

Spec = dict[str, Any]
Value = str | int | float | None


class Kind(StrEnum):
    """What is drawn; rules and alternative texts depend on it."""

    BARS = "bars"
    LINES = "lines"
    SPANS = "timeline"
    GRID = "grid"
    PANELS = "small charts"
    RATES_MAP = "map of rates"
    COUNTS_MAP = "map of counts"


@dataclass(frozen=True)
class About:
    """What was measured: measure, unit, population, place and period, each in the reader's language."""

    measure: str
    unit: str
    place: str
    period: str
    population: str = ""

    def __str__(self) -> str:
        """Say it in one line, as under a title."""
        return ", ".join(filter(None, (self.measure, self.unit, self.population, self.place, self.period)))


@dataclass(frozen=True)
class Column:
    """A column of the table behind a chart; `missing` is what an unknown value is called."""

    key: str
    label: str
    number: bool = False
    missing: str = "–"


@dataclass(frozen=True)
class Addresses:
    """Where a chart's files are; given by the page that shows it."""

    csv: str = ""
    json: str = ""
    svg: str = ""
    png: str = ""
    drawing: str = ""

    @classmethod
    def beside(cls, base: str, question: str = "") -> Addresses:
        """All five files at `base.csv`, `base.json` and so on, with the same question behind."""
        tail = f"?{question}" if question else ""
        return cls(*(f"{base}.{form}{tail}" for form in ("csv", "json", "svg", "png", "vega")))


@dataclass(frozen=True)
class Chart:
    """A chart. `title` says the finding; `rows` are exactly what is drawn; None among them is unknown, never zero."""

    name: str
    kind: Kind
    title: str
    about: About
    source: str
    licence: str
    date: dt.date
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    spec: Spec = field(repr=False)
    alt: str = ""
    footnotes: Sequence[str] = ()
    demonstration: bool = False
    definition: str = ""
    next_release: dt.date | None = None
    restricted: bool = False

    @property
    def subtitle(self) -> str:
        """Measure, unit, population, place and period in one line."""
        return str(self.about)

    @property
    def day(self) -> str:
        """The day of the data, written for people."""
        return moments.day(self.date)

    @property
    def next_day(self) -> str:
        """The day of the next release, written for people."""
        return moments.day(self.next_release) if self.next_release else ""

    def table(self) -> list[list[tuple[Column, str]]]:
        """The rows as people read them: numbers in the reader's digits, unknown values by name."""
        return [[(column, written(row.get(column.key), column)) for column in self.columns] for row in self.rows]

    def values(self) -> Iterable[list[Value]]:
        """The rows as machines read them, in the order of the columns."""
        return ([row.get(column.key) for column in self.columns] for row in self.rows)


def amount(value: float) -> str:
    """A number as a person reads it, in the digits and marks of the active language."""
    return str(format_decimal(value, locale=moments.locale()))


def written(value: Value, column: Column) -> str:
    """One value as a person reads it."""
    if value is None:
        return column.missing
    if column.number and isinstance(value, (int, float)):
        return amount(value)
    return str(value)
