"""The chain of approval: in turn, for this very text."""

from datetime import UTC, datetime, timedelta

import pytest

from roundtable.ground.documents.domain.approval import Confirmed, Item, Step, overdue, progress

AT = datetime(2022, 9, 28, 9, tzinfo=UTC)
STEPS = (
    Step("wp", "EMWP"),
    Step("coreper", "COREPER", Item.I, due=AT),
    Step("council", "Council", Item.A),
    Step("ministers", "Ministers"),
)


def confirmed(step: str, hours: int = 0, text: str = "abc") -> Confirmed:
    return Confirmed(step, AT + timedelta(hours=hours), "secretariat", text)


def test_bodies_confirm_in_their_turn() -> None:
    found = progress(STEPS, [confirmed("coreper", 1), confirmed("wp")], "abc")
    assert [step.key for step, _ in found.confirmed] == ["wp", "coreper"]
    assert (found.next, found.is_done) == (STEPS[2], False)
    done = progress(STEPS, [confirmed(step.key, n) for n, step in enumerate(STEPS)], "abc")
    assert (done.next, done.is_done) == (None, True)


@pytest.mark.parametrize("idle", [confirmed("council"), confirmed("wp", text="abd"), confirmed("nobody")])
def test_out_of_turn_of_another_text_or_of_a_stranger_has_no_effect(idle) -> None:
    found = progress(STEPS, [idle], "abc")
    assert (found.confirmed, found.without_effect) == ((), (idle,))


def test_what_is_overdue_is_told() -> None:
    found = progress(STEPS, [confirmed("wp")], "abc")
    assert overdue(found, AT) == ()
    assert overdue(found, AT + timedelta(seconds=1)) == (STEPS[1],)


def test_two_steps_have_two_keys() -> None:
    with pytest.raises(ValueError, match="key"):
        progress((STEPS[0], STEPS[0]), [], "abc")
