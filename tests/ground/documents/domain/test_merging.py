"""Two people's versions of one text become one; what cannot stand side by side is told with the words of both."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.ground.documents.domain.content import Mark, Run, content
from roundtable.ground.documents.domain.merging import Clash, Why, merged
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.kernel.drafts.merging import Merge, merge


def text(*named: str, level: dict[str, int] | None = None, language: str = "en") -> Text:
    """A text from `key: words`; words are the key where there are none."""
    parts = [one.partition(": ") for one in named]
    return Text(
        tuple(Paragraph(key, content(words or f"{key}w"), level=(level or {}).get(key, 0)) for key, _, words in parts),
        language,
    )


def together(base: Text, theirs: Text, mine: Text) -> tuple[list[str], tuple[Clash, ...]]:
    found, clashes = merged(base, theirs, mine, merge)
    return [f"{one.key}: {one.plain}" if one.plain != f"{one.key}w" else one.key for one in found.paragraphs], clashes


BASE = text("a", "b", "c", "d", "e")


def test_words_that_two_people_changed_at_two_places_of_a_paragraph_are_both_kept() -> None:
    base, theirs, mine = (
        text("a: we met in Vienna"),
        text("a: we all met in Vienna"),
        text("a: we met in Vienna in May"),
    )
    assert together(base, theirs, mine) == (["a: we all met in Vienna in May"], ())


def test_words_that_both_rewrote_are_told_with_both_wordings() -> None:
    theirs, mine = text("a: ours"), text("a: yours")
    assert together(text("a"), theirs, mine) == (
        ["a: ours"],
        (Clash("a", Why.WORDS, theirs.by_key["a"], mine.by_key["a"]),),
    )


def test_a_number_of_one_and_words_of_the_other_are_both_taken() -> None:
    base = Text((Paragraph("a", content("We meet"), label="1."),))
    theirs = Text((Paragraph("a", content("We meet"), label="2."),))
    mine = Text((Paragraph("a", content("We shall meet"), label="1.", level=1),))
    assert merged(base, theirs, mine, merge) == (
        Text((Paragraph("a", content("We shall meet"), label="2.", level=1),)),
        (),
    )
    other = Text((Paragraph("a", content("We meet"), label="3."),))
    assert [one.why for one in merged(base, theirs, other, merge)[1]] == [Why.WORDS]


def test_what_both_shortened_until_nothing_is_left_is_a_clash() -> None:
    base, theirs, mine = text("a: one two"), text("a: one"), text("a: two")
    found, clashes = merged(base, theirs, mine, lambda *_: Merge("", clash=False, both=""))
    assert (found, [one.why for one in clashes]) == (theirs, [Why.WORDS])


def test_emphasis_of_one_beside_new_words_of_the_other_is_a_clash_and_not_lost() -> None:
    base, theirs = text("a: we meet"), text("a: we all meet")
    mine = Text((Paragraph("a", content(Run("we meet", frozenset({Mark.STRONG})))),))
    assert [one.mine for one in merged(base, theirs, mine, merge)[1]] == [mine.by_key["a"]]


def test_a_table_that_both_changed_is_a_clash() -> None:
    tables = [
        Text((Paragraph("t", role=Role.TABLE, rows=((content(words),),)),)) for words in ("one", "one two", "all one")
    ]
    found, clashes = merged(*tables, merge)
    assert (found, [one.mine for one in clashes]) == (tables[1], [tables[2].by_key["t"]])
    for sides in ((tables[1], tables[0]), (tables[0], tables[1])):
        assert merged(tables[0], *sides, merge) == (tables[1], ())


def test_what_was_split_or_joined_remembers_it_from_both() -> None:
    base = text("a")
    theirs = Text((Paragraph("a", content("aw"), origins=("x",)), Paragraph("p", content("theirs"))))
    mine = Text(
        (
            Paragraph("a", content("aw"), origins=("y",)),
            Paragraph("p", content("mine")),
            Paragraph("q", content("half of mine"), origins=("p",)),
        )
    )
    found, _ = merged(base, theirs, mine, merge)
    assert {one.key: one.origins for one in found.paragraphs} == {"a": ("x", "y"), "p": (), "m1": (), "q": ("m1",)}


def test_deletions_and_moves_and_new_paragraphs_of_both_are_taken_over() -> None:
    assert together(BASE, text("a", "x", "b", "d", "e"), text("b", "c", "y", "e", "a")) == (
        ["x", "b", "y", "e", "a"],
        (),
    )


@pytest.mark.parametrize("mine_deletes", [False, True])
def test_a_paragraph_that_one_deleted_and_the_other_reworded_stands_and_is_told(mine_deletes) -> None:
    deleted, reworded = text("a", "b", "d", "e"), text("a", "b", "c: new", "d", "e")
    words, clashes = together(BASE, *((reworded, deleted) if mine_deletes else (deleted, reworded)))
    assert words == ["a", "b", "c: new", "d", "e"]
    kept = reworded.by_key["c"]
    assert clashes == (Clash("c", Why.DELETED, *((kept, None) if mine_deletes else (None, kept))),)


@pytest.mark.parametrize("mine_deletes", [False, True])
def test_a_paragraph_that_one_deleted_and_the_other_moved_stands_where_it_was_moved_and_is_told(mine_deletes) -> None:
    deleted, moved = text("b", "c", "d", "e"), text("b", "c", "d", "a", "e")
    words, clashes = together(BASE, *((moved, deleted) if mine_deletes else (deleted, moved)))
    assert words == ["b", "c", "d", "a", "e"]
    assert [(one.key, one.why) for one in clashes] == [("a", Why.DELETED)]


def test_a_paragraph_that_both_deleted_is_gone_without_a_word() -> None:
    assert together(BASE, text("a", "b", "d", "e"), text("a", "b", "d", "e")) == (["a", "b", "d", "e"], ())


def test_a_paragraph_that_only_has_another_number_can_be_deleted() -> None:
    base = Text((Paragraph("a", content("one"), label="1."), Paragraph("b", content("two"), label="2.")))
    mine = Text((Paragraph("a", content("one"), label="1."), Paragraph("b", content("two"), label="3.")))
    assert merged(base, Text(base.paragraphs[:1]), mine, merge) == (Text(base.paragraphs[:1]), ())


def test_two_moves_of_one_paragraph_to_two_places_are_told_with_both_places() -> None:
    words, clashes = together(BASE, text("b", "c", "a", "d", "e"), text("b", "c", "d", "e", "a"))
    assert words == ["b", "c", "a", "d", "e"]
    assert clashes == (Clash("a", Why.MOVED, BASE.by_key["a"], BASE.by_key["a"], "c", "e"),)


def test_the_same_move_of_both_is_no_clash() -> None:
    moved = text("b", "c", "a", "d", "e")
    assert together(BASE, moved, moved) == (["b", "c", "a", "d", "e"], ())


def test_what_was_moved_by_one_and_reworded_by_the_other_stands_there_with_the_new_words() -> None:
    moved, reworded = text("b", "c", "d", "a", "e"), text("a: new", "b", "c", "d", "e")
    wanted = (["b", "c", "d", "a: new", "e"], ())
    assert together(BASE, moved, reworded) == together(BASE, reworded, moved) == wanted


def test_two_new_paragraphs_with_one_key_by_chance_both_stand() -> None:
    assert together(BASE, text("a", "p: theirs", "b", "c", "d", "e"), text("a", "b", "p: mine", "c", "d", "e")) == (
        ["a", "p: theirs", "b", "m1: mine", "c", "d", "e"],
        (),
    )
    found, _ = merged(BASE, text("a", "p: theirs"), text("a", "p: mine"), merge, taken=["m1"])
    assert found.by_key["m2"].plain == "mine"


def test_the_same_new_paragraph_of_both_stands_once() -> None:
    both = text("a", "p: new", "b", "c", "d", "e")
    assert together(BASE, both, both)[0] == ["a", "p: new", "b", "c", "d", "e"]


@pytest.mark.parametrize("mine_is_below", [False, True])
def test_a_new_paragraph_stays_below_the_one_it_was_written_for(mine_is_below) -> None:
    below = text("a", "x", "b", level={"x": 1})
    beside = text("a", "y", "b")
    order = (beside, below) if mine_is_below else (below, beside)
    assert together(text("a", "b"), *order) == (["a", "x", "y", "b"], ())


def test_a_new_paragraph_does_not_come_between_another_and_what_was_moved_below_it() -> None:
    level = {"d": 1}
    base, moved = text("a", "b", "c", "d", level=level), text("a", "d", "b", "c", level=level)
    assert together(base, moved, text("a", "x", "b", "c", "d", level=level))[0] == ["a", "d", "x", "b", "c"]


def test_a_new_paragraph_follows_the_parent_that_the_other_moved_and_not_a_neighbour() -> None:
    level = {"b": 1, "c": 1, "x": 1}
    base = text("a", "b", "c", "d", "e", "f", "g", level=level)
    theirs = text("d", "e", "f", "g", "a", "b", "c", level=level)
    assert together(base, theirs, text("a", "b", "c", "x", "d", "e", "f", "g", level=level))[0][-2:] == ["c", "x"]
    assert together(BASE, text("a", "c", "d", "b", "e"), text("a", "b", "x", "c", "d", "e"))[0][:2] == ["a", "x"]


def test_a_language_is_taken_from_whoever_changed_it() -> None:
    english, russian, georgian = (text("a", language=code) for code in ("en", "ru", "ka"))
    assert {merged(english, *sides, merge)[0].language for sides in ((russian, english), (english, russian))} == {"ru"}
    with pytest.raises(ValueError, match="not versions of one text"):
        merged(english, russian, georgian, merge)


@st.composite
def edited(draw, side: str) -> Text:
    """A version of BASE: paragraphs deleted, moved, reworded, recast and put in, with words that only this side has."""
    keys = draw(st.lists(st.sampled_from([*BASE.by_key, "p1", "p2", f"{side}1"]), min_size=1, max_size=8, unique=True))
    keys = keys if draw(st.booleans()) else sorted(keys)
    made = []
    for place, key in enumerate(keys):
        own = draw(st.sampled_from(["", f"{side}{place}"]))
        words = f"{key}w" if key in BASE.by_key else f"{side}new{place}"
        made.append(Paragraph(key, content(f"{own} {words}"), level=draw(st.sampled_from([0, 0, 1]))))
    return Text(tuple(made))


@settings(deadline=None)
@given(edited("t"), edited("m"))
def test_no_word_is_lost_in_silence(theirs, mine) -> None:
    found, clashes = merged(BASE, theirs, mine, merge)
    told = [found.plain, *(one.plain for clash in clashes for one in (clash.theirs, clash.mine) if one)]
    heard = set(" ".join(told).split())
    old = set(BASE.plain.split())
    for version in (theirs, mine):
        assert set(version.plain.split()) - old <= heard
    # What is gone is what one of them took away.
    assert old & set(theirs.plain.split()) & set(mine.plain.split()) <= set(found.plain.split())
    for one in BASE.paragraphs:
        if (one.key in theirs.by_key) != (one.key in mine.by_key):
            assert one.key not in found.by_key or [c.why for c in clashes if c.key == one.key] == [Why.DELETED]


@settings(deadline=None)
@given(edited("t"))
def test_who_changes_a_text_alone_has_it_as_it_was_written(version) -> None:
    for sides in ((version, BASE), (BASE, version), (version, version)):
        assert merged(BASE, *sides, merge) == (version, ())
