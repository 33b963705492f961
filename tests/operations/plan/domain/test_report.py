import itertools

import pytest

from roundtable.operations.plan.domain.report import (
    NOT_SAID,
    TEXT_LIMIT,
    Answer,
    Content,
    Missing,
    Move,
    Stage,
    StageError,
    missing,
    projected,
    step,
)

KNOWN = {
    (Stage.DRAFT, Move.OFFER): Stage.OFFERED,
    (Stage.DRAFT, Move.SUBMIT): Stage.SUBMITTED,
    (Stage.OFFERED, Move.TAKE_BACK): Stage.DRAFT,
    (Stage.OFFERED, Move.SUBMIT): Stage.SUBMITTED,
    (Stage.SUBMITTED, Move.WITHDRAW): Stage.DRAFT,
    (Stage.SUBMITTED, Move.RETURN): Stage.RETURNED,
    (Stage.SUBMITTED, Move.ACCEPT): Stage.ACCEPTED,
    (Stage.RETURNED, Move.OFFER): Stage.OFFERED,
    (Stage.RETURNED, Move.SUBMIT): Stage.SUBMITTED,
}


@pytest.mark.parametrize(("stage", "move"), list(itertools.product(Stage, Move)))
def test_every_move_from_every_stage_leads_where_the_table_says_or_nowhere(stage, move):
    if (stage, move) in KNOWN:
        assert step(stage, move) is KNOWN[stage, move]
    else:
        with pytest.raises(StageError):
            step(stage, move)


@pytest.mark.parametrize(
    ("content", "lacks"),
    [
        (Content(), {"progress": Missing.PROGRESS}),
        (Content(progress=0), {}),
        (Content(progress=1), {"narrative": Missing.NARRATIVE}),
        (Content(progress=4, narrative="Done."), {}),
        (Content(answer=Answer.NOT_APPLICABLE), {"narrative": Missing.REASON}),
        (Content(answer=Answer.NO_COMPETENCE, narrative=" "), {"narrative": Missing.REASON}),
        (Content(answer=Answer.CONFIDENTIAL), {}),
        (Content(progress=0, needs="x" * (TEXT_LIMIT + 1)), {"needs": Missing.TOO_LONG}),
    ],
)
def test_a_report_says_what_it_lacks(content, lacks):
    assert missing(content) == lacks


def test_a_step_is_kept_behind_another_answer_and_comes_back_with_progress():
    values = {"answer": "not-applicable", "progress": "3", "narrative": "Landlocked."}

    assert projected(values).progress is None
    assert projected({**values, "answer": "progress"}).progress == 3


@pytest.mark.parametrize("values", [{"answer": "perhaps"}, {"progress": "5"}, {"progress": "3 2"}])
def test_an_answer_or_step_that_does_not_exist_is_refused(values):
    with pytest.raises(ValueError):  # noqa: PT011 - the value is the message
        projected(values)


def test_a_step_that_nobody_chose_has_a_sign_of_its_own():
    assert projected({"progress": NOT_SAID}) == Content()
