"""The rules of silence, one by one. What they make together is tried in `proofs`."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roundtable.ground.documents.domain.deadline import Deadline
from roundtable.ground.documents.domain.silence import Ineffective, State, effective, outcome
from roundtable.ground.documents.domain.silence_events import (
    Acknowledged,
    BreakWithdrawn,
    Broken,
    Extended,
    Form,
    NotOpened,
    Opened,
    Resumed,
    Suspended,
    TextChanged,
    Withdrawn,
)
from roundtable.ground.documents.domain.silence_period import Holidays


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # noqa: DTZ001 - what a clock on a wall shows


OPENING = datetime(2022, 9, 20, 10, tzinfo=UTC)
DEADLINE = Deadline.at(wall(2022, 9, 23, 12), "Europe/Prague")
END = DEADLINE.instant
TICK = timedelta(microseconds=1)
PARTIES = frozenset({"A", "B", "C"})


def opened(**more) -> Opened:
    facts = {"text_hash": "abc", "deadline": DEADLINE, "addressees": PARTIES, "observers": frozenset({"O"})}
    return Opened(OPENING, "chair", "o", **{**facts, "paragraphs": frozenset({"p1", "p2"}), **more})


def later(hours: float) -> datetime:
    return OPENING + timedelta(hours=hours)


def broken(at=None, by="A", key="b", **more) -> Broken:
    return Broken(at or later(1), by, key, more.pop("reason", "We cannot accept it."), **more)


def test_unbroken_silence_adopts_as_of_the_deadline_whenever_somebody_looks() -> None:
    for at in (END + TICK, END + timedelta(days=400)):
        found = outcome([opened()], at)
        assert (found.state, found.final, found.settled_at, found.adopted) == (State.ADOPTED, True, END, True)


def test_until_the_instant_of_the_deadline_has_passed_nothing_is_decided() -> None:
    assert outcome([opened()], OPENING - TICK) is None
    for at in (OPENING, END):
        found = outcome([opened()], at)
        assert (found.state, found.final, found.adopted) == (State.RUNNING, False, False)


@pytest.mark.parametrize("form", list(Form))
def test_one_addressee_alone_breaks_in_any_form(form) -> None:
    found = outcome([opened(), broken(form=form)], END + TICK)
    assert (found.state, found.final, found.adopted) == (State.BROKEN, True, False)
    assert [one.by for one in found.breaks] == ["A"]


def test_what_arrives_at_the_very_instant_of_the_deadline_is_in_time() -> None:
    assert outcome([opened(), broken(at=END)], END + TICK).state is State.BROKEN


def test_a_late_break_is_recorded_and_has_no_effect() -> None:
    late = broken(at=END + TICK)
    found = outcome([opened(), late], END + timedelta(days=1))
    assert found.state is State.ADOPTED
    assert found.without_effect == ((late, Ineffective.LATE),)


@pytest.mark.parametrize("by", ["O", "chair", "Z", ""])
def test_whoever_is_no_addressee_cannot_break(by) -> None:
    found = outcome([opened(), broken(by=by)], END + TICK)
    assert found.state is State.ADOPTED
    assert found.without_effect[0][1] is Ineffective.NOT_AN_ADDRESSEE


def test_who_did_not_acknowledge_is_no_less_silent() -> None:
    found = outcome([opened(), Acknowledged(later(1), "A", "a")], END + TICK)
    assert found.adopted
    assert (found.acknowledged, found.not_acknowledged) == ({"A"}, {"B", "C"})


def test_a_break_of_one_paragraph_leaves_the_rest() -> None:
    found = outcome([opened(), broken(paragraph="p1")], END + TICK)
    assert (found.state, found.broken_paragraphs, found.adopted) == (State.ADOPTED_IN_PART, {"p1"}, True)


@pytest.mark.parametrize(
    ("events", "more"),
    [
        ([broken(paragraph="p1"), broken(paragraph="p2", by="B", key="c")], {}),
        ([broken(paragraph="nowhere")], {}),
        ([broken(paragraph="p1")], {"in_part": False}),
    ],
)
def test_a_break_of_all_of_an_unknown_or_where_parts_are_not_allowed_is_of_the_whole(events, more) -> None:
    assert outcome([opened(**more), *events], END + TICK).state is State.BROKEN


def test_a_break_withdrawn_in_time_is_as_if_not_made() -> None:
    events = [opened(), broken(), BreakWithdrawn(END, "A", "w", "b")]
    assert outcome(events, later(2)).state is State.BROKEN
    assert outcome(events, END + TICK).state is State.ADOPTED


@pytest.mark.parametrize(("by", "at"), [("B", later(2)), ("chair", later(2)), ("A", END + TICK)])
def test_nobody_else_withdraws_a_break_and_nobody_late(by, at) -> None:
    assert outcome([opened(), broken(), BreakWithdrawn(at, by, "w", "b")], END + timedelta(1)).state is State.BROKEN


def test_more_time_moves_the_deadline_and_less_does_not() -> None:
    more, less = (Deadline.at(wall(2022, 9, day, 12), "Europe/Prague") for day in (26, 22))
    events = [opened(), Extended(END, "chair", "e", more), Extended(later(1), "chair", "f", less)]
    assert outcome(events, END + TICK).state is State.RUNNING
    assert outcome([*events, broken(at=more.instant)], more.instant + TICK).state is State.BROKEN
    assert outcome(events, more.instant + TICK).settled_at == more.instant


def test_no_deadline_passes_while_the_clock_is_stopped_and_breaks_count() -> None:
    more = Deadline.at(wall(2022, 9, 30, 12), "Europe/Prague")
    stopped = [opened(), Suspended(later(1), "chair", "s")]
    assert outcome(stopped, END + timedelta(days=2)).state is State.SUSPENDED
    events = [*stopped, Resumed(END + timedelta(days=1), "chair", "r", more)]
    assert outcome(events, more.instant + TICK).state is State.ADOPTED
    assert outcome([*events, broken(at=END + timedelta(hours=1))], more.instant + TICK).state is State.BROKEN


def test_only_the_chair_extends_suspends_and_withdraws() -> None:
    more = Deadline.at(wall(2022, 9, 30, 12), "Europe/Prague")
    events = [Extended(later(1), "A", "e", more), Suspended(later(1), "B", "s"), Withdrawn(later(1), "C", "w")]
    found = outcome([opened(), *events], END + TICK)
    assert found.state is State.ADOPTED
    assert {reason for _, reason in found.without_effect} == {Ineffective.NOT_THE_CHAIR}


def test_any_change_of_the_text_voids_and_the_same_text_does_not() -> None:
    assert outcome([opened(), TextChanged(later(1), "x", "t", "abd")], END + TICK).state is State.VOID
    assert outcome([opened(), TextChanged(later(1), "x", "t", "abc")], END + TICK).state is State.ADOPTED
    assert outcome([opened(), TextChanged(END + TICK, "x", "t", "abd")], END + timedelta(1)).state is State.ADOPTED


def test_the_chair_withdraws_the_text_until_the_deadline() -> None:
    assert outcome([opened(), Withdrawn(END, "chair", "w")], END + TICK).state is State.WITHDRAWN


def test_an_event_that_arrives_twice_counts_once() -> None:
    events = [opened(), broken(), broken(), BreakWithdrawn(later(2), "A", "w", "b"), broken(at=later(3))]
    assert outcome(events, END + TICK).state is State.ADOPTED


def test_a_minute_tells_what_had_an_effect() -> None:
    events = [broken(by="O"), opened(), Acknowledged(later(3), "A", "a")]
    assert [one.key for one in effective(events, END + TICK)] == ["o", "a"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"deadline": Deadline.at(wall(2022, 9, 23, 11, 59), "Europe/Prague")}, "short"),
        ({"deadline": Deadline.at(wall(2022, 9, 20, 12), "Europe/Prague")}, "past"),
        ({"holidays": Holidays(frozenset({date(2022, 9, 21)}))}, "short"),
        ({"addressees": frozenset()}, "addressees"),
        ({"observers": frozenset({"A"})}, "addressees"),
        ({"open_brackets": 1}, "brackets"),
        ({"open_reservations": 1, "unsettled_reason": " "}, "reservations"),
    ],
)
def test_what_would_be_unfair_from_the_start_is_not_opened(more, why) -> None:
    with pytest.raises(NotOpened) as refused:
        opened(**more)
    assert refused.value.why == why


def test_recorded_reasons_open_what_is_short_or_unsettled() -> None:
    short = Deadline.at(wall(2022, 9, 21, 12), "Europe/Prague")
    assert opened(deadline=short, short_reason="The conference begins.").hours == 24
    assert opened(open_brackets=2, unsettled_reason="The ministers settle them.").hours == 72


def test_hours_are_real_hours_without_excepted_days() -> None:
    clocks_back = Deadline.at(wall(2022, 10, 31, 12), "Europe/Prague")
    friday = datetime(2022, 10, 28, 10, tzinfo=UTC)
    facts = ("chair", "o", "abc", clocks_back, PARTIES)
    assert Opened(friday, *facts).hours == 73
    assert Opened(friday, *facts, holidays=Holidays(weekends=True), short_reason="-").hours == 24


def test_a_break_says_why_and_an_event_has_an_instant() -> None:
    with pytest.raises(ValueError, match="reason"):
        broken(reason=" ")
    with pytest.raises(ValueError, match="instant"):
        broken(at=wall(2022, 9, 21, 12))
