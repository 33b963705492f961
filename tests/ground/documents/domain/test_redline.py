"""A redline is minimal, spells both texts, and tells moves, splits and joins as what they are."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roundtable.ground.documents.domain.blame import Asked, Credit, Revision, blame
from roundtable.ground.documents.domain.content import Run, content, plain
from roundtable.ground.documents.domain.kinship import recognised
from roundtable.ground.documents.domain.redline import Fate, redline
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.wording import Said, agreements, changes, spelled, tokens
from roundtable.ground.documents.proofs.revisions import Pen, made_up, strangers
from tests.ground.documents.domain.texts import contents, tried

REVISIONS = 60
ALPHABET = st.text(alphabet="abcd", max_size=14)


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable trials, no secrets


def revised(seed: int, *, edits: int | None = None):
    old = made_up(chance(seed), 30)
    pen = Pen.over(old, chance(seed + 1))
    pen.edit(edits or chance(seed).randint(1, 40))
    return old, pen


def _longest(one: str, other: str) -> int:
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            rows[i + 1][j + 1] = rows[i][j] + 1 if left == right else max(rows[i][j + 1], rows[i + 1][j])
    return rows[-1][-1]


@given(ALPHABET, ALPHABET)
def test_agreements_are_as_long_as_can_be(one, other) -> None:
    found = agreements(one, other)
    assert all(one[row] == other[column] for row, column in found)
    assert found == sorted(found)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found) == _longest(one, other)


@tried
@given(contents)
def test_words_spell_the_content(pieces) -> None:
    assert spelled(tokens(pieces)) == pieces


@tried
@given(contents, contents)
def test_changes_spell_both_wordings(old, new) -> None:
    found = changes(tokens(old), tokens(new))
    before = [piece for change in found if change.kind is not Said.ADDED for piece in change.pieces]
    after = [piece for change in found if change.kind is not Said.REMOVED for piece in change.pieces]
    assert (content(*before), content(*after)) == (old, new)
    assert plain(before) == plain(old)


def test_a_redline_is_hardly_longer_than_what_was_really_done() -> None:
    for seed in range(REVISIONS):
        old, pen = revised(seed)
        assert redline(old, pen.text()).size <= pen.cost * 1.1


def test_a_redline_spells_the_new_text_in_its_order() -> None:
    for seed in range(REVISIONS):
        old, pen = revised(seed)
        new = pen.text()
        lines = redline(old, new)
        assert [one.key for entry in lines.entries for one in entry.news] == [one.key for one in new.paragraphs]
        gone = {one.key for entry in lines.entries if entry.fate is not Fate.LEFT for one in entry.olds}
        assert gone == set(old.by_key)


def sample() -> Text:
    words = (
        "Strengthen the cooperation of all Parties",
        "Promote readmission and return",
        "Share good practices",
        "End",
    )
    return Text(tuple(Paragraph(f"p{n}", content(one), label=f"{n}.") for n, one in enumerate(words, start=1)))


def fates(lines) -> list[tuple[str, str, bool]]:
    return [(entry.fate.value, entry.key, entry.moved) for entry in lines.entries]


def test_a_paragraph_that_moved_is_told_as_moved_and_leaves_a_mark() -> None:
    one, two, three, four = sample().paragraphs
    lines = redline(sample(), Text((two, three, four, one)))
    assert fates(lines) == [
        ("left", "p1", False),
        ("same", "p2", False),
        ("same", "p3", False),
        ("same", "p4", False),
        ("same", "p1", True),
    ]
    assert (lines.size, lines.is_empty) == (0, False)


def test_split_and_joined_paragraphs_are_told_so() -> None:
    one, two, _three, four = sample().paragraphs
    first = replace(one, content=content("Strengthen the cooperation"))
    second = Paragraph("w1", content("of all Parties"), origins=("p1",))
    joined = replace(two, content=content("Promote readmission and return Share good practices"), origins=("p3",))
    lines = redline(sample(), Text((first, second, joined, four)))
    assert fates(lines) == [
        ("split", "p1", False),
        ("split", "w1", False),
        ("joined", "p2", False),
        ("same", "p4", False),
    ]
    assert [change.text for change in lines.entries[0].changes] == ["Strengthen the cooperation", " ", "¶"]
    assert [change.text for change in lines.entries[1].changes] == ["of all Parties"]
    assert lines.size == 2


def test_another_number_is_no_other_wording() -> None:
    text = sample()
    renumbered = Text(tuple(replace(one, label=f"{one.label}1") for one in text.paragraphs))
    lines = redline(text, renumbered)
    assert all(entry.fate is Fate.SAME and entry.renumbered for entry in lines.entries)
    assert not lines.is_empty


def test_a_table_is_one_thing() -> None:
    table = Paragraph("t", role=Role.TABLE, rows=((content("a"), content("b")),))
    other = replace(table, rows=((content("a"), content("c")),))
    (entry,) = redline(Text((table,)), Text((other,))).entries
    assert (entry.fate, entry.size) == (Fate.CHANGED, 6)


def test_what_comes_back_from_elsewhere_is_recognised() -> None:
    kept = all_ = 0
    for seed in range(REVISIONS):
        old, pen = revised(seed, edits=15)
        new = pen.text()
        back = recognised(old, strangers(new))
        for mine, theirs in zip(new.paragraphs, back.paragraphs, strict=True):
            if mine.key in old.by_key and mine.origins == ():
                all_ += 1
                kept += mine.key == theirs.key
    assert kept / all_ > 0.98


def test_a_split_and_a_join_are_recognised_by_their_words() -> None:
    words = (
        "Strengthen the cooperation",
        "of all Parties",
        "Promote readmission and return Share good practices",
        "End",
    )
    new = Text(tuple(Paragraph(f"x{n}", content(word)) for n, word in enumerate(words)))
    assert [(one.key, one.origins) for one in recognised(sample(), new).paragraphs] == [
        ("p1", ()),
        ("q1", ("p1",)),
        ("p2", ("p3",)),
        ("p4", ()),
    ]


def test_blame_says_who_asked_for_each_word() -> None:
    first = Text((Paragraph("p", content("We meet in Vienna.")),))
    second = Text((Paragraph("p", content("We shall meet in Vienna.")),))
    third = Text((Paragraph("p", content("We shall meet in Vienna in May.")),))
    history = (
        Revision("REV 0", first, "Presidency"),
        Revision("REV 1", second, "Presidency", (Asked("p", 3, 8, ("A", "B"), "am1"),)),
        Revision("REV 2", third, "Secretariat"),
    )
    assert [(one.text, one.credit) for one in blame(history, "p")] == [
        ("We", Credit("REV 0", ("Presidency",))),
        ("shall", Credit("REV 1", ("A", "B"), "am1")),
        ("meet in Vienna", Credit("REV 0", ("Presidency",))),
        ("in May", Credit("REV 2", ("Secretariat",))),
        (".", Credit("REV 0", ("Presidency",))),
    ]


def test_blame_follows_words_through_a_split() -> None:
    old = Text((Paragraph("p", content("We meet and we talk")),))
    new = Text((Paragraph("p", content("We meet")), Paragraph("w", content("and we all talk"), origins=("p",))))
    history = (Revision("one", old, "A"), Revision("two", new, "B"))
    assert [(one.text, one.credit.by) for one in blame(history, "w")] == [
        ("and we", ("A",)),
        ("all", ("B",)),
        ("talk", ("A",)),
    ]
    assert Run("x") not in new.by_key["w"].content
