"""Content has one normal form, and square brackets are structure."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.ground.documents.domain.content import (
    NOTE_SIGN,
    Close,
    Mark,
    Note,
    Open,
    Or,
    Run,
    Unbalanced,
    as_json,
    brackets,
    content,
    from_json,
    plain,
    structured,
)
from tests.ground.documents.domain.texts import contents, tried

STRONG = frozenset({Mark.STRONG})


@tried
@given(contents)
def test_the_normal_form_is_reached_at_once(pieces) -> None:
    assert content(*pieces) == pieces


@tried
@given(contents)
def test_plain_values_give_the_content_back(pieces) -> None:
    assert from_json(as_json(pieces)) == pieces


@tried
@given(contents)
def test_runs_hold_composed_signs_and_single_blanks(pieces) -> None:
    for run in (piece for piece in pieces if isinstance(piece, Run)):
        assert run.text == unicodedata.normalize("NFC", run.text)
        assert "  " not in run.text
        assert "\t" not in run.text
        assert run.text


def test_blanks_at_the_edge_of_an_emphasis_have_none() -> None:
    assert content(Run("We", STRONG), Run(" shall ", STRONG), "meet") == (Run("We shall", STRONG), Run(" meet"))


def test_brackets_are_found_with_places_alternatives_and_sponsors() -> None:
    pieces = content("We ", Open(("A",)), "shall", Or(("B", "C")), "should ", Open(), "soon", Close(), Close(), " meet")
    assert plain(pieces) == "We [A: shall / B, C: should [soon]] meet"
    outer, inner = brackets(pieces)
    assert plain(pieces)[outer.start : outer.end] == "[A: shall / B, C: should [soon]]"
    assert plain(pieces)[inner.start : inner.end] == "[soon]"
    assert [(plain(one.content), one.sponsors) for one in outer.alternatives] == [
        ("shall", ("A",)),
        ("should [soon]", ("B", "C")),
    ]


def test_the_brackets_of_the_source_are_found_nested() -> None:
    found = structured([Run("in the presence of [representatives of the IOM, the UNHCR [add other if necessary...]];")])
    outer, inner = brackets(found)
    assert (outer.awaits_words, inner.awaits_words) == (False, True)


def test_a_bracket_without_a_partner_stays_a_sign() -> None:
    assert structured([Run("see a] and [b")]) == (Run("see a] and [b"),)


@pytest.mark.parametrize("pieces", [(Open(),), (Close(),), (Or(),), (Open(), "x", Close(), Close())])
def test_brackets_that_do_not_pair_are_refused(pieces) -> None:
    with pytest.raises(Unbalanced):
        content(*pieces)


@pytest.mark.parametrize("name", ["", "a]b", "A, B", "x:y", "{", "a/b", "two\x00"])
def test_a_sponsor_that_could_not_be_read_back_is_refused(name) -> None:
    with pytest.raises(ValueError, match="sponsor"):
        content(Open((name,)), "x", Close())


def test_a_footnote_counts_as_one_sign() -> None:
    pieces = content("Kosovo*", Note(content("without prejudice")), " and")
    assert plain(pieces) == f"Kosovo*{NOTE_SIGN} and"


def test_a_footnote_in_a_footnote_is_refused() -> None:
    with pytest.raises(ValueError, match="footnote"):
        content(Note(content(Note(content("deep")))))


@tried
@given(st.text())
def test_any_words_become_content(words) -> None:
    assert content(words) == content(*content(words))
