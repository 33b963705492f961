"""The profile of a country: the figures that matter, each with everything that has to be said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.domain.profile import FIGURES, PERIODS, SOURCES, Codes, Figure, Role, Source
from roundtable.records.observatory.domain.question import Look, Question
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.answers import NOT_THERE, Answer, Cell, beside, whole
from roundtable.records.observatory.queries.current import asked, code_in, dimension_at
from roundtable.records.observatory.queries.profile_words import HOW, PARTS, TITLES, UNITS
from roundtable.records.observatory.queries.sheets import GRADES, sheet_of, told
from roundtable.ui.charts.chart import amount
from roundtable_analytics.comparability.grades import ORDER, Grade, Judged, grade
from roundtable_analytics.frames.periods import bounds
from roundtable_analytics.frames.statuses import Nothing
from roundtable_analytics.indicators.registry import indicator

DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Read:
    """The cells of a series by period, the answer they come from, and the question that leads back to it."""

    cells: Mapping[str, Cell]
    answer: Answer

    @property
    def vintage(self) -> Vintage:
        """From which load they come."""
        return self.answer.vintage


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: dataset, source, licence, days, and the address at which it is explored."""

    vintage: Vintage
    address: str
    stands_for: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as a page shows it: the newest cell, what it was before, where it comes from, how well it compares."""

    key: str
    title: str
    unit: str
    period: str
    cell: Cell
    said: str
    known: tuple[str, float | int] | None
    trend: tuple[tuple[str, Cell], ...]
    origins: tuple[Origin, ...]
    grade: str
    reasons: tuple[str, ...]
    how: str = ""

    @property
    def number(self) -> float | int | None:
        """The number; None where none stands."""
        return self.cell.number

    @property
    def demonstration(self) -> bool:
        """Whether it is made up."""
        return any(one.vintage.dataset.demonstration for one in self.origins)


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures of a country that a reader may see, and those that nothing loaded can say."""

    place: str
    figures: tuple[Shown, ...]
    absent: tuple[str, ...] = ()
    vintages: tuple[Vintage, ...] = field(default=())

    @property
    def demonstration(self) -> bool:
        """Whether any figure is made up."""
        return any(one.demonstration for one in self.figures)


def profile(place: str, vintages: Mapping[str, Vintage]) -> Profile:
    """Make the profile of a place, by its two letters, from the vintages that the reader may see."""
    reads = {role: read(role, place, vintages) for role in Role}
    figures, absent = [], []
    for figure in FIGURES:
        parts = {column: reads[role] for column, role in figure.parts}
        found = {column: one for column, one in parts.items() if one is not None}
        if len(found) < len(parts):
            absent.append(str(TITLES[figure.key]))
            continue
        figures.append(_alone(figure, next(iter(found.values()))) if figure.alone else _made(figure, found))
    used = {one.vintage.pk: one.vintage for figure in figures for one in figure.origins}
    return Profile(place, tuple(figures), tuple(absent), tuple(used.values()))


def read(role: Role, place: str, vintages: Mapping[str, Vintage], other: str = "") -> Read | None:
    """Read the series of a role for a place: the first that holds cells of it. With `other`, of the pair of places."""
    source = SOURCES[role]
    for vintage, codes, times in candidates(source, vintages):
        question = _question(vintage, source, codes, place, other)
        if question is None:
            continue
        try:
            found = asked(question, vintage)
        except Invalid:
            continue
        cells = {period: _times(cell, times) for _code, period, cell in found.rows()}
        if cells:
            return Read(dict(sorted(cells.items())), found)
    return None


def candidates(source: Source, vintages: Mapping[str, Vintage]) -> list[tuple[Vintage, Codes, float]]:
    """Give the loads in which a role may stand, in order: those that are named, then those whose sheet fits.

    Made-up figures come last: they never stand where real ones do.
    """
    named = [(vintages[one.dataset], one.codes, one.times) for one in source.series if one.dataset in vintages]
    known = {one.dataset for one in source.series}
    alike = [
        (vintage, source.codes, 1.0)
        for code, vintage in vintages.items()
        if source.concept and code not in known and vintage.dataset.sheet.get("concept") == source.concept
    ]
    return sorted([*named, *alike], key=lambda one: one[0].dataset.demonstration)


def _question(vintage: Vintage, source: Source, codes: Codes, place: str, other: str) -> Question | None:
    by = dimension_at(vintage, source.side)
    here = code_in(vintage, by, place) if by else ""
    periods = vintage.codes.get(words.TIME, ())
    if not here or not periods:
        return None
    told_apart: dict[str, tuple[str, ...]] = {by: (here,)}
    if other:
        across = next(
            (name for side in type(source.side) if side is not source.side and (name := dimension_at(vintage, side))),
            "",
        )
        there = code_in(vintage, across, other) if across else ""
        if not there:
            return None
        told_apart[across] = (there,)
    for name, wanted in codes.items():
        if name in vintage.codes and name not in told_apart:
            there_are = tuple(code for code in wanted if code in vintage.codes[name])
            if not there_are:
                return None
            told_apart[name] = there_are
    return Question(Look.LINES, by, told_apart, start=periods[0], end=periods[-1])


def _times(cell: Cell, times: float) -> Cell:
    if times == 1.0:
        return cell
    value = None if cell.value is None else round(cell.value * times, 6)
    return replace(cell, value=value, known=None if cell.known is None else cell.known * times)


def _alone(figure: Figure, found: Read) -> Shown:
    return _shown(figure, found.cells, [found], found.vintage.dataset.unit)


def _made(figure: Figure, parts: Mapping[str, Read]) -> Shown:
    first = next(iter(parts.values()))
    periods = [one for one in first.cells if all(one in read.cells for read in parts.values())] or list(first.cells)
    table = pl.DataFrame(
        {"period": periods}
        | {column: [read.cells.get(one, NOT_THERE).value for one in periods] for column, read in parts.items()},
        schema={"period": pl.String} | dict.fromkeys(parts, pl.Float64),
    )
    made = indicator(figure.indicator).of(table)
    cells = {}
    for row in made.iter_rows(named=True):
        here = {column: read.cells.get(row["period"], NOT_THERE) for column, read in parts.items()}
        cells[row["period"]] = _indicator_cell(row["value"], here)
    lacking = {row["period"]: [name for name in parts if row[name] is None] for row in made.iter_rows(named=True)}
    return _shown(figure, cells, list(parts.values()), "", lacking)


def _indicator_cell(value: float | None, parts: Mapping[str, Cell]) -> Cell:
    if value is not None:
        remarks = {one.status for one in parts.values()} - {"", "A"}
        return Cell(round(value, DECIMALS), remarks.pop() if len(remarks) == 1 else "")
    kinds = {one.nothing for one in parts.values() if one.value is None}
    if not kinds:
        # Every part is known, and there is nothing to divide by.
        return Cell(None, Nothing.NOT_APPLICABLE.value)
    return Cell(None, kinds.pop() if len(kinds) == 1 else Nothing.MISSING.value)


def _shown(
    figure: Figure,
    cells: Mapping[str, Cell],
    reads: Sequence[Read],
    unit: str,
    lacking: Mapping[str, Sequence[str]] | None = None,
) -> Shown:
    trend = along(cells, reads[0].answer)
    period, cell = trend[-1]
    numbers = [(one, found.number) for one, found in trend if found.number is not None]
    last = numbers[-1] if numbers else None
    judged = _graded(reads, trend[0][0], period)
    said = said_of(cell)
    if cell.value is None and lacking and lacking.get(period):
        named = ", ".join(str(PARTS.get(one, one)) for one in lacking[period])
        said = _("%(why)s (%(parts)s)") % {"why": said, "parts": named}
    return Shown(
        key=figure.key,
        title=str(TITLES[figure.key]),
        unit=str(UNITS.get(figure.key) or unit or _("as the source gives it")),
        period=words.period(period),
        cell=cell,
        said=said,
        known=(words.period(last[0]), last[1]) if last and last[0] != period and last[1] is not None else None,
        trend=tuple((words.period(one), found) for one, found in trend),
        origins=tuple(origin_of(one, trend[0][0], period) for one in _once(reads)),
        grade=str(GRADES[judged.grade]) if judged else str(_("not graded")),
        reasons=tuple(told(reason) for reason in judged.reasons)
        if judged
        else (_("How it is counted was not written down: compare with care."),),
        how=str(HOW.get(figure.key, "")),
    )


def along(cells: Mapping[str, Cell], found: Answer) -> tuple[tuple[str, Cell], ...]:
    """Give the newest cells period by period; a period between them without a row stands there, so a gap stays one."""
    between = [one for one in found.resolved.periods if min(cells) <= one <= max(cells)]
    return tuple((one, cells.get(one, NOT_THERE)) for one in between)[-PERIODS:]


def said_of(cell: Cell) -> str:
    """Say what stands beside a number or instead of one; for a sum, how much of it lacks."""
    if cell.value is not None:
        return (
            words.status(cell.status) if cell.status not in {"", "A"} else (words.status("0") if not cell.value else "")
        )
    said = words.status(cell.nothing)
    if cell.parts > 1 and cell.nothing != "M":
        lacking = sum(number for name, number in cell.lacking.items() if name != "not_applicable")
        numbers = {"lacking": lacking, "parts": cell.parts, "known": amount(whole(cell.known or 0))}
        partly = _("%(lacking)s of %(parts)s parts lack; the known ones make %(known)s") % numbers
        return f"{said}: {partly}"
    return said


def origin_of(found: Read, first: str, last: str) -> Origin:
    """Say where a series comes from, with the address at which the same figures are explored."""
    question = replace(found.answer.resolved.question, start=first, end=last)
    address = f"{reverse('observatory:explore', args=[found.vintage.dataset.code])}?{question.address()}"
    return Origin(found.vintage, address, tuple(beside(found.answer)))


def _once(reads: Sequence[Read]) -> list[Read]:
    return list({one.vintage.pk: one for one in reversed(reads)}.values())[::-1]


def _graded(reads: Sequence[Read], first: str, last: str) -> Judged | None:
    """Give the worst grade of the datasets of a figure; None where one has no definition sheet."""
    judged: list[Judged] = []
    days = bounds(first), bounds(last)
    for one in _once(reads):
        sheet = sheet_of(one.vintage.dataset)
        if sheet is None:
            return None
        start, end = (days[0][0], days[1][1]) if days[0] and days[1] else (None, None)
        judged.append(grade(sheet, start=start, end=end))
    worst: Grade = max((one.grade for one in judged), key=ORDER.index)
    return Judged(worst, tuple(dict.fromkeys(reason for one in judged for reason in one.reasons)))
