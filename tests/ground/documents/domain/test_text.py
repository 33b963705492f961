"""A text is a tree with a hash of what a reader sees."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from roundtable.ground.documents.domain.content import Close, Note, Open, content
from roundtable.ground.documents.domain.text import SCHEMA, Paragraph, Role, Text, fresh, from_json
from tests.ground.documents.domain.texts import texts, tried


def sample() -> Text:
    return Text(
        (
            Paragraph("h", content("Preamble"), Role.HEADING, 1, "I."),
            Paragraph("r", content("Recalling the ", Open(("A",)), "principles", Close(), ";"), Role.RECITAL),
            Paragraph("one", content("Strengthen cooperation", Note(content("As agreed."))), label="1."),
            Paragraph("a", content("by meeting;"), level=1, label="a)"),
            Paragraph("t", role=Role.TABLE, rows=((content("x"), content("y")),)),
        )
    )


@tried
@given(texts())
def test_json_gives_the_text_back_and_fits_its_schema(text) -> None:
    written = json.loads(json.dumps(text.as_json(), ensure_ascii=False))
    Draft202012Validator(SCHEMA).validate(written)
    assert from_json(written) == text
    assert from_json(written).hash == text.hash


@tried
@given(texts())
def test_the_hash_is_of_words_and_not_of_keys(text) -> None:
    keys = fresh((), "z")
    other = Text(tuple(replace(one, key=next(keys), origins=()) for one in text.paragraphs), text.language)
    assert other.hash == text.hash


@pytest.mark.parametrize(
    "change",
    [
        {"label": "2."},
        {"level": 1},
        {"role": Role.RECITAL},
        {"content": content("Strengthen cooperatiοn", Note(content("As agreed.")))},
        {"content": content("Strengthen cooperation", Note(content("As agreed")))},
        {"content": content("Strengthen cooperation")},
    ],
)
def test_the_smallest_change_makes_another_hash(change) -> None:
    text = sample()
    changed = Text(tuple(replace(one, **change) if one.key == "one" else one for one in text.paragraphs))
    assert changed.hash != text.hash


def test_the_hash_stays_what_it_was_when_it_was_first_written_down() -> None:
    """Whoever signed a text years ago must find the same hash: a change of the canonical form fails here."""
    assert sample().hash == HASH
    assert Text(sample().paragraphs, language="fr").hash != HASH


HASH = "ee5fdf5bad965b447c77fd6f9a582098ffddf6d3d4ed73ee0b2f17f6ce542cf8"


def test_the_tree_follows_the_levels() -> None:
    (heading,) = sample().tree
    assert [branch.paragraph.key for branch in heading.below] == ["r", "one", "t"]
    assert [branch.paragraph.key for branch in heading.below[1].below] == ["a"]
    assert sample().parent_of("a") == sample().by_key["one"]
    assert sample().parent_of("h") is None


def test_brackets_and_footnotes_are_found_in_the_whole_text() -> None:
    assert [key for key, _ in sample().open_brackets] == ["r"]
    assert [note.key for note in sample().notes] == ["n1"]


def test_two_paragraphs_never_share_a_key() -> None:
    with pytest.raises(ValueError, match="key 'a'"):
        Text((Paragraph("a", content("x")), Paragraph("a", content("y"))))


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "P1"},
        {"key": "x" * 21},
        {"level": 9},
        {"role": Role.HEADING, "level": 0},
        {"label": "1 ."},
        {"content": ()},
        {"content": content(" ")},
        {"rows": ((content("x"),),)},
        {"origins": ("-",)},
    ],
)
def test_what_no_format_could_give_back_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match=r"."):
        Paragraph(**{"key": "p", "content": content("words"), **wrong})


@pytest.mark.parametrize(
    "values",
    [{}, {"format": "other"}, {"format": "roundtable-text/1", "language": "en", "paragraphs": [{"role": "x"}]}],
)
def test_what_is_no_text_of_ours_is_refused(values) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(values)
