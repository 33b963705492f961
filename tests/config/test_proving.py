"""Proofs run beside the data in use, and a broken promise is not passed over."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from roundtable.config.proving import Turns, Workshop, environment, history_holds, keep, prove
from roundtable.ground.trust.public import Database, Proof, Trial, World


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


def test_what_takes_long_comes_first_and_no_two_that_measure_time_beside_each_other() -> None:
    def proof(name: str, weight: int, *, measures: bool = False) -> Proof:
        return Proof(name, "", "", weight=weight, measures=measures)

    chosen = [
        proof("quick", 1),
        proof("watch", 50, measures=True),
        proof("clock", 40, measures=True),
        proof("long", 90),
    ]
    turns, begun, beside = Turns((one, Database.SQLITE) for one in chosen), [], []
    running: set[str] = set()
    together = threading.Barrier(2)

    def do(one: Proof, _database: Database) -> None:
        begun.append(one.name)
        running.add(one.name)
        if one.name in {"long", "watch"}:
            together.wait(timeout=20)
        beside.append(set(running))
        running.discard(one.name)

    workers = [threading.Thread(target=turns.work, args=[do]) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(begun[:2]) == ["long", "watch"]
    assert sorted(begun) == ["clock", "long", "quick", "watch"]
    assert not any({"watch", "clock"} <= one for one in beside)


def test_a_history_that_does_not_verify_breaks_the_promise(tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    history_holds(trial, environment(tmp_path), "in a house without tables")
    assert trial.violations == 1
    assert "in a house without tables, the history does not verify" in trial.told[0]
