"""What is counted of a corridor, and the mirror of it: what origin and destination each report, the gap, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext_lazy as _

from roundtable.records.observatory.domain.profile import Role, Side
from roundtable.records.observatory.domain.question import Look, Question
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.answers import NOT_THERE, Cell
from roundtable.records.observatory.queries.countries import Country
from roundtable.records.observatory.queries.current import asked, code_in, dimension_at
from roundtable.records.observatory.queries.profile_words import TITLES, UNITS
from roundtable.records.observatory.queries.profiles import Origin, Read, along, origin_of, read
from roundtable.records.observatory.queries.sheets import CONCEPTS, GRADES, KINDS, UNDERCOUNTS, sheet_of
from roundtable_analytics.comparability.grades import Grade, Pair, Reason
from roundtable_analytics.comparability.mirror import known_reasons, lay_side_by_side
from roundtable_analytics.comparability.sheets import Sheet
from roundtable_analytics.comparability.together import Caveat

COUNTED_THERE = (
    Role.APPLICATIONS,
    Role.REFUGEES,
    Role.ASYLUM_SEEKERS,
    Role.MIGRANTS,
    Role.IMMIGRATION,
    Role.TEMPORARY,
    Role.ORDERED,
    Role.RETURNED,
)
"""Roles whose series count the people of one country in another."""
MIRRORED = ((Role.EMIGRATION, Role.IMMIGRATION),)
"""Roles that are two sides of one flow: what the origin reports, what the destination reports."""
PERIODS = 15

PAIR_REASONS = {
    "concept": _("they count different things: %(one)s; %(other)s"),
    "duration": _("one counts who stays %(one)s months, the other who stays %(other)s"),
    "duration_unknown": _("for one of them nobody wrote down how long somebody must stay to be counted"),
    "source_kind": _("they count from different sources: %(one)s; %(other)s"),
    "coverage_unknown": _("for one of them nobody wrote down who is counted"),
    "coverage": _("only one of them counts: %(groups)s"),
    "undercount": _("they miss people to different degrees: %(one)s; %(other)s"),
    "reference": _("their figures stand for different times: %(one)s; %(other)s"),
    "rounding": _("they are rounded differently: to %(one)s and to %(other)s"),
}
ONE_SIDE = _("Only one side reports: there is nothing to lay beside it.")
UNWRITTEN = _("For one side nobody wrote down how it counts: the gap has no known reasons, and is not told.")
_SAID = {str(key): word for told in (CONCEPTS, KINDS, UNDERCOUNTS) for key, word in told.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One series of a corridor: its title, its cells by period, and where it comes from."""

    key: str
    title: str
    unit: str
    trend: tuple[tuple[str, Cell], ...]
    origin: Origin

    @property
    def newest(self) -> tuple[str, Cell]:
        """The newest period and its cell."""
        return self.trend[-1]


@dataclass(frozen=True, slots=True)
class Line:
    """A period of a mirror: both reports; the gap and the ratio only where they may be told."""

    period: str
    by_origin: Cell
    by_destination: Cell
    gap: float | None
    ratio: float | None
    silent: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """Both reports of a corridor, how well they go together, why not better, and what has to be opened first."""

    by_origin: Origin | None
    by_destination: Origin | None
    lines: tuple[Line, ...]
    grade: str
    reasons: tuple[str, ...]
    caveat: Caveat | None
    opened: bool
    unwritten: bool = False

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """From which loads it is made."""
        return tuple(one.vintage for one in (self.by_origin, self.by_destination) if one)

    @property
    def told(self) -> bool:
        """Whether the gap is told."""
        return not self.unwritten and (self.caveat is None or self.opened)


@dataclass(frozen=True, slots=True)
class Corridor:
    """A pair of countries with everything that the reader may see of it."""

    origin: Country
    destination: Country
    rows: tuple[Row, ...]
    mirror: Mirror | None

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """From which loads it is made."""
        found = [row.origin.vintage for row in self.rows] + list(self.mirror.vintages if self.mirror else ())
        return tuple({one.pk: one for one in found}.values())

    @property
    def demonstration(self) -> bool:
        """Whether any figure is made up."""
        return any(one.dataset.demonstration for one in self.vintages)


def corridor(origin: Country, destination: Country, vintages: Mapping[str, Vintage], *, opened: str = "") -> Corridor:
    """Read a corridor; `opened` is the mark of the caveat that the reader has opened."""
    rows, used = [], set()
    for role in COUNTED_THERE:
        found = read(role, destination.code, vintages, other=origin.code)
        if found:
            rows.append(_row(role.value, str(TITLES[role.value]), found))
            used.add(found.vintage.dataset.code)
    real = any(not one.origin.vintage.dataset.demonstration for one in rows)
    for code, vintage in vintages.items():
        if vintage.dataset.demonstration and real:
            # What is made up never stands beside what is not.
            continue
        if code not in used and "MEASURE" not in vintage.codes and (more := _other(vintage, origin, destination)):
            rows.append(_row(code, str(vintage.dataset.title), more))
    return Corridor(origin, destination, tuple(rows), mirror(origin, destination, vintages, opened=opened))


def _row(key: str, title: str, found: Read) -> Row:
    cells = along(found.cells, found.answer)
    trend = tuple((words.period(period), cell) for period, cell in cells)
    dataset = found.vintage.dataset
    return Row(
        key,
        title or str(dataset.title),
        str(UNITS.get(key, dataset.unit)),
        trend,
        origin_of(found, cells[0][0], cells[-1][0]),
    )


def _other(vintage: Vintage, origin: Country, destination: Country) -> Read | None:
    """Read a dataset that no role names, where both countries stand in it."""
    at_name, from_name = dimension_at(vintage, Side.AT), dimension_at(vintage, Side.FROM)
    periods = vintage.codes.get(words.TIME, ())
    if not (at_name and from_name and periods):
        return None
    there, here = code_in(vintage, at_name, destination.code), code_in(vintage, from_name, origin.code)
    if not (there and here):
        return None
    question = Question(Look.LINES, at_name, {at_name: (there,), from_name: (here,)}, periods[0], periods[-1])
    found = asked(question, vintage)
    cells = {period: cell for _code, period, cell in found.rows()}
    return Read(dict(sorted(cells.items())), found) if cells else None


def mirror(origin: Country, destination: Country, vintages: Mapping[str, Vintage], *, opened: str) -> Mirror | None:
    """Lay the reports of both sides of a corridor beside each other; None where neither reports.

    What is made up is never laid beside what is not. The gap is told only where definitions allow it, or the reader has
    opened the caveat that says why they do not.
    """
    for made_up in (False, True):
        alike = {code: one for code, one in vintages.items() if one.dataset.demonstration is made_up}
        for out_role, in_role in MIRRORED:
            out = read(out_role, origin.code, alike, other=destination.code)
            into = read(in_role, destination.code, alike, other=origin.code)
            if out or into:
                return _laid(origin, destination, out, into, opened)
    return None


def _laid(origin: Country, destination: Country, out: Read | None, into: Read | None, opened: str) -> Mirror:
    pair = _pair(out, into)
    caveat = Caveat((pair,)) if pair and pair.blocks else None
    is_open = caveat is not None and opened == caveat.mark
    told = pair is not None and (caveat is None or is_open)
    laid = lay_side_by_side(_table(origin, destination, out), _table(origin, destination, into))
    lines = []
    for one in laid.iter_rows(named=True):
        by_origin = out.cells.get(one["period"], NOT_THERE) if out else NOT_THERE
        by_destination = into.cells.get(one["period"], NOT_THERE) if into else NOT_THERE
        lines.append(
            Line(
                words.period(one["period"]),
                by_origin,
                by_destination,
                one["gap"] if told else None,
                one["ratio"] if told else None,
                one["silent"] or "",
            )
        )
    periods = [row["period"] for row in laid.iter_rows(named=True)]
    first, last = (periods[max(0, len(periods) - PERIODS)], periods[-1]) if periods else ("", "")
    return Mirror(
        origin_of(out, first, last) if out else None,
        origin_of(into, first, last) if into else None,
        tuple(lines[-PERIODS:]),
        str(GRADES[pair.grade]) if pair else str(GRADES[Grade.D]) if out and into else "",
        tuple(reason_said(reason) for reason in pair.reasons)
        if pair
        else (str(UNWRITTEN if out and into else ONE_SIDE),),
        caveat,
        is_open,
        pair is None,
    )


def _pair(out: Read | None, into: Read | None) -> Pair | None:
    sheets: list[Sheet | None] = [sheet_of(one.vintage.dataset) if one else None for one in (out, into)]
    first, second = sheets
    return known_reasons(first, second) if first and second else None


def _table(origin: Country, destination: Country, found: Read | None) -> pl.DataFrame:
    cells: Sequence[tuple[str, Cell]] = tuple(found.cells.items()) if found else ()
    return pl.DataFrame(
        {
            "origin": [origin.code] * len(cells),
            "destination": [destination.code] * len(cells),
            "period": [period for period, _cell in cells],
            "people": [cell.value for _period, cell in cells],
        },
        schema={"origin": pl.String, "destination": pl.String, "period": pl.String, "people": pl.Float64},
    )


def reason_said(reason: Reason) -> str:
    """Say why two series do not go better together."""
    told = {name: str(_SAID.get(value, value)) for name, value in reason.told}
    return str(PAIR_REASONS[reason.code]) % told
