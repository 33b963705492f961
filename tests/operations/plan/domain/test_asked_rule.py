"""The rule of what a round asks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.operations.plan.domain.asked import Span, day_before

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "covered"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_the_first_and_the_last_day_both_count(day, covered):
    assert Span(date(2026, 1, 1), date(2026, 12, 31)).covers(day) is covered


@given(day=DAYS, opens=DAYS)
def test_on_every_day_either_what_was_dropped_is_asked_or_what_came_instead(day, opens):
    dropped, new = Span(until=day_before(day)), Span(since=day)
    assert dropped.covers(opens) is not new.covers(opens)


@given(day=DAYS, first=DAYS, length=st.integers(0, 900))
def test_an_activity_meets_an_action_when_one_of_its_days_does(day, first, length):
    last, span = first + timedelta(days=length), Span(until=day)
    assert span.meets(first, last) is any(span.covers(first + timedelta(days=one)) for one in range(length + 1))


def test_what_was_taken_back_on_the_day_it_came_is_never_asked():
    day = date(2026, 1, 1)
    assert not any(Span(day, day_before(day)).covers(day + timedelta(days=one)) for one in (-1, 0, 1))
