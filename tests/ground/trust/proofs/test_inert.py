"""The proof of inert cells sees a wall that is missing."""

from pathlib import Path

import pytest

from roundtable.ground.trust.proofs import inert
from roundtable.ground.trust.public import Trial
from roundtable.kernel.files.tables import csv_files, xlsx_files

CELLS = 300


@pytest.fixture
def trial(tmp_path: Path, monkeypatch) -> Trial:
    monkeypatch.setattr(inert, "SHORT", CELLS)
    return Trial(tmp_path)


def test_with_its_walls_nothing_is_a_formula(trial: Trial) -> None:
    inert.run(trial)
    assert (trial.cases > CELLS * 3, trial.violations) == (True, 0)


def test_csv_without_its_guard_is_noticed(trial: Trial, monkeypatch) -> None:
    monkeypatch.setattr(csv_files, "inert", lambda text: text)
    inert.run(trial)
    assert trial.violations > 0


def test_a_workbook_whose_texts_become_formulas_is_noticed(trial: Trial, monkeypatch) -> None:
    def typed(place, text):
        place.value = text.replace("\x00", "")
        return place

    monkeypatch.setattr(xlsx_files, "_text", typed)
    monkeypatch.setattr(inert, "BEFORE", ("",))
    inert.run(trial)
    assert any("formula" in told for told in trial.told)


def test_numbers_that_become_texts_are_noticed(trial: Trial, monkeypatch) -> None:
    put = xlsx_files._put
    monkeypatch.setattr(xlsx_files, "_put", lambda place, value, kind: put(place, value and f"n{value}", kind))
    inert.run(trial)
    assert any("came out as" in told for told in trial.told)
