import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from roundtable.ground.trust.public import Trial, last_proofs, proofs, together


def test_a_trial_counts_what_was_tried_and_what_broke(tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    trial.tried(3)
    assert trial.holds(True, "not told") is True
    assert trial.holds(False, "told") is False
    assert (trial.cases, trial.violations, trial.told) == (5, 1, ["told"])


def test_a_trial_with_the_same_seed_draws_the_same_chance(tmp_path: Path) -> None:
    assert Trial(tmp_path, seed=7).chance.random() == Trial(tmp_path, seed=7).chance.random()


def test_outcomes_of_two_databases_are_added_and_keep_their_names() -> None:
    one = {"cases": 2, "violations": 1, "figures": {"leaks": 1}, "told": ["a leak"]}
    assert together({"sqlite": one, "postgresql": {**one, "violations": 0, "told": []}}) == {
        "cases": 4,
        "violations": 1,
        "figures": {"sqlite: leaks": 1, "postgresql: leaks": 1},
        "told": ["sqlite: a leak"],
    }


def test_every_proof_has_a_name_of_its_own_and_a_function_that_runs_it() -> None:
    from django.utils.module_loading import import_string

    names = [proof.name for proof in proofs]
    assert len(names) == len(set(names))
    assert all(callable(import_string(proof.run)) for proof in proofs)


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.ROUNDTABLE_HOME = tmp_path
    return tmp_path


def test_without_results_no_proof_holds(home: Path) -> None:
    assert [one.proof.name for one in last_proofs() if one.holds] == []


@pytest.mark.django_db
def test_the_page_of_proofs_shows_the_last_results_with_date_and_commit(client: Client, home: Path) -> None:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC).isoformat()
    figures = {"addresses": 41, "at": at, "commit": "c0ffee00c0ffee00", "form": "long"}
    entry = {"proof": "headers", "cases": 1848, "violations": 2, "figures": figures}
    (home / "proofs.json").write_text(json.dumps([entry]))
    page = client.get(reverse("portal:proof")).content.decode()
    assert "1,848" in page or "1848" in page
    assert "c0ffee00c0ff" in page
    assert "24 November 2026" in page or "24 Nov" in page
    assert "broken" in page
    assert client.get(reverse("portal:proof-json")).json() == [entry]
