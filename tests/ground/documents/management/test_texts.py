"""Bring a text in and write it out at the machine."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.services import signing
from tests.factories.documents import WORDS, office, revision

pytestmark = pytest.mark.django_db


def _said(*words, **options) -> str:
    told = StringIO()
    call_command(*words, stdout=told, **options)
    return told.getvalue()


def test_a_dry_run_says_what_was_read_and_changes_nothing(tmp_path) -> None:
    file = tmp_path / "draft.md"
    file.write_text(WORDS.replace("examine", "[examine / set up]"))
    told = json.loads(_said("documents_import", str(file), number="10917/22", dry_run=True, json=True))
    assert (told["paragraphs"], told["open_brackets"], told["issued"]) == (4, 1, False)
    assert not Document.objects.exists()


def test_a_text_is_brought_in_and_the_next_one_keeps_the_keys(tmp_path) -> None:
    office()
    file = tmp_path / "draft.md"
    file.write_text(WORDS)
    _said("documents_import", str(file), number="10917/22", title="Draft conclusions")
    file.write_text(WORDS.replace("examine", "set up"))
    told = json.loads(_said("documents_import", str(file), number="10917/1/22 REV 1", json=True))
    assert told["changes"]["changed"] == 1
    first, second = Revision.objects.order_by("revision")
    assert list(first.content.by_key) == list(second.content.by_key)


def test_what_is_written_out_is_the_text(tmp_path) -> None:
    first = revision()
    for ending in ("json", "md", "html", "xml", "docx"):
        file = tmp_path / f"text.{ending}"
        assert first.sha256 in _said("documents_export", "10917/22", str(file))
        again = json.loads(_said("documents_import", str(file), number="10917/1/22 REV 1", dry_run=True, json=True))
        assert again["sha256"] == first.sha256, ending


def test_what_is_not_there_is_said(tmp_path) -> None:
    with pytest.raises(CommandError, match="There is no text 1/22"):
        call_command("documents_export", "1/22", str(tmp_path / "a.md"))
    with pytest.raises(CommandError, match="no document number"):
        call_command("documents_export", "one", str(tmp_path / "a.md"))


def test_a_new_key_signs_and_the_old_one_stays_published(settings, tmp_path) -> None:
    settings.ROUNDTABLE_KEYS = tmp_path
    _said("documents_keys", new=True)
    told = _said("documents_keys", new=True)
    assert len(signing.published()) == 2
    assert told.count("still signs") == 1
