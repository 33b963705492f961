"""Which cells are sensitive, and how far an attacker's interval has to reach around them.

The rules are those of the handbook of statistical disclosure control (Hundepool and others 2012, chapter 4): few
people, a few contributors that dominate, and how near the second largest contributor can come to the largest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from roundtable_analytics.disclosure.relations import DisclosureError, Mask, Values


@dataclass(frozen=True, slots=True)
class Contributions:
    """What is known of each cell: its value, how many contribute, the largest contributions (largest first)."""

    value: Values
    count: Values
    largest: Values

    @classmethod
    def of_people(cls, counts: ArrayLike) -> "Contributions":
        """Give contributions of a table of people: everybody contributes one."""
        value = np.asarray(counts, dtype=np.float64)
        return cls(value, value, np.minimum(value[:, None], np.ones((1, 2))))

    @classmethod
    def of_lists(cls, lists: Sequence[Sequence[float]]) -> "Contributions":
        """Give contributions from the list of each cell."""
        ordered = [sorted(one, reverse=True) for one in lists]
        wide = max((len(one) for one in ordered), default=0)
        largest = np.array([one + [0.0] * (wide - len(one)) for one in ordered], dtype=np.float64).reshape(
            len(ordered), wide
        )
        return cls(largest.sum(1), np.array([len(one) for one in ordered], dtype=np.float64), largest)


@dataclass(frozen=True, slots=True)
class Needs:
    """Which cells are sensitive, and how far below and above the true value an attacker must not be able to exclude."""

    sensitive: Mask
    below: Values
    above: Values

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            self.sensitive | other.sensitive,
            np.maximum(self.below, other.below),
            np.maximum(self.above, other.above),
        )


class Rule(Protocol):
    """A rule says which cells are sensitive."""

    def needs(self, told: Contributions) -> Needs:
        """Judge each cell."""


@dataclass(frozen=True, slots=True)
class MinimumFrequency:
    """A cell with fewer than `least` contributors (and at least one) is sensitive.

    Its interval reaches `share` of the value to both sides, and is at least `width` wide in all: as far down as half of
    it, or to zero, and the rest up.
    """

    least: int
    share: float = 0.2
    width: float = 0.0

    def needs(self, told: Contributions) -> Needs:
        """Judge each cell."""
        sensitive = (told.count > 0) & (told.count < self.least)
        below = np.minimum(told.value, np.maximum(self.share * told.value, self.width / 2))
        above = np.maximum(self.share * told.value, self.width - below)
        return _needs(sensitive, below, above)


@dataclass(frozen=True, slots=True)
class Dominance:
    """A cell is sensitive when its `largest` largest contributions are more than `percent` of its value."""

    largest: int
    percent: float

    def needs(self, told: Contributions) -> Needs:
        """Judge each cell."""
        top = told.largest[:, : self.largest].sum(1)
        sensitive = (told.value > 0) & (top > self.percent / 100 * told.value)
        above = 100 / self.percent * top - told.value
        return _needs(sensitive, np.minimum(above, told.value), above)


@dataclass(frozen=True, slots=True)
class Closeness:
    """A cell is sensitive when who knows the second largest can come within `percent` of the largest (the p% rule)."""

    percent: float

    def needs(self, told: Contributions) -> Needs:
        """Judge each cell."""
        if told.largest.shape[1] < 2:
            raise DisclosureError("This rule needs the two largest contributions of each cell.")
        first, second = told.largest[:, 0], told.largest[:, 1]
        rest = told.value - first - second
        above = self.percent / 100 * first - rest
        sensitive = (told.value > 0) & (above > 0)
        return _needs(sensitive, np.minimum(above, told.value), above)


def judge(told: Contributions, rules: Sequence[Rule]) -> Needs:
    """Join what several rules ask: a cell is sensitive by any of them, and has to reach as far as the farthest."""
    if not rules:
        raise DisclosureError("Name at least one rule.")
    needs = rules[0].needs(told)
    for rule in rules[1:]:
        needs = needs | rule.needs(told)
    return needs


def _needs(sensitive: Mask, below: Values, above: Values) -> Needs:
    # An interval of no width is a recovered cell, so something is asked for on each side that has room.
    least = np.minimum(1e-3, np.maximum(below, above))
    return Needs(
        sensitive,
        np.where(sensitive, np.maximum(below, 0.0), 0.0),
        np.where(sensitive, np.maximum(above, least), 0.0),
    )
