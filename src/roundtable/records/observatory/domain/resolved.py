"""What a question comes to in a dataset: which codes, which periods, and how what is not shown comes together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from roundtable.records.observatory.domain.dimensions import Ways
from roundtable.records.observatory.domain.question import Look, Question

PERIODS = 15
"""How many periods are shown where the address names none."""


class Together(StrEnum):
    """How the codes of a dimension that is not told apart come together."""

    ONE = "one"
    TOTAL = "total"
    SUM = "sum"
    FIRST = "first"


class Refused(ValueError):  # noqa: N818 - a name that says what happened
    """What cannot be answered: codes of a dimension that may not be added up. `dimension` says which."""

    def __init__(self, dimension: str) -> None:
        super().__init__(dimension)
        self.dimension = dimension


@dataclass(frozen=True, slots=True)
class Known:
    """What a vintage holds: its dimensions with their codes and ways, its periods, and how it is first shown."""

    codes: Mapping[str, Sequence[str]]
    periods: Sequence[str]
    ways: Mapping[str, Ways]
    view: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question in full: the dimension told apart and its codes, the codes of all others, and the periods."""

    question: Question
    by: str
    shown: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]]
    together: Mapping[str, Together]
    periods: tuple[str, ...]

    @property
    def look(self) -> Look:
        """How it is shown."""
        return self.question.look or Look.TABLE

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The codes to read, by dimension; a dimension that is added up as a whole is not named."""
        found = {name: codes for name, codes in self.others.items() if codes}
        return {**found, **({self.by: self.shown} if self.shown else {})}


def resolve(question: Question, known: Known) -> Resolved:
    """Say in full what a question asks. Raises `Refused`; codes and periods that are not there are left out.

    A dimension that is not told apart comes together by its total, where the source gives one; else as a sum, where its
    figures may be added up; else the first code stands for it, and the answer says so.
    """
    if question == Question(as_of=question.as_of):
        question = first_view(known, question.as_of)
    look = question.look or Look.TABLE
    by = question.by if question.by in known.codes else next(iter(known.codes), "")
    shown = _there(question.codes.get(by, ()), known.codes.get(by, ())) or tuple(known.codes.get(by, ()))
    others: dict[str, tuple[str, ...]] = {}
    together: dict[str, Together] = {}
    for name, codes in known.codes.items():
        if name != by:
            chosen = _there(question.codes.get(name, ()), codes)
            others[name], together[name] = _others(name, chosen, codes, known.ways.get(name, Ways()))
    periods = [one for one in known.periods if _within(one, question.start, question.end)]
    if not question.start and not question.end:
        periods = periods[-PERIODS:]
    return Resolved(replace(question, look=look, by=by), by, shown, others, together, tuple(periods))


def unknown(question: Question, known: Known) -> list[tuple[str, str]]:
    """Give the codes that a question asks for and the vintage has not, each with its dimension."""
    return [
        (name, code)
        for name, codes in question.codes.items()
        for code in codes
        if code not in set(known.codes.get(name, ()))
    ]


def first_view(known: Known, as_of: date | None = None) -> Question:
    """Give the question of the first view, as the dataset says it (`look`, `by`, `in`); else a table."""
    look = next((one for one in Look if one.value == known.view.get("look")), Look.TABLE)
    told = known.view.get("in", {})
    codes = {
        str(name): found
        for name, codes in (told.items() if isinstance(told, Mapping) else ())
        if (found := _there(codes, known.codes.get(str(name), ())))
    }
    by = str(known.view.get("by", ""))
    return Question(look, by if by in known.codes else "", codes, as_of=as_of)


def _there(asked: Sequence[object], codes: Sequence[str]) -> tuple[str, ...]:
    have = set(codes)
    return tuple(str(code) for code in asked if code in have)


def _others(name: str, chosen: tuple[str, ...], codes: Sequence[str], ways: Ways) -> tuple[tuple[str, ...], Together]:
    if len(chosen) == 1 or (len(codes) == 1 and not chosen):
        return chosen or tuple(codes), Together.ONE
    if chosen:
        if not ways.adds or ways.total in chosen:
            raise Refused(name)
        return chosen, Together.SUM
    if ways.total:
        return (ways.total,), Together.TOTAL
    if ways.adds:
        return (), Together.SUM
    return tuple(codes[:1]), Together.FIRST


def _within(period: str, start: str, end: str) -> bool:
    return (not start or period >= start) and (not end or period <= end or period.startswith(f"{end}-"))
