"""Sums and rankings of several series: refused where definitions differ, unless the reader has opened the caveat.

An opened caveat is not forgotten: it travels with the result, and with every result made from that one.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from roundtable_analytics.comparability.grades import ORDER, Grade, Pair, Reason, compare
from roundtable_analytics.comparability.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Caveat:
    """What a reader must have seen: the pairs that do not go together, and why. Its mark changes with its content."""

    pairs: tuple[Pair, ...]

    @property
    def mark(self) -> str:
        """A short mark of exactly these pairs and reasons: who opened another caveat has not opened this one."""
        told = "\n".join(
            f"{pair.one}|{pair.other}|{reason.code}|{reason.told}"
            for pair in sorted(self.pairs, key=lambda pair: (pair.one, pair.other))
            for reason in pair.blocks
        )
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every reason once."""
        return tuple(dict.fromkeys(reason for pair in self.pairs for reason in pair.blocks))


class NotComparableError(ValueError):
    """Series that are not added or ranked until their caveat is opened; `caveat` says which and why."""

    def __init__(self, caveat: Caveat) -> None:
        names = sorted({name for pair in caveat.pairs for name in (pair.one, pair.other)})
        codes = ", ".join(dict.fromkeys(reason.code for reason in caveat.reasons))
        super().__init__(f"These series do not go together ({codes}): {', '.join(names)}. Open the caveat to go on.")
        self.caveat = caveat


@dataclass(frozen=True, slots=True)
class Total:
    """A sum, the series whose figure is missing (then there is no value), its grade, and the caveats it carries."""

    value: float | None
    missing: tuple[str, ...]
    grade: Grade
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Series from the largest figure down, equal ones side by side; those without a figure are named, not last."""

    places: tuple[tuple[int, str, float], ...]
    missing: tuple[str, ...]
    grade: Grade
    caveats: tuple[Caveat, ...]


def caveat_of(sheets: Sequence[Sheet]) -> Caveat | None:
    """Give what a reader has to open before these series are added or ranked; None where there is nothing."""
    pairs = tuple(pair for one, other in combinations(sheets, 2) if (pair := compare(one, other)).blocks)
    return Caveat(pairs) if pairs else None


def add(
    sheets: Sequence[Sheet],
    figures: Mapping[str, float | None],
    *,
    opened: str = "",
    carried: Sequence[Caveat] = (),
) -> Total:
    """Add the figures of several series.

    `opened` is the mark of the caveat that the reader has opened; `carried` are caveats of parts that are results
    themselves. Raises NotComparableError where another caveat, or none, was opened.
    """
    caveats = _passed(sheets, opened, carried)
    missing = _missing(sheets, figures)
    known = [value for sheet in sheets if (value := figures.get(sheet.series)) is not None]
    return Total(None if missing else sum(known), missing, worst(sheets), caveats)


def rank(
    sheets: Sequence[Sheet],
    figures: Mapping[str, float | None],
    *,
    opened: str = "",
    carried: Sequence[Caveat] = (),
) -> Ranking:
    """Rank series by their figures; raises NotComparableError as `add` does."""
    caveats = _passed(sheets, opened, carried)
    known = sorted(
        ((value, sheet.series) for sheet in sheets if (value := figures.get(sheet.series)) is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )
    places = tuple((1 + sum(other > value for other, _ in known), series, value) for value, series in known)
    return Ranking(places, _missing(sheets, figures), worst(sheets), caveats)


def worst(sheets: Sequence[Sheet]) -> Grade:
    """Give the worst grade of all pairs."""
    grades = [compare(one, other).grade for one, other in combinations(sheets, 2)]
    return max(grades, key=ORDER.index, default=Grade.A)


def _passed(sheets: Sequence[Sheet], opened: str, carried: Sequence[Caveat]) -> tuple[Caveat, ...]:
    caveat = caveat_of(sheets)
    if caveat is not None and opened != caveat.mark:
        raise NotComparableError(caveat)
    return tuple(dict.fromkeys([*carried, *([caveat] if caveat else [])]))


def _missing(sheets: Sequence[Sheet], figures: Mapping[str, float | None]) -> tuple[str, ...]:
    return tuple(sheet.series for sheet in sheets if figures.get(sheet.series) is None)
