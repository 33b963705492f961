"""A revised plan is compared by its words, and every link finds where its action went."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.operations.plan.domain.adopted_text import Action, AdoptedText, Area, Place, Point, understand
from roundtable.operations.plan.domain.adopted_text.numerals import letter, roman
from roundtable.operations.plan.domain.adopted_text.tree import Level
from roundtable.operations.plan.domain.comparison import Doubt, Fate, compare
from roundtable.operations.plan.domain.mapping import BadMapping, Mapping, level_of
from roundtable.operations.plan.domain.pairing import best_pairs, likeness
from roundtable.operations.plan.domain.words import Piece, Said, accepted, rejected, words
from tests.operations.plan.domain import samples

HERE = Place(1, 1)

# Every word is drawn by its number, so that two sentences with different numbers share few words.
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu")


def sentence(seed: int) -> str:
    """Twelve words that belong to one number alone."""
    numbers = [seed * 12 + place for place in range(12)]
    return " ".join("".join(_SYLLABLES[int(digit)] for digit in f"{number:04d}") for number in numbers) + "."


def plan(layout: list[list[tuple[str, list[str]]]]) -> AdoptedText:
    """A tree with codes in order, from the wordings of each area."""
    areas = []
    for number, rows in enumerate(layout, start=1):
        code = roman(number)
        actions = tuple(
            Action(
                f"{code}.{place}",
                place,
                text,
                tuple(
                    Point(f"{code}.{place}.{letter(order)}", letter(order), point, HERE)
                    for order, point in enumerate(points, start=1)
                ),
                HERE,
            )
            for place, (text, points) in enumerate(rows, start=1)
        )
        areas.append(Area(code, number, f"Area of {sentence(900 - number)}", actions, HERE))
    return AdoptedText(tuple(areas))


def fates(old: AdoptedText, new: AdoptedText) -> list[tuple[str, str | None, str | None]]:
    return [
        (change.fate.value, change.old_code, change.new_code)
        for change in compare(old, new).changes
        if change.fate is not Fate.UNCHANGED
    ]


def one_area(*texts: str) -> AdoptedText:
    return plan([[(text, []) for text in texts]])


@pytest.fixture(scope="module")
def source(shared_data):
    return (shared_data / "source" / "action-plan-2023-2027.txt").read_text(encoding="utf-8")


class TestTheRealText:
    pytestmark = pytest.mark.shared_data

    def test_beside_itself_has_not_changed(self, source):
        text = understand(source.encode()).text
        compared = compare(text, understand(source.encode()).text)
        assert compared.is_empty
        assert compared.undecided == ()

    def test_with_an_action_put_into_the_middle_moves_the_later_ones(self, source):
        old = understand(source.encode()).text
        rows = list(old.areas[0].actions)
        rows.insert(2, Action("I.3", 3, sentence(1), (), HERE))
        moved = replace(old.areas[0], actions=tuple(_numbered("I", rows)))
        new = replace(old, areas=(moved, *old.areas[1:]))
        compared = compare(old, new)
        assert compared.proposal().moved == {
            **{f"I.{number}": f"I.{number + 1}" for number in range(3, 10)},
            **{f"I.4.{one}": f"I.5.{one}" for one in "abcdef"},
        }
        assert compared.undecided == ()
        compared.proposal().check(old, new)


def _numbered(area: str, rows: list[Action]) -> list[Action]:
    return [
        replace(
            action,
            code=f"{area}.{number}",
            number=number,
            points=tuple(replace(point, code=f"{area}.{number}.{point.letter}") for point in action.points),
        )
        for number, action in enumerate(rows, start=1)
    ]


class TestFates:
    def test_a_few_other_words_make_a_thing_reworded(self):
        old, new = one_area("Publish every toll in two languages."), one_area("Publish every toll in three languages.")
        change = next(change for change in compare(old, new).changes if change.fate is not Fate.UNCHANGED)
        assert (change.fate, change.old_code, change.new_code, change.needs_decision) == (
            Fate.REWORDED,
            "I.1",
            "I.1",
            False,
        )
        assert [(piece.kind.value, piece.text) for piece in change.pieces] == [
            ("same", "Publish every toll in "),
            ("removed", "two"),
            ("added", "three"),
            ("same", " languages."),
        ]

    def test_what_is_gone_and_what_is_new_are_told_apart_from_what_moved(self):
        old = one_area(sentence(1), sentence(2), sentence(3))
        new = one_area(sentence(2), sentence(3), sentence(4))
        assert fates(old, new) == [
            ("moved", "I.2", "I.1"),
            ("moved", "I.3", "I.2"),
            ("added", None, "I.3"),
            ("removed", "I.1", None),
        ]

    def test_a_point_may_go_to_another_action_and_an_action_to_another_area(self):
        old = plan([[(sentence(1), [sentence(2), sentence(3)]), (sentence(4), [sentence(5)])], [(sentence(6), [])]])
        new = plan([[(sentence(4), [sentence(5), sentence(2)])], [(sentence(6), []), (sentence(1), [sentence(3)])]])
        assert compare(old, new).proposal().moved == {
            "I.1": "II.2",
            "I.2": "I.1",
            "I.1.a": "I.1.b",
            "I.1.b": "II.2.a",
            "I.2.a": "I.1.a",
        }

    def test_areas_that_change_places_keep_what_is_theirs(self):
        old = samples.invented()
        swapped = samples.INVENTED
        for here, there in (("II. Clean", "X. Clean"), ("III. Safe", "II. Safe"), ("X. Clean", "III. Clean")):
            swapped = swapped.replace(here, there)
        start, second = swapped.index("### III."), swapped.index("## *II.")
        new = understand((swapped[:start] + swapped[second:] + "\n" + swapped[start:second]).encode()).text
        compared = compare(old, new)
        assert compared.proposal()["II"] == "III"
        assert compared.proposal()["III.2.c"] == "II.2.c"
        assert compared.undecided == ()
        compared.proposal().check(old, new)


class TestDoubts:
    def test_a_thing_that_says_much_else_waits_for_a_person(self):
        old = one_area("Train ferry crews every spring in rescue on cold water.", sentence(2))
        new = one_area("Train ferry crews and pilots, above all in radio and first aid, each spring.", sentence(2))
        assert [(change.old_code, change.doubts) for change in compare(old, new).undecided] == [
            ("I.1", (Doubt.UNSURE,)),
        ]

    def test_two_that_are_equally_near_are_a_tie(self):
        old = one_area(f"{sentence(1)} North.")
        new = one_area(f"{sentence(1)} East.", f"{sentence(1)} West.")
        undecided = compare(old, new).undecided
        assert [(change.old_code, Doubt.TIE in change.doubts, change.candidates) for change in undecided] == [
            ("I.1", True, ("I.1", "I.2")),
        ]

    def test_an_action_that_was_divided_is_a_split(self):
        old = one_area(f"{sentence(1)} {sentence(2)}")
        new = one_area(sentence(1), sentence(2))
        undecided = compare(old, new).undecided
        assert [(change.old_code, Doubt.SPLIT in change.doubts) for change in undecided] == [("I.1", True)]
        assert set(undecided[0].candidates) == {"I.1", "I.2"}

    def test_two_actions_that_became_one_are_a_merger_and_both_wait(self):
        old = one_area(sentence(1), sentence(2), sentence(3))
        new = one_area(f"{sentence(1)} {sentence(2)}", sentence(3))
        compared = compare(old, new)
        assert {change.old_code for change in compared.undecided} == {"I.1", "I.2"}
        proposal = compared.proposal()
        assert (proposal["I.1"], proposal["I.2"], proposal.mergers) == ("I.1", "I.1", frozenset({"I.1"}))
        proposal.check(old, new)


class TestMapping:
    old = one_area(sentence(1), sentence(2))
    new = one_area(sentence(2), sentence(3))

    def test_says_every_reason_why_it_cannot_be_used(self):
        mapping = Mapping({"I.1": "I.9", "I.2": "I", "I": None, "V": None}, frozenset({"I.2"}))
        with pytest.raises(BadMapping) as bad:
            mapping.check(self.old, self.new)
        assert [fault.code for fault in bad.value.faults] == [
            "new_code_unknown",
            "other_level",
            "old_code_unknown",
            "empty_merger",
        ]

    def test_forgets_no_old_code_and_gives_no_new_one_twice_unless_told(self):
        assert [fault.code for fault in Mapping({"I": "I", "I.1": None}).faults(self.old, self.new)] == [
            "old_code_missing",
        ]
        both = Mapping({"I": "I", "I.1": "I.1", "I.2": "I.1"})
        assert str(BadMapping(both.faults(self.old, self.new))) == (
            "I.1, I.2 would all become I.1. Say that they were merged, or choose another code."
        )
        assert both.changed({}, mergers=frozenset({"I.1"})).faults(self.old, self.new) == ()

    def test_takes_the_decisions_of_a_person(self):
        mapping = compare(self.old, self.new).proposal()
        assert mapping.gone == ("I.1",)
        assert mapping.changed({"I.1": "I.2"}).as_json() == {
            "pairs": {"I": "I", "I.1": "I.2", "I.2": "I.1"},
            "mergers": [],
        }

    def test_a_code_tells_its_level(self):
        codes = ["H2", "IV", "IV.10", "IV.10.c", "iv", "IV.x", "IV.1.cc", "IV.1.a.b", "XXI"]
        assert [level_of(code) for code in codes] == [
            Level.ISSUE,
            Level.AREA,
            Level.ACTION,
            Level.POINT,
            *[None] * 5,
        ]


layouts = st.lists(
    st.lists(st.integers(min_value=0, max_value=3), min_size=1, max_size=6),
    min_size=1,
    max_size=4,
)


def _drawn(layout: list[list[int]]) -> list[list[tuple[str, list[str]]]]:
    seeds = iter(range(1, 800))
    return [
        [(sentence(next(seeds)), [sentence(next(seeds)) for _ in range(points)]) for points in area] for area in layout
    ]


class TestWhatAlwaysHolds:
    @given(layouts)
    @settings(max_examples=25, deadline=None)
    def test_the_same_text_has_not_changed(self, layout):
        assert compare(plan(_drawn(layout)), plan(_drawn(layout))).is_empty

    @given(layouts, st.randoms(use_true_random=False))
    @settings(max_examples=40, deadline=None)
    def test_actions_in_any_other_order_are_all_found_again(self, layout, chance):
        rows = _drawn(layout)
        every = [row for area in rows for row in area]
        chance.shuffle(every)
        shuffled, start = [], 0
        for area in rows:
            shuffled.append(every[start : start + len(area)])
            start += len(area)
        old, new = plan(rows), plan(shuffled)
        mapping = compare(old, new).proposal()
        mapping.check(old, new)
        said_old = {item.code: item.text for item in old.items() if item.level is not Level.AREA}
        said_new = {item.code: item.text for item in new.items()}
        assert {code: said_new[mapping[code] or ""] for code in said_old} == said_old

    @given(layouts, layouts)
    @settings(max_examples=25, deadline=None)
    def test_the_proposal_leads_from_any_text_to_any_other(self, before, after):
        old, new = plan(_drawn(before)), plan(_drawn(after))
        compared = compare(old, new)
        compared.proposal().check(old, new)
        assert {change.new_code for change in compared.changes if change.new} == {item.code for item in new.items()}

    @given(st.text(alphabet="ab ,.-\n’é", max_size=60), st.text(alphabet="ab ,.-\n’é", max_size=60))
    def test_pieces_spell_both_wordings(self, old, new):
        pieces = words(old, new)
        assert (rejected(pieces), accepted(pieces)) == (old, new)
        assert all(one.kind is not other.kind for one, other in pairwise(pieces))

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_likeness_is_fair_to_both_sides(self, one, other):
        assert likeness(one, other) == likeness(other, one)
        assert 0 <= likeness(one, other) <= 1

    @given(
        st.dictionaries(
            st.tuples(st.integers(0, 4), st.integers(0, 4)),
            st.integers(1, 20).map(lambda whole: whole / 20),
            max_size=14,
        )
    )
    def test_the_best_pairs_have_the_greatest_sum(self, scores):
        chosen = best_pairs(scores)
        assert len(set(chosen.values())) == len(chosen)
        assert sum(scores[pair] for pair in chosen.items()) == pytest.approx(_greatest(scores))


def _greatest(scores: dict[tuple[int, int], float]) -> float:
    """The greatest sum by trying everything."""
    if not scores:
        return 0.0
    (old, new), score = next(iter(scores.items()))
    without = {pair: one for pair, one in scores.items() if pair != (old, new)}
    taken = {pair: one for pair, one in without.items() if pair[0] != old and pair[1] != new}
    return max(_greatest(without), score + _greatest(taken))


def test_a_lone_space_between_two_changes_does_not_break_them_up():
    assert words("one two three", "four five three") == [
        Piece(Said.REMOVED, "one two"),
        Piece(Said.ADDED, "four five"),
        Piece(Said.SAME, " three"),
    ]


def test_hundreds_of_like_actions_do_not_stop_the_machine():
    many = one_area(*(f"Do the thing number {number} well." for number in range(200)))
    other = one_area(*(f"Do the thing number {number} rather well." for number in range(200)))
    assert not compare(many, other).is_empty
