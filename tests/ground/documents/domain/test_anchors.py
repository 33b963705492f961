"""A comment finds its words again, or says that it did not."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from roundtable.ground.documents.domain.anchors import Anchor, State, reanchored
from roundtable.ground.documents.domain.content import Run, content
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.wording import Token
from roundtable.ground.documents.proofs import places
from roundtable.ground.documents.proofs.revisions import Pen

REVISIONS = 60


def text(*wordings: str) -> Text:
    return Text(tuple(Paragraph(f"p{n}", content(one)) for n, one in enumerate(wordings, start=1)))


OLD = text("The Parties shall meet once a year in Prague", "Others may attend as observers")
MEET = Anchor.on(OLD, "p1", 12, 22)


@pytest.mark.parametrize(
    ("wording", "state", "quote"),
    [
        ("The Parties shall meet once a year in Prague", State.KEPT, "shall meet"),
        ("All the Parties shall meet twice a year", State.KEPT, "shall meet"),
        ("The Parties shall formally meet once a year", State.CHANGED, "shall formally meet"),
        ("The Parties should meet once a year in Prague", State.CHANGED, "meet"),
        ("The Parties agree once a year in Prague", State.GONE, ""),
    ],
)
def test_the_words_are_kept_changed_or_gone(wording, state, quote) -> None:
    (found,) = reanchored([MEET], OLD, text(wording, "Others may attend as observers"))
    assert (found.state, found.anchor.quote, found.before) == (state, quote, MEET)


def test_a_comment_on_a_paragraph_that_is_gone_stays_where_it_stood() -> None:
    new = Text((OLD.paragraphs[0],))
    (found,) = reanchored([Anchor.on(OLD, "p2")], OLD, new)
    assert (found.state, found.anchor.key, found.anchor.start) == (State.GONE, "p1", 44)
    assert found.before.quote == "Others may attend as observers"


def test_words_that_move_with_their_paragraph_or_out_of_it_are_told_as_moved() -> None:
    turned = Text(OLD.paragraphs[::-1])
    assert {one.state for one in reanchored([MEET, Anchor.on(OLD, "p2")], OLD, turned)} == {State.KEPT, State.MOVED}
    cut = (
        replace(OLD.paragraphs[0], content=content("The Parties")),
        Paragraph("w", content("shall meet once a year in Prague"), origins=("p1",)),
    )
    (found,) = reanchored([MEET], OLD, Text((*cut, OLD.paragraphs[1])))
    assert (found.state, found.anchor) == (State.MOVED, Anchor("w", 0, 10, "shall meet"))


def test_a_part_of_a_word_is_found_in_its_word() -> None:
    (found,) = reanchored([Anchor.on(OLD, "p1", 6, 9)], OLD, text("Now the Parties shall meet", "x"))
    assert (found.anchor.quote, found.state) == ("rti", State.KEPT)


def test_a_comment_on_a_changed_table_stands_on_the_whole() -> None:
    table = Paragraph("t", role=Role.TABLE, rows=((content("a"), content("b")),))
    old, new = Text((table,)), Text((replace(table, rows=((content("a"), content("c")),)),))
    (found,) = reanchored([Anchor.on(old, "t", 0, 1)], old, new)
    assert (found.state, found.anchor.quote) == (State.CHANGED, "a | c")


def test_where_a_change_reads_in_two_ways_the_answer_is_not_sure() -> None:
    old = text("very very good")
    (found,) = reanchored([Anchor.on(old, "p1", 0, 4)], old, text("very good"))
    assert not found.sure


@pytest.mark.parametrize(
    ("wording", "state", "sure"),
    [
        ("The Parties shall meet twice a year in Prague", State.KEPT, False),
        ("We shall meet once a year in Prague", State.KEPT, False),
        ("shall meet once a year in Prague", State.KEPT, False),
        ("The Parties shall meet", State.KEPT, False),
        ("The Parties shall meet once a month in Prague", State.KEPT, True),
    ],
)
def test_words_at_the_edge_of_a_change_are_looked_at(wording, state, sure) -> None:
    """Who writes "meet twice" over "meet once" leaves a word that reads like the old one, and may be it."""
    (found,) = reanchored([MEET], OLD, text(wording, "Others may attend as observers"))
    assert (found.state, found.anchor.quote, found.sure) == (state, "shall meet", sure)


def test_a_new_end_of_a_paragraph_beside_the_words_is_no_change_of_words() -> None:
    cut = (
        replace(OLD.paragraphs[0], content=content("The Parties shall meet")),
        Paragraph("w", content("once a year in Prague"), origins=("p1",)),
    )
    (found,) = reanchored([MEET], OLD, Text((*cut, OLD.paragraphs[1])))
    assert (found.state, found.sure) == (State.MOVED, True)


def test_a_word_taken_out_and_put_in_again_was_not_edited() -> None:
    old = text("The Parties shall meet once")
    pen = Pen.over(old, random.Random(1))  # noqa: S311 - repeatable trials, no secrets
    (draft,) = pen.drafts
    words = list(draft.words)
    draft.words[1:3] = [(90, words[1][1]), (91, Token(Run("should"), words[2][1].blank))]
    draft.words[4:] = [(92, words[4][1])]
    pen.edit(0)
    assert [number for number, _word in draft.words] == [0, 1, 91, 3, 4]
    assert (pen.cost, pen.text().paragraphs[0].plain) == (2, "The Parties should meet once")


def test_of_known_revisions_nearly_all_are_right_and_none_is_silently_wrong() -> None:
    verdicts: Counter[str] = Counter()
    for seed in range(REVISIONS):
        chance = random.Random(seed)  # noqa: S311 - repeatable trials, no secrets
        verdicts.update(verdict for verdict, _words in places.tried(chance))
    assert verdicts[places.WRONG] == 0
    assert verdicts[places.RIGHT] / verdicts.total() >= 0.99


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 45)])
def test_a_range_that_is_none_is_refused(start, end) -> None:
    with pytest.raises(ValueError, match="range"):
        Anchor.on(OLD, "p1", start, end)
