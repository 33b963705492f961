"""LibreOffice agrees with our files, where it is installed; and the comparison can fail."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from roundtable.ground.documents.domain import word as domain
from roundtable.ground.documents.domain.anchors import Anchor, Found, State
from roundtable.ground.documents.proofs import places, texts, word
from roundtable.ground.trust.public import Trial


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_settles_our_files_as_we_do(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(word, "SHORT", 3)
    trial = Trial(tmp_path)
    word.run(trial)
    assert (trial.told, trial.cases) == ([], 15)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_file_without_its_changes_would_be_found(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(word, "SHORT", 1)
    whole = domain.write
    monkeypatch.setattr(domain, "write", lambda text, **_more: whole(text))
    trial = Trial(tmp_path)
    word.run(trial)
    assert trial.violations > 0


def test_comments_and_redlines_hold_on_rich_texts(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(texts, "SHORT", 8)
    trial = Trial(tmp_path)
    texts.run(trial)
    assert trial.told == []
    assert trial.cases > 100


def test_comments_that_stay_where_they_were_without_a_look_would_be_found(tmp_path: Path, monkeypatch) -> None:
    def careless(anchors: Iterable[Anchor], *_texts: object) -> tuple[Found, ...]:
        return tuple(Found(one, State.KEPT, one) for one in anchors)

    monkeypatch.setattr(texts, "SHORT", 3)
    monkeypatch.setattr(places, "reanchored", careless)
    trial = Trial(tmp_path)
    texts.run(trial)
    assert trial.violations > 0
