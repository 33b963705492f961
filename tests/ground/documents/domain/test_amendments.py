"""Amendments: all collisions are found, what is accepted is put in, and the order does not matter."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.ground.documents.domain.amendments import (
    Amendment,
    Answer,
    Compromise,
    Fate,
    NotAmended,
    applied,
    collisions,
)
from roundtable.ground.documents.domain.blame import Asked
from roundtable.ground.documents.domain.content import Close, Open, content
from roundtable.ground.documents.domain.text import Paragraph, Text

AT = datetime(2022, 7, 15, 9, tzinfo=UTC)
WORDS = "The Parties shall meet once a year in Prague"
TEXT = Text((Paragraph("p", content(WORDS), label="1."), Paragraph("q", content("Others attend"), label="2.")))


def amendment(key, start, end, wording, by="A", *, paragraph="p") -> Amendment:
    minute = AT + timedelta(minutes=len(key))
    return Amendment(key, (by,), minute, paragraph, start, end, content(wording) if wording else ())


SHOULD = amendment("a", 12, 17, "should", "A")
MEET = amendment("bb", 12, 22, "agree to meet", "B")
TWICE = amendment("ccc", 23, 27, "twice", "C")


def accepted(*amendments: Amendment) -> list[Answer]:
    return [Answer(one.key, Fate.ACCEPTED) for one in amendments]


def test_all_collisions_are_found() -> None:
    also = amendment("dddd", 16, 24, "gather", "D")
    found = {(one.one.key, one.other.key) for one in collisions([also, TWICE, MEET, SHOULD])}
    assert found == {("a", "bb"), ("a", "dddd"), ("bb", "dddd"), ("ccc", "dddd")}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_collisions_are_what_looking_at_every_character_finds(ranges) -> None:
    made = [amendment("k" * (n + 1), min(one), max(one), f"w{n}") for n, one in enumerate(ranges)]
    found = {(one.one.key, one.other.key) for one in collisions(made)}
    wanted = set()
    for index, one in enumerate(made):
        for other in made[index + 1 :]:
            # Twice as fine, so that a place between two characters has a number too.
            left, right = (
                {*range(2 * each.start, 2 * each.end - 1)} if each.start < each.end else {2 * each.start - 1}
                for each in (one, other)
            )
            if left & right:
                wanted.add((one.key, other.key))
    assert found == wanted


def test_the_same_wording_of_two_is_no_collision_and_is_put_in_once_for_both() -> None:
    other = amendment("bb", 12, 17, "should", "B")
    assert collisions([SHOULD, other]) == ()
    found = applied(TEXT, [SHOULD, other], accepted(SHOULD, other))
    assert found.text.by_key["p"].plain == "The Parties should meet once a year in Prague"
    assert found.asked == (Asked("p", 12, 18, ("A", "B"), "a"),)


def test_the_order_in_which_they_come_does_not_matter() -> None:
    more = amendment("dddd", 38, 44, "Vienna", "D")
    made = [SHOULD, TWICE, more]
    texts = {applied(TEXT, order, accepted(*order)).text.hash for order in permutations(made)}
    assert len(texts) == 1
    found = applied(TEXT, made, accepted(*made))
    assert found.text.by_key["p"].plain == "The Parties should meet twice a year in Vienna"
    words = found.text.by_key["p"].plain
    assert [words[one.start : one.end] for one in found.asked] == ["should", "twice", "Vienna"]


def test_only_what_is_accepted_is_put_in_and_what_waits_is_listed() -> None:
    found = applied(TEXT, [SHOULD, MEET, TWICE], [Answer("a", Fate.ACCEPTED), Answer("bb", Fate.REJECTED, "Too weak.")])
    assert found.text.by_key["p"].plain == "The Parties should meet once a year in Prague"
    assert found.unanswered == ("ccc",)


def test_a_compromise_answers_several_at_once() -> None:
    answers = (Answer("a", Fate.IN_PART, "Shall is kept."), Answer("bb", Fate.ACCEPTED))
    compromise = Compromise("x", AT, "p", 12, 22, content("shall agree to meet"), answers)
    found = applied(TEXT, [SHOULD, MEET], compromises=[compromise])
    assert found.text.by_key["p"].plain == "The Parties shall agree to meet once a year in Prague"
    assert found.asked == (Asked("p", 12, 31, ("A", "B"), "x"),)
    assert found.unanswered == ()


def test_an_empty_wording_deletes_and_an_empty_range_adds() -> None:
    out = amendment("a", 22, 34, "")
    more = amendment("bb", 44, 44, " and Vienna")
    found = applied(TEXT, [out, more], accepted(out, more))
    assert found.text.by_key["p"].plain == "The Parties shall meet in Prague and Vienna"
    gone = amendment("a", 0, 13, "", paragraph="q")
    assert [one.key for one in applied(TEXT, [gone], accepted(gone)).text.paragraphs] == ["p"]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ([SHOULD, MEET], "collision"),
        ([amendment("a", 5, 5, "x"), amendment("bb", 5, 5, "y")], "collision"),
        ([amendment("a", 0, 99, "x")], "gone"),
        ([amendment("a", 0, 1, "x", paragraph="nowhere")], "gone"),
    ],
)
def test_what_cannot_be_put_in_is_refused_with_its_reason(made, why) -> None:
    with pytest.raises(NotAmended) as refused:
        applied(TEXT, made, accepted(*made))
    assert refused.value.why == why


def test_a_bracket_is_never_cut_in_two() -> None:
    text = Text((Paragraph("p", content("We ", Open(("A",)), "shall", Close(), " meet")),))
    for start, end in ((3, 5), (0, 8), (12, 15)):
        made = amendment("a", start, end, "x")
        with pytest.raises(NotAmended) as refused:
            applied(text, [made], accepted(made))
        assert refused.value.why == "brackets"
    whole = amendment("a", 3, 13, "should")
    assert applied(text, [whole], accepted(whole)).text.plain == "We should meet"


@pytest.mark.parametrize("fate", [Fate.IN_PART, Fate.REJECTED])
def test_who_is_not_followed_is_told_why(fate) -> None:
    with pytest.raises(ValueError, match="reason"):
        Answer("a", fate, " ")
