from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.operations.plan.domain.deadline import (
    Longer,
    Phase,
    first_instant,
    last_instant,
    reminder_due,
    window,
)

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
SECOND = timedelta(seconds=1)


def shown(instant, zone):
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


@given(DAYS, CLOCKS, ZONES)
def test_before_the_first_instant_no_clock_shows_the_time_and_from_it_on_it_does(day, clock, zone):
    first = first_instant(day, clock, zone)

    assert shown(first, zone) >= datetime.combine(day, clock)
    assert shown(first - SECOND, zone) < datetime.combine(day, clock)


@given(DAYS, CLOCKS, ZONES)
def test_after_the_last_instant_every_clock_is_past_the_time(day, clock, zone):
    last = last_instant(day, clock, zone)

    assert shown(last + SECOND, zone) > datetime.combine(day, clock)


@given(DAYS, CLOCKS, ZONES)
def test_nobody_has_less_of_the_last_day_than_the_clock_says(day, clock, zone):
    assert first_instant(day, clock, zone) <= last_instant(day, clock, zone)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "first", "last"),
    [
        (date(2026, 3, 29), time(2, 30), "Europe/Vienna", "2026-03-29T01:00", "2026-03-29T01:00"),
        (date(2026, 10, 25), time(2, 30), "Europe/Vienna", "2026-10-25T00:30", "2026-10-25T01:30"),
        (date(2026, 11, 30), time(18, 0), "Asia/Tbilisi", "2026-11-30T14:00", "2026-11-30T14:00"),
        (date(2011, 12, 30), time(18, 0), "Pacific/Apia", "2011-12-30T10:00", "2011-12-30T10:00"),
    ],
)
def test_jumps_and_doubled_hours_fall_out_in_favour_of_the_party(day, clock, zone, first, last):
    place = ZoneInfo(zone)

    assert (first_instant(day, clock, place), last_instant(day, clock, place)) == (
        datetime.fromisoformat(first).replace(tzinfo=UTC),
        datetime.fromisoformat(last).replace(tzinfo=UTC),
    )


def test_a_round_opens_at_midnight_and_closes_at_the_same_hour_in_each_zone():
    vienna = window(date(2026, 10, 1), date(2026, 11, 30), time(18), zone=ZoneInfo("Europe/Vienna"))
    astana = window(date(2026, 10, 1), date(2026, 11, 30), time(18), zone=ZoneInfo("Asia/Almaty"))

    assert vienna.closes.isoformat() == "2026-11-30T17:00:00+00:00"
    assert astana.closes.isoformat() == "2026-11-30T13:00:00+00:00"


def test_an_extension_counts_for_its_party_alone_and_never_shortens():
    given_time = [Longer(date(2026, 12, 5), "GE"), Longer(date(2026, 11, 1))]
    asked = {
        "opens_on": date(2026, 10, 1),
        "closes_on": date(2026, 11, 30),
        "closes_at": time(18),
        "zone": ZoneInfo("UTC"),
    }

    georgia = window(**asked, party="GE", extensions=given_time)
    armenia = window(**asked, party="AM", extensions=given_time)

    assert (georgia.closes.date(), georgia.extended) == (date(2026, 12, 5), True)
    assert (armenia.closes.date(), armenia.extended) == (date(2026, 11, 30), False)


def test_the_closing_instant_itself_is_still_open():
    frame = window(date(2026, 10, 1), date(2026, 11, 30), time(18), zone=ZoneInfo("UTC"))

    assert [
        frame.phase(moment) for moment in (frame.opens - SECOND, frame.opens, frame.closes, frame.closes + SECOND)
    ] == [
        Phase.BEFORE,
        Phase.OPEN,
        Phase.OPEN,
        Phase.CLOSED,
    ]


@pytest.mark.parametrize(("days_left", "due"), [(40, None), (30, 30), (15, 30), (14, 14), (1, 3), (-1, None)])
def test_only_the_nearest_reminder_that_is_due_is_sent(days_left, due):
    closes = datetime(2026, 11, 30, 17, tzinfo=UTC)

    assert reminder_due(closes, [30, 14, 3], at=closes - timedelta(days=days_left)) == due
