"""How good one series is, and how well two can be read side by side: a grade from A to D with the reasons for it.

A: as it is. B: with care. C: only with the caveat in sight. D: not without opening the caveat. The grade is that of the
gravest reason; three reasons of B make a C.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roundtable_analytics.comparability.sheets import Concept, Sheet, Source, Undercount


class Grade(StrEnum):
    """A to D; A is best."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


ORDER = tuple(Grade)
STOCKS = frozenset({Concept.STOCK_BY_BIRTH, Concept.STOCK_BY_CITIZENSHIP, Concept.PERMITS})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a grade is not better: a code that does not change, and what to tell with its values."""

    code: str
    grade: Grade
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A grade and its reasons, the gravest first."""

    grade: Grade
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two series side by side. `blocks` are the reasons for which they are not added or ranked without the caveat."""

    one: str
    other: str
    grade: Grade
    reasons: tuple[Reason, ...]

    @property
    def blocks(self) -> tuple[Reason, ...]:
        """The reasons that keep the two from being added or ranked."""
        return tuple(reason for reason in self.reasons if reason.grade is Grade.D)


def grade(sheet: Sheet, *, start: date | None = None, end: date | None = None) -> Judged:
    """Grade one series; with `start` and `end` also for the breaks between them."""
    reasons: list[Reason] = []
    if sheet.months is None and sheet.months_apply:
        reasons.append(Reason("duration_unknown", Grade.C))
    if sheet.covers is None:
        reasons.append(Reason("coverage_unknown", Grade.C))
    if sheet.leaves_out:
        reasons.append(Reason("leaves_out", Grade.B, (("groups", _named(sheet.leaves_out)),)))
    if sheet.reference is None:
        reasons.append(Reason("reference_unknown", Grade.B))
    if sheet.source in {Source.SURVEY, Source.MODEL, Source.BORDER}:
        reasons.append(Reason("source_kind", Grade.B, (("source", sheet.source.value),)))
    under = {Undercount.MEDIUM: Grade.B, Undercount.HIGH: Grade.C, Undercount.UNKNOWN: Grade.B}
    if sheet.undercount in under:
        reasons.append(Reason("undercount", under[sheet.undercount], (("undercount", sheet.undercount.value),)))
    if start is not None and end is not None:
        reasons += [
            Reason("break", Grade.C, (("day", one.on.isoformat()), ("why", one.why)))
            for one in sheet.breaks_between(start, end)
        ]
    return _judged(reasons)


def compare(one: Sheet, other: Sheet) -> Pair:
    """Grade two series side by side; the order of the two does not change the grade."""
    reasons = [reason for rule in RULES if (reason := rule(one, other)) is not None]
    judged = _judged(reasons)
    return Pair(one.series, other.series, judged.grade, judged.reasons)


def _concept(one: Sheet, other: Sheet) -> Reason | None:
    if one.concept is other.concept:
        return None
    return Reason("concept", Grade.D, _both(one.concept.value, other.concept.value))


def _duration(one: Sheet, other: Sheet) -> Reason | None:
    if not (one.months_apply and other.months_apply):
        return None
    if one.months is None or other.months is None:
        return (
            None
            if one.months is other.months is None and one.series == other.series
            else Reason("duration_unknown", Grade.D)
        )
    if one.months == other.months:
        return None
    return Reason("duration", Grade.D, _both(str(one.months), str(other.months)))


def _source(one: Sheet, other: Sheet) -> Reason | None:
    if one.source is other.source:
        return None
    return Reason("source_kind", Grade.C, _both(one.source.value, other.source.value))


def _coverage(one: Sheet, other: Sheet) -> Reason | None:
    if one.covers is None or other.covers is None:
        return Reason("coverage_unknown", Grade.C)
    left, right = one.covers - one.leaves_out, other.covers - other.leaves_out
    apart = left ^ right
    return Reason("coverage", Grade.C, (("groups", _named(apart)),)) if apart else None


def _undercount(one: Sheet, other: Sheet) -> Reason | None:
    if one.undercount is other.undercount and one.undercount is not Undercount.UNKNOWN:
        return None
    far = {one.undercount, other.undercount} == {Undercount.LOW, Undercount.HIGH}
    return Reason("undercount", Grade.C if far else Grade.B, _both(one.undercount.value, other.undercount.value))


def _reference(one: Sheet, other: Sheet) -> Reason | None:
    if one.reference is not None and one.reference == other.reference:
        return None
    grave = Grade.C if {one.concept, other.concept} & STOCKS else Grade.B
    return Reason("reference", grave, _both(one.reference or "unknown", other.reference or "unknown"))


def _rounding(one: Sheet, other: Sheet) -> Reason | None:
    if one.rounded_to == other.rounded_to:
        return None
    return Reason("rounding", Grade.B, _both(str(one.rounded_to), str(other.rounded_to)))


Rule = Callable[[Sheet, Sheet], Reason | None]
RULES: tuple[Rule, ...] = (_concept, _duration, _source, _coverage, _undercount, _reference, _rounding)


def _judged(reasons: Iterable[Reason]) -> Judged:
    ordered = tuple(sorted(reasons, key=lambda reason: (-ORDER.index(reason.grade), reason.code)))
    if not ordered:
        return Judged(Grade.A, ())
    worst = ordered[0].grade
    # Only a definition that differs makes a D: many small reasons stop at C.
    if sum(reason.grade is worst for reason in ordered) >= 3 and worst is Grade.B:
        worst = Grade.C
    return Judged(worst, ordered)


def _both(one: str, other: str) -> tuple[tuple[str, str], ...]:
    # In the order of the words, so that a pair reads alike from both sides.
    first, second = sorted((one, other))
    return (("one", first), ("other", second))


def _named(groups: Iterable[str]) -> str:
    return ", ".join(sorted(groups))
