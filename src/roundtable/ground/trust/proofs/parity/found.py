"""One run of the proof of export parity: who asks, what was asked, and what was compared."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from roundtable.ground.trust.domain.leaving import Told
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.proofs.matrix.asking import Target
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.planted import Planted
from roundtable.ground.trust.proofs.parity.leaving import Left
from roundtable.ground.trust.proofs.parity.sheets import (
    Screen,
    Sheet,
)

TOLD_OF_A_KIND: Final = 3


@dataclass
class Parity:
    """One run: who asks, and what was compared."""

    trial: Trial
    world: Planted
    targets: list[Target]
    left: Left
    compared: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    def ask(self, asker: Asker, path: str, *, by_key: bool = False) -> Any:
        """Ask for something that is only read."""
        self.requests += 1
        client = asker.machine if by_key else asker.client
        answer = client.get(path)
        self.left.note(path, answer)
        return answer

    def broken(self, kind: str, sentence: str) -> None:
        """Count a case in which the promise did not hold; of a kind a few are told in words."""
        self.told[kind] += 1
        if self.told[kind] <= TOLD_OF_A_KIND:
            self.trial.broken(sentence)
        else:
            self.trial.violations += 1

    def holds(self, truth: object, kind: str, otherwise: str) -> None:
        """Count one case."""
        self.trial.tried()
        if not truth:
            self.broken(kind, otherwise)

    def at(self, name: str) -> list[Target]:
        """Give what an address names: itself, or the rows that its arguments name."""
        return [one for one in self.targets if name and one.address.name == name and not one.missing]


@dataclass
class Read:
    """One list as one person read it, narrowed by one question: on its page, and as exact values."""

    parity: Parity
    asker: Asker
    target: Target
    question: str
    screen: Screen
    sheet: Sheet

    @property
    def what(self) -> str:
        """How it is called in a sentence."""
        return f"{self.target.path}?{self.question} as {self.asker}"


def beside(parity: Parity, told: Told, target: Target, question: str) -> list[Target]:
    """Give the addresses at which machines are told what stands on a page."""
    page = f"{target.path}?{question}"
    return [
        one
        for one in parity.at(told.address)
        if (told.beside(page, one.path) if told.beside is not None else one.row == target.row)
    ]


def same_cells(parity: Parity, form: str, what: str, cells: Iterable[tuple[str, str, str]]) -> None:
    """Compare cells: the head of each, what stands here, and what stands in the file."""
    for label, mine, theirs in cells:
        parity.trial.tried()
        parity.compared[form] += 1
        if mine != theirs:
            parity.broken(f"{form} {label}", f"{what}, “{label}”: {mine[:80]!r} here, {theirs[:80]!r} in the file")
