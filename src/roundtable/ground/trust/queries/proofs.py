"""The proofs that rooms signed up, and what came of them last."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from roundtable.ground.trust.domain.trials import Price, Proof
from roundtable.kernel.base.registry import Registry

proofs: Registry[Proof] = Registry("proofs")

prices: Registry[Price] = Registry("prices of walls")
"""Walls whose price the proof of the second wall tells beside its own: the same pages with and without each."""

RUN = ("at", "commit", "form")
"""Figures that say of which run a result is; the others are of the proof itself."""


def results_file() -> Path:
    """The file that `roundtable prove` writes."""
    return Path(settings.ROUNDTABLE_HOME) / "proofs.json"


@dataclass(frozen=True)
class Shown:
    """A proof with the last that is known of it."""

    proof: Proof
    cases: int | None = None
    violations: int | None = None
    not_run: str = ""
    at: datetime | None = None
    commit: str = ""
    form: str = ""
    figures: tuple[tuple[str, Any], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it was tried and nothing broke it."""
        return bool(self.cases) and self.violations == 0


def kept_results() -> list[dict[str, Any]]:
    """Read the last results: a list of `{"proof", "cases", "violations", "figures"}`; empty where none were kept."""
    try:
        kept = json.loads(results_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return kept if isinstance(kept, list) else []


def last_proofs() -> list[Shown]:
    """Give each proof with its last result, in the order of the registry."""
    kept = {entry.get("proof"): entry for entry in kept_results()}
    return [_shown(proof, kept.get(proof.name)) for proof in proofs]


def _shown(proof: Proof, entry: dict[str, Any] | None) -> Shown:
    if entry is None:
        return Shown(proof)
    figures = entry["figures"]
    return Shown(
        proof,
        cases=entry["cases"],
        violations=entry["violations"],
        not_run=str(figures.get("not run", "")),
        at=datetime.fromisoformat(figures["at"]) if figures.get("at") else None,
        commit=str(figures.get("commit", ""))[:12],
        form=str(figures.get("form", "")),
        figures=tuple((name, value) for name, value in figures.items() if name not in {*RUN, "not run"}),
    )
