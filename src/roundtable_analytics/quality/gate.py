"""The gate: findings of all rules, the answers of people, and whether a load may pass."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from roundtable_analytics.frames.shape import Shape
from roundtable_analytics.quality.rules import RULES, Asked


@dataclass(frozen=True, slots=True)
class Finding:
    """A cell that a rule stopped at, and why."""

    rule: str
    cell: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of a finding; it stands in the public log with its reason."""

    finding: Finding
    accepted: bool
    reason: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        """Refuse an answer without a reason."""
        if not self.reason.strip():
            raise ValueError("Say why; the reason stands in the public log.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a load passes: nothing was refused, and nothing waits for an answer."""

    refused: tuple[Answer, ...]
    waiting: tuple[Finding, ...]
    accepted: tuple[Answer, ...]

    @property
    def passes(self) -> bool:
        """Say whether the load may stand."""
        return not self.refused and not self.waiting


def findings(rows: pl.DataFrame, shape: Shape, asked: Asked, *, rules: Iterable[str] = RULES) -> list[Finding]:
    """Let the rules look at rows; give what they found, in the order of the rules and of the cells."""
    found = []
    for name in rules:
        stopped = RULES[name](rows, shape, asked).sort(shape.key)
        found += [
            Finding(name, tuple("" if one is None else str(one) for one in row[:-1]), str(row[-1]))
            for row in stopped.iter_rows()
        ]
    return found


def verdict(found: Iterable[Finding], answers: Iterable[Answer]) -> Verdict:
    """Hold the findings against the answers.

    An answer counts for the same rule at the same cell saying the same: when the number changes, the question is new.
    The last answer counts.
    """
    last = {one.finding: one for one in sorted(answers, key=lambda one: one.at)}
    every = list(dict.fromkeys(found))
    told = [last[one] for one in every if one in last]
    return Verdict(
        tuple(one for one in told if not one.accepted),
        tuple(one for one in every if one not in last),
        tuple(one for one in told if one.accepted),
    )
