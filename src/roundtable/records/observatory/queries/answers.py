"""Answers: the cells of a question, each with its number or the kind of nothing that stands in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.domain.dimensions import set_ways, ways_of
from roundtable.records.observatory.domain.question import Question
from roundtable.records.observatory.domain.resolved import Known, Refused, Resolved, Together, resolve
from roundtable.records.observatory.models import Dataset, Vintage
from roundtable.records.observatory.queries.store import asked_from, described, rows_of
from roundtable.records.observatory.queries.words import Labels, dimension
from roundtable_analytics.catalog.questions import Slice
from roundtable_analytics.frames.statuses import Nothing


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its number, or the code that says why there is none; for a sum, how much of it is known."""

    value: float | None
    status: str
    confidentiality: str = ""
    known: float | None = None
    parts: int = 1
    lacking: Mapping[str, int] = field(default_factory=dict)

    @property
    def nothing(self) -> str:
        """The kind of nothing: `0`, `O`, `L`, `M`, `Q`; empty where a number other than zero stands."""
        if self.value is not None:
            return "0" if self.value == 0 else ""
        return self.status or Nothing.MISSING.value

    @property
    def number(self) -> float | int | None:
        """The number, whole where it is whole."""
        return None if self.value is None else whole(self.value)


NOT_THERE = Cell(None, "")
"""No row at all: the source says nothing of such a cell, so nothing is said of it here either."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The cells of a question by code and period, with everything that has to be said beside them."""

    dataset: Dataset
    vintage: Vintage
    known: Known
    resolved: Resolved
    cells: Mapping[tuple[str, str], Cell]
    labels: Labels

    def cell(self, code: str, period: str) -> Cell:
        """Give a cell; `NOT_THERE` where the vintage has no row for it."""
        return self.cells.get((code, period), NOT_THERE)

    def rows(self) -> Iterator[tuple[str, str, Cell]]:
        """Give the cells that the vintage has, by code and period in order."""
        for code in self.resolved.shown:
            for period in self.resolved.periods:
                if found := self.cells.get((code, period)):
                    yield code, period, found

    @property
    def summed(self) -> bool:
        """Whether the cells are sums over something."""
        return Together.SUM in self.resolved.together.values()


def known_of(vintage: Vintage) -> Known:
    """Say what a vintage holds, and how its dimensions come together."""
    dataset = vintage.dataset
    # The order of the dimensions is that of the shape: a database may keep the parts of an object in any order.
    names = [one.name for one in described(vintage).shape.dimensions]
    codes = {name: tuple(vintage.codes.get(name, ())) for name in names}
    ways = {
        name: set_ways(dataset.settings_of(name), ways_of(name, told, dataset.unit)) for name, told in codes.items()
    }
    return Known(codes, tuple(vintage.codes.get(TIME, ())), ways, dataset.view)


TIME = "TIME_PERIOD"


def answer(question: Question, vintage: Vintage) -> Answer:
    """Answer a question from a vintage. Raises `Invalid` where figures would be added up that may not be."""
    known = known_of(vintage)
    try:
        resolved = resolve(question, known)
    except Refused as error:
        sentence = _("Figures of several codes of “%(name)s” cannot be added up here. Choose one, or tell them apart.")
        raise Invalid(sentence % {"name": dimension(error.dimension, vintage.dataset)}) from error
    labels = Labels(vintage.dataset)
    shown = sorted(resolved.shown, key=lambda code: (labels.code(resolved.by, code).casefold(), code))
    resolved = replace(resolved, shown=tuple(shown))
    frame = _frame(vintage, resolved)
    cells = {(str(row[0]), str(row[1])): _cell(row) for row in frame.iter_rows()}
    return Answer(vintage.dataset, vintage, known, resolved, cells, labels)


def _frame(vintage: Vintage, resolved: Resolved) -> pl.DataFrame:
    """Give rows of code, period, value, status, confidentiality, known, parts and the counts of what lacks."""
    told = described(vintage)
    time = told.shape.time or TIME
    measure = told.shape.measures[0]
    first = resolved.periods[0] if resolved.periods else ""
    last = resolved.periods[-1] if resolved.periods else ""
    wanted = Slice(resolved.codes, first, last)
    place = rows_of(vintage)
    if Together.SUM not in resolved.together.values():
        rows = asked_from().cells(place, told, wanted)
        return rows.select(
            pl.col(resolved.by),
            pl.col(time),
            pl.col(measure.name),
            pl.col(measure.status),
            pl.col(measure.confidentiality),
        )
    rows = asked_from().total(place, told, [resolved.by, time], wanted)
    return rows.select(
        resolved.by, time, measure.name, measure.status, pl.lit("").alias(measure.confidentiality), *COUNTS
    )


COUNTS = ("known", "parts", "missing", "not_reported", "not_applicable", "suppressed")


def _cell(row: tuple[Any, ...]) -> Cell:
    _code, _period, value, status, secret, *counts = row
    if not counts:
        return Cell(value, status or "", secret or "")
    known, parts, *lacking = counts
    told = dict(zip(COUNTS[2:], (int(one or 0) for one in lacking), strict=True))
    return Cell(value, status or "", "", known, int(parts), told)


def whole(value: float) -> float | int:
    """Give a number without a point where it has no need of one.

    >>> whole(5.0), whole(0.5)
    (5, 0.5)
    """
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def beside(found: Answer) -> list[tuple[str, str]]:
    """Say of each dimension that is not told apart which of its codes the figures stand for."""
    return [
        (dimension(name, found.dataset), stands_for(found, name, how)) for name, how in found.resolved.together.items()
    ]


def stands_for(found: Answer, name: str, how: Together) -> str:
    """Say which codes of a dimension the figures stand for."""
    codes = found.resolved.others.get(name, ())
    words = ", ".join(found.labels.code(name, code) for code in codes)
    if how is Together.SUM:
        number = len(codes) or len(found.known.codes.get(name, ()))
        return (
            _("%(words)s, added up") % {"words": words} if codes else _("all %(number)s, added up") % {"number": number}
        )
    if how is Together.FIRST:
        return _("%(words)s alone: these figures cannot be added up") % {"words": words}
    return words
