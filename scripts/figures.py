"""Figures with their goals: printed as they come, and once more as a table at the end, each with whether it is met."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT = "ROUNDTABLE_BENCH_FIGURES"
"""The variable that names the file in which the processes of one run keep their figures."""
WIDTH = 66


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, its goal, and whether it is met: None where nothing was asked or could be measured."""

    what: str
    measured: str
    goal: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """One word for a table."""
        if not self.goal:
            return ""
        return "not measured" if self.met is None else "met" if self.met else "MISSED"


def say(what: str, measured: str, goal: str = "", *, met: bool | None = None) -> None:
    """Print one figure at once, and keep it for the table."""
    figure = Figure(what, measured, goal, met)
    beside = f"   (goal: {goal}: {figure.verdict})" if goal else ""
    print(f"{what:<{WIDTH}} {measured}{beside}", flush=True)
    if place := os.environ.get(KEPT):
        with Path(place).open("a") as file:
            file.write(json.dumps(asdict(figure)) + "\n")


def kept() -> list[Figure]:
    """Give the figures of this run, in the order in which they came."""
    place = Path(os.environ.get(KEPT, os.devnull))
    return [Figure(**json.loads(line)) for line in place.read_text().splitlines()] if place.is_file() else []


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """Give the lines of the closing table: every figure that has a goal, and how many of them are met."""
    asked = [figure for figure in figures if figure.goal]
    wide = max((len(figure.what.strip()) for figure in asked), default=0)
    middle = max((len(figure.goal) for figure in asked), default=0)
    for figure in asked:
        yield f"{figure.verdict:<14} {figure.what.strip():<{wide}}  goal {figure.goal:<{middle}}  {figure.measured}"
    met = sum(figure.met is True for figure in asked)
    yield f"{met} of {len(asked)} goals are met."


def close() -> None:
    """Print the table; end with status 1 when a goal was missed."""
    print("\nAll figures with their goals")
    for line in table(kept()):
        print(line)
    if any(figure.met is False for figure in kept()):
        sys.exit(1)
