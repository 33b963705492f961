"""What a proof is: a promise with a name, and a trial that counts how often it was tried and broken."""

import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

KEPT = 200
"""How many broken cases are told in words; all are counted."""


class World(StrEnum):
    """What a proof finds when it begins. Each begins in a folder and a database of its own, never in those in use."""

    NOTHING = "nothing"
    """No tables: the proof makes what it needs."""
    TABLES = "tables"
    """Tables, and nothing in them."""
    FOUNDED = "founded"
    """Tables, the Parties and the frame of the plan; no people."""
    DEMONSTRATION = "demonstration"
    """Everything that `roundtable demo` makes."""


class Database(StrEnum):
    """The databases on which a promise is tried."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


BOTH = (Database.SQLITE, Database.POSTGRESQL)


@dataclass(frozen=True, slots=True)
class Proof:
    """One promise of the house that a machine can try to break.

    `run` is the dotted name of a function that takes a `Trial`; it is loaded only when the proof is run. `needs` names
    programs that the machine must have (`soffice`, `chromium`, `pg_dump`).
    """

    name: str
    promise: Any
    run: str
    world: World = World.DEMONSTRATION
    on: tuple[Database, ...] = BOTH
    short_on: tuple[Database, ...] = (Database.SQLITE,)
    """On which databases the short form tries it."""
    needs: tuple[str, ...] = ()
    order: int = 100
    weight: int = 20
    """About how many seconds of one core the short form takes on one database: what takes long is begun first."""
    measures: bool = False
    """Whether it measures time: no two such run beside each other."""


@dataclass(frozen=True, slots=True)
class Price:
    """A wall whose price is told: `away` takes it away for as long as its context lasts."""

    name: str
    away: Callable[[], AbstractContextManager[None]]


@dataclass
class Trial:
    """One run of a proof: how hard to try, and what came of it.

    `chance` is the only source of chance, so that a run with the same seed tries the same cases.
    """

    home: Path
    long: bool = False
    seed: int = 2023
    cases: int = 0
    violations: int = 0
    told: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Set the source of chance."""
        self.chance = random.Random(self.seed)  # noqa: S311 - repeatable trials, no secrets

    def tried(self, times: int = 1) -> None:
        """Count cases that were tried."""
        self.cases += times

    def broken(self, what: str) -> None:
        """Count one case in which the promise did not hold, and keep its description."""
        self.violations += 1
        if len(self.told) < KEPT:
            self.told.append(what)

    def holds(self, truth: object, otherwise: str) -> bool:
        """Count one case; where it does not hold, keep the sentence that says so. Gives whether it held."""
        self.tried()
        if not truth:
            self.broken(otherwise)
        return bool(truth)

    def figure(self, name: str, value: float | str | None) -> None:
        """Keep one figure that belongs beside the result."""
        self.figures[name] = value

    def result(self) -> dict[str, Any]:
        """Give the outcome as plain values."""
        return {"cases": self.cases, "violations": self.violations, "figures": self.figures, "told": self.told}


def together(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Put the outcomes of one proof on several databases into one; with two, figures carry their names.

    >>> together({"sqlite": {"cases": 1, "violations": 0, "figures": {"a": 1}, "told": []}})["figures"]
    {'a': 1}
    """
    several = len(parts) > 1
    return {
        "cases": sum(part["cases"] for part in parts.values()),
        "violations": sum(part["violations"] for part in parts.values()),
        "figures": {
            f"{database}: {name}" if several else name: value
            for database, part in parts.items()
            for name, value in part["figures"].items()
        },
        "told": [
            f"{database}: {line}" if several else line for database, part in parts.items() for line in part["told"]
        ],
    }
