"""What bringing a spreadsheet of activities in would do, row by row."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from roundtable.operations.plan.domain.activity import Facts
from roundtable.operations.plan.models import Activity


class Fate(StrEnum):
    """What a row does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell, and what to do; the row as the spreadsheet counts it, the column by its label."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """A row that can be brought in: what it says, what it does, and to which activity."""

    row: int
    facts: Facts
    fate: Fate
    changed: tuple[str, ...] = ()
    activity: Activity | None = None


def mark_of(lines: Sequence[Line]) -> str:
    """A fingerprint of what some rows would do, and to which revision of what is stored."""
    done = [[line.row, line.fate, line.activity.revision if line.activity else 0, line.facts.plain()] for line in lines]
    return hashlib.sha256(json.dumps(done, sort_keys=True, default=str).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Preview:
    """What bringing the file in would do. Nothing has changed yet."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, fate: str) -> int:
        """How many rows do this."""
        return sum(line.fate == fate for line in self.lines)

    @property
    def mark(self) -> str:
        """A fingerprint of what would happen, so that what is confirmed is what was looked at."""
        return mark_of(self.lines)

    def as_json(self) -> dict[str, Any]:
        """The counts, and every problem with its row and column."""
        return {
            **{str(fate): self.count(fate) for fate in Fate},
            "problems": [{"row": one.row, "column": one.column, "problem": one.sentence} for one in self.problems],
        }
