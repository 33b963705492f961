"""Proofs run beside the data in use, and a broken promise is not passed over."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from roundtable.config.proving import Workshop, environment, keep, prove
from roundtable.ground.trust.public import Proof, Trial, World


def kept(trial: Trial) -> None:
    trial.holds(True, "never told")


@pytest.fixture
def workshop(tmp_path: Path):
    made = Workshop(tmp_path / "workshop")
    made.folder.mkdir()
    yield made
    made.close()


def test_a_proof_inherits_nothing_of_the_installation_in_use(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://in.use/real")
    monkeypatch.setenv("EMAIL_URL", "smtp://in.use")
    told = environment(tmp_path)
    assert told["ROUNDTABLE_HOME"] == str(tmp_path)
    assert not {"DATABASE_URL", "EMAIL_URL"} & set(told)


def test_a_proof_whose_programs_are_missing_is_told_as_not_run(workshop: Workshop) -> None:
    proof = Proof("flight", "It flies.", "tests.config.test_proving.kept", needs=("no-such-program",))
    outcome = prove(proof, workshop, long=False, seed=1)
    assert outcome["cases"] == 0
    assert "no-such-program" in outcome["figures"]["not run"]


def test_a_proof_that_cannot_end_counts_as_broken(workshop: Workshop) -> None:
    proof = Proof("unknown to the command", "It ends.", "nowhere.run", world=World.NOTHING)
    outcome = prove(proof, workshop, long=False, seed=1)
    assert outcome["violations"] == 1
    assert "failed" in outcome["told"][0]


def test_results_of_other_proofs_are_kept(tmp_path: Path, settings) -> None:
    settings.ROUNDTABLE_HOME = tmp_path
    at = datetime(2026, 11, 24, tzinfo=UTC)
    before = {"proof": "headers", "cases": 5, "violations": 0, "figures": {}}
    (tmp_path / "proofs.json").write_text(json.dumps([before, {**before, "proof": "gone from the house"}]))
    keep({}, at=at, form="short")
    assert json.loads((tmp_path / "proofs.json").read_text()) == [before]
    keep({"headers": {"cases": 7, "violations": 1, "figures": {"roles": 2}, "told": []}}, at=at, form="short")
    (entry,) = json.loads((tmp_path / "proofs.json").read_text())
    assert (entry["cases"], entry["violations"], entry["figures"]["form"]) == (7, 1, "short")


def test_an_unknown_proof_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(CommandError, match="headers"):
        call_command("prove", "no-such-proof")
