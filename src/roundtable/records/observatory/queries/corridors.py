"""Corridors: the pairs of countries between which something is counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.domain.profile import SOURCES, Role, Side
from roundtable.records.observatory.domain.question import Look, Question
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.answers import Cell
from roundtable.records.observatory.queries.countries import Country, named
from roundtable.records.observatory.queries.current import asked, code_in, dimension_at, place_of
from roundtable.records.observatory.queries.profiles import candidates

MOST = 10
"""How many corridors a country's page names on each side."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A corridor with its newest cell."""

    origin: Country
    destination: Country
    cell: Cell
    period: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """The corridors of a country on one side, of one dataset: those with the most people, in the order of names."""

    coming: bool
    vintage: Vintage
    period: str
    pairs: tuple[Pair, ...]


def pairs_of(place: str, vintages: Mapping[str, Vintage]) -> list[Pairs]:
    """Give the corridors to and from a country, of new applications for asylum; else of residents by birth."""
    found = []
    for roles, coming in (
        ((Role.APPLICATIONS, Role.MIGRANTS), True),
        ((Role.APPLICATIONS_ABROAD, Role.EMIGRANTS), False),
    ):
        one = next((told for role in roles if (told := _pairs(role, place, vintages, coming=coming))), None)
        if one:
            found.append(one)
    return found


def _pairs(role: Role, place: str, vintages: Mapping[str, Vintage], *, coming: bool) -> Pairs | None:
    for vintage, wanted, _times in candidates(SOURCES[role], vintages):
        at_name, from_name = dimension_at(vintage, Side.AT), dimension_at(vintage, Side.FROM)
        fixed, by = (at_name, from_name) if coming else (from_name, at_name)
        here = code_in(vintage, fixed, place) if fixed else ""
        periods = vintage.codes.get(words.TIME, ())
        if not (here and by and periods):
            continue
        codes = {name: found for name, told in wanted.items() if (found := _there(vintage, name, told))}
        question = Question(Look.TABLE, by, {**codes, fixed: (here,)}, start=periods[-1], end=periods[-1])
        try:
            answered = asked(question, vintage)
        except Invalid:
            continue
        known = [
            (cell, other)
            for other_code, _period, cell in answered.rows()
            if cell.value and (other := place_of(other_code)) and other != place
        ]
        if not known:
            continue
        most = sorted(known, key=lambda one: -(one[0].value or 0))[:MOST]
        me = named(place)
        pairs = [
            Pair(named(other), me, cell, periods[-1]) if coming else Pair(me, named(other), cell, periods[-1])
            for cell, other in most
        ]
        pairs.sort(key=lambda one: (one.origin.name.casefold(), one.destination.name.casefold()))
        return Pairs(coming, vintage, words.period(periods[-1]), tuple(pairs))
    return None


def _there(vintage: Vintage, name: str, told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in told if code in vintage.codes.get(name, ()))


def named_in(sides: list[Pairs]) -> list[str]:
    """Give the codes of all countries that the corridors of a page name."""
    return [code for side in sides for one in side.pairs for code in (one.origin.code, one.destination.code)]
