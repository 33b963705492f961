import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.operations.plan.domain.coverage import Coverage, Said, count, said, total, with_answer

ANSWERS = st.lists(st.sampled_from(list(Said)), max_size=60)


@given(ANSWERS, st.integers(0, 20))
def test_known_confidential_and_silent_make_the_concerned_always(answers, silent):
    counts = count(answers, asked=len(answers) + silent)

    assert counts.known + counts.confidential + counts.no_report == counts.concerned
    assert counts.reported + counts.no_report == counts.asked


@given(ANSWERS)
def test_silence_and_confidence_never_make_a_share_better(answers):
    asked = len(answers) + 1
    share = count(answers, asked=asked).share(3)
    later = with_answer(count(answers, asked=asked), Said.CONFIDENTIAL).share(3)

    assert share == later


@given(st.lists(ANSWERS, max_size=6))
def test_areas_add_up_to_the_plan(parts):
    together = total(count(part, asked=len(part)) for part in parts)

    assert together == count([one for part in parts for one in part], asked=sum(map(len, parts)))


@pytest.mark.parametrize(
    ("answer", "reported", "concerned"),
    [
        (Said.STEP_2, 41, 44),
        (Said.CONFIDENTIAL, 41, 44),
        (Said.NOT_APPLICABLE, 41, 43),
        (Said.NO_COMPETENCE, 41, 43),
        (Said.NOTHING, 40, 44),
    ],
)
def test_each_answer_has_its_effect_on_the_denominator(answer, reported, concerned):
    others = Coverage(asked=48, steps=(4, 6, 8, 10, 6), not_applicable=2, no_competence=2, confidential=2)

    after = with_answer(others, answer)

    assert (after.reported, after.concerned, after.asked) == (reported, concerned, 48)


def test_a_share_of_nobody_is_unknown_and_not_zero():
    assert count(["a"], asked=1).share(1) is None


def test_more_answers_than_were_asked_are_an_error():
    with pytest.raises(ValueError, match="2 answers, but only 1"):
        count(["1", "2"], asked=1)


def test_progress_without_a_step_says_nothing_yet():
    assert said("progress", None) is Said.NOTHING
