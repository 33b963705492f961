"""The proof of files sees what is taken that could act, and what still tells of its author."""

import random
from pathlib import Path

import pytest

from roundtable.ground.trust.proofs import files
from roundtable.ground.trust.proofs.corpus import Specimen, corpus
from roundtable.ground.trust.public import Trial
from roundtable.kernel.files import inspection
from roundtable.kernel.files.inspection import office_files, pdf_files


@pytest.fixture(scope="module")
def specimens() -> list[Specimen]:
    """One file of every kind, made once: making them takes longer than looking at them."""
    return corpus(random.Random(1), 1)  # noqa: S311 - the same files every time


@pytest.fixture
def trial(tmp_path: Path, monkeypatch, specimens: list[Specimen]) -> Trial:
    monkeypatch.setattr(files, "corpus", lambda _chance, _wanted: specimens)
    monkeypatch.setattr(files, "_everybody_asks", lambda _trial: None)
    return Trial(tmp_path)


def test_every_kind_of_file_is_refused_or_made_clean(trial: Trial) -> None:
    files.run(trial)
    assert trial.told == []
    assert trial.figures["taken and cleaned"] > 10


def test_a_pdf_that_keeps_its_properties_is_noticed(trial: Trial, monkeypatch) -> None:
    monkeypatch.setattr(pdf_files, "_clean", lambda _opened: None)
    files.run(trial)
    assert any("PDF with properties" in told for told in trial.told)


def test_a_pdf_that_acts_and_is_taken_is_noticed(trial: Trial, monkeypatch) -> None:
    monkeypatch.setattr(pdf_files, "_look_at", lambda _opened, _gaps: False)
    files.run(trial)
    assert any("JavaScript" in told and "was taken" in told for told in trial.told)


def test_a_document_with_macros_that_is_taken_is_noticed(trial: Trial, monkeypatch) -> None:
    monkeypatch.setattr(office_files, "_look_at", lambda *_all: None)
    files.run(trial)
    assert any("macros" in told for told in trial.told)


def test_a_picture_that_is_kept_as_it_came_is_noticed(trial: Trial, monkeypatch) -> None:
    monkeypatch.setattr(inspection, "picture", lambda content, _ending, _gaps: content)
    files.run(trial)
    assert any("with author and place" in told for told in trial.told)
