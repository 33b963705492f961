"""`roundtable verify` says what the domain says, from files alone."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from roundtable.ground.documents.domain import markdown, web, word
from tests.ground.documents.domain.test_certificate import KEYS, OTHER, TEXT, certificate


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "c.json").write_text(json.dumps(certificate()), encoding="utf-8")
    (tmp_path / "keys.json").write_text(json.dumps([key.as_json() for key in KEYS.values()]), encoding="utf-8")
    (tmp_path / "t.json").write_text(json.dumps(TEXT.as_json()), encoding="utf-8")
    (tmp_path / "t.md").write_text(markdown.write(TEXT), encoding="utf-8")
    (tmp_path / "t.html").write_text(web.write(TEXT), encoding="utf-8")
    (tmp_path / "t.docx").write_bytes(word.write(TEXT))
    (tmp_path / "other.md").write_text(markdown.write(OTHER), encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"x")
    return tmp_path


def verify(folder, certificate="c.json", text="t.md", keys="keys.json"):
    out = io.StringIO()
    files = ("--text", str(folder / text), "--keys", str(folder / keys))
    call_command("verify", str(folder / certificate), *files, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("text", ["t.json", "t.md", "t.html", "t.docx"])
def test_a_genuine_certificate_is_told_with_its_outcome_in_every_format_of_the_text(folder, text) -> None:
    said = verify(folder, text=text)
    assert "10917/2/22 REV 2: adopted, 2022-09-23T10:00:00+00:00" in said
    assert TEXT.hash in said
    assert "does not prove" in said


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"text": "other.md"}, "another text"),
        ({"certificate": "keys.json"}, "not a certificate"),
        ({"certificate": "t.md"}, "not the JSON"),
        ({"keys": "c.json"}, "not the JSON"),
        ({"text": "nowhere.md"}, "cannot be read"),
        ({"text": "broken.docx"}, "no text"),
    ],
)
def test_everything_else_ends_with_a_sentence(folder, files, words) -> None:
    with pytest.raises(CommandError, match=words):
        verify(folder, **files)
