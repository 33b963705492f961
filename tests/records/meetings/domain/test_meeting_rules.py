"""The rules of meetings, tried on whatever can be made up."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.records.meetings.domain.days import Days, instant
from roundtable.records.meetings.domain.deadlines import Ahead, Step, days_of, due
from roundtable.records.meetings.domain.invited import Said, Standing, Why, invitations, invited_codes
from roundtable.records.meetings.domain.matters import Concluded, arising
from roundtable.records.meetings.domain.seating import protocol_order, sides
from roundtable.records.meetings.domain.stage import NEXT, Stage, may_become
from roundtable.records.meetings.domain.timetable import slots, speaking_seconds
from roundtable.records.meetings.domain.wording import State, Words, kept, read, shown, state_of, written

ZONES = ["Europe/Prague", "Asia/Almaty", "Asia/Tehran", "Australia/Lord_Howe", "Asia/Tbilisi", "UTC", "Africa/Cairo"]
days = st.dates(date(2009, 1, 1), date(2035, 12, 31))
codes = st.sampled_from(["AM", "AT", "BY", "CZ", "EU", "GE", "IOM", "KZ", "RU", "UA"])


@given(days, st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)), st.sampled_from(ZONES))
def test_an_instant_is_what_the_clocks_show_or_the_first_that_they_show_after_it(day, clock, zone):
    found = instant(day, clock, zone)
    shown_ = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = datetime.combine(day, clock)
    assert shown_ >= asked
    before = (found - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown_ == asked or before < asked


def test_the_conference_of_2022_ends_with_its_last_day_in_prague():
    conference = Days(date(2022, 10, 24), date(2022, 10, 25), "Europe/Prague")
    assert conference.ends_at == datetime(2022, 10, 25, 22, 0, tzinfo=UTC)
    assert list(conference.each()) == [date(2022, 10, 24), date(2022, 10, 25)]


standings = st.lists(st.builds(Standing, codes, st.booleans(), st.booleans()), unique_by=lambda one: one.code)
said = st.dictionaries(codes, st.builds(Said, st.booleans(), st.booleans(), st.just("a reason")))


@given(standings, st.booleans(), said, said)
def test_who_is_invited_follows_from_participation_unless_meeting_or_source_say_otherwise(
    table, partners, by_source, by_meeting
):
    found = {one.code: one for one in invitations(table, partners=partners, by_source=by_source, by_meeting=by_meeting)}
    for one in table:
        told = by_meeting.get(one.code, by_source.get(one.code))
        expected = told.invited if told else one.takes_part and (partners or not one.partner)
        assert (one.code in found and found[one.code].invited) == expected
        if one.code in found and one.partner and found[one.code].invited:
            assert found[one.code].observer
    assert set(found) <= {one.code for one in table}


def test_neither_who_takes_no_part_nor_whom_the_source_leaves_out_is_invited():
    table = [Standing("AM", False, True), Standing("BY", False, True), Standing("RU", False, False)]
    found = invitations(table, partners=True, by_source={"BY": Said(invited=False, reason="the source")})
    assert invited_codes(found) == ["AM"]
    assert [(one.code, one.why) for one in found] == [("AM", Why.TAKES_PART), ("BY", Why.SOURCE)]


ahead = st.lists(st.integers(1, 120), min_size=4, max_size=4, unique=True).map(
    lambda numbers: Ahead(*sorted(numbers, reverse=True))
)


@given(days, ahead, st.sets(days, max_size=5))
def test_deadlines_come_in_order_before_the_meeting_and_on_working_days(first, leads, holidays):
    found = days_of(first, leads, holidays)
    in_order = [found[step] for step in Step]
    assert in_order == sorted(in_order)
    assert all(day < first and day.weekday() < 5 and day not in holidays for day in in_order)
    assert all(found[step] <= first - timedelta(days=leads.days()[step]) for step in Step)


@given(days, ahead, st.sampled_from(ZONES))
def test_a_deadline_is_six_in_the_evening_where_its_party_is(first, leads, zone):
    for step, moment in due(first, leads, zone).items():
        local = moment.astimezone(ZoneInfo(zone))
        assert (local.date(), local.time()) == (days_of(first, leads)[step], time(18, 0))


@given(st.lists(codes, unique=True), codes, st.sets(codes), st.sets(codes))
def test_everybody_who_comes_has_one_seat_and_the_alphabet_alone_orders_parties(comes, chair, observers, last):
    seats = protocol_order(comes, chair=chair, observers=observers, last=last)
    assert sorted(one.code for one in seats) == sorted(comes)
    assert (
        [one.number for one in seats] == list(range(seats[0].number, seats[0].number + len(seats))) if seats else True
    )
    assert (seats[0].number == 0) == (chair in comes) if seats else True
    plain = [one.code for one in seats if one.number and not one.observer and one.code not in last]
    assert plain == [code for code in comes if code in plain]
    right, left = sides(seats)
    assert len(right) - len(left) in {0, 1}
    assert sorted(one.number for one in [*right, *left]) == [one.number for one in seats if one.number]


@given(st.integers(0, 600), st.integers(0, 60), st.integers(0, 60), st.integers(10, 900))
def test_speaking_time_never_exceeds_what_there_is_and_is_the_same_for_all(minutes, speakers, opening, most):
    each = speaking_seconds(minutes, speakers, opening=opening, most=most)
    assert 0 <= each <= most
    assert each * speakers <= max(0, minutes - opening) * 60


@given(st.lists(st.integers(1, 240)))
def test_items_follow_one_another_without_gaps(minutes):
    begins = datetime(2022, 10, 24, 7, 30, tzinfo=UTC)
    found = slots(begins, minutes)
    assert [one.begins for one in found] == [begins, *(one.ends for one in found)][: len(found)]
    assert sum((one.ends - one.begins for one in found), timedelta()) == timedelta(minutes=sum(minutes))


concluded = st.lists(
    st.builds(
        Concluded,
        st.integers(1, 500),
        st.sampled_from(["", "som", "experts"]),
        days,
        st.integers(1, 30),
        st.none() | days,
        st.none() | days,
    ),
    unique_by=lambda one: one.key,
)


@given(concluded, days)
def test_no_open_conclusion_is_missing_from_the_matters_arising(conclusions, day):
    found = arising(conclusions, on=day)
    is_open = {one.key for one in conclusions if one.concluded_on < day and not (one.closed_on and one.closed_on < day)}
    assert {one.key for one in found} == is_open
    assert len(found) == len(is_open)
    dues = [one.due or date.max for one in found]
    assert dues == sorted(dues)


@given(concluded, days, st.sampled_from(["som", "experts"]))
def test_what_a_meeting_of_experts_leaves_open_comes_up_in_its_own_series_and_at_the_next_gathering(
    conclusions, day, series
):
    own = {one.key for one in arising(conclusions, on=day, series=series, gathers=False)}
    gathered = {one.key for one in arising(conclusions, on=day)}
    assert own == {one.key for one in conclusions if one.key in gathered and one.series == series}


words = st.builds(Words, st.text(max_size=5), st.text(max_size=5))
texts_ = st.dictionaries(st.sampled_from(["en", "ru", "uk"]), words, max_size=3)


@given(st.lists(texts_, min_size=1, max_size=5))
def test_a_change_of_the_original_makes_every_translation_stale_that_was_not_saved_with_it(saves):
    texts, wording = {}, 0
    for new in saves:
        before = texts
        was = wording
        texts, wording = written(texts, new, original="en", wording=wording)
        for code in texts.keys() - {"en"}:
            state = state_of(texts, code, original="en", wording=wording)
            if not texts[code].title:
                assert state == State.MISSING
            elif code in before and (
                code not in new or (new[code].title, new[code].note) == (before[code].title, before[code].note)
            ):
                assert (state == State.STALE) == (before[code].of != wording)
            else:
                assert state == State.CURRENT
        assert wording in {was, was + 1}
    assert read(kept(texts)) == texts


@given(texts_, st.sampled_from(["en", "ru", "uk", "tr"]))
def test_title_and_note_never_stand_in_two_languages(texts, language):
    found, said_in = shown(texts, language, original="en")
    assert found == texts.get(said_in, Words())
    assert said_in in {language, "en"}


@pytest.mark.parametrize("stage", list(Stage))
def test_a_meeting_that_was_held_stays_a_record(stage):
    assert not may_become(Stage.HELD, stage)
    assert set(NEXT) == set(Stage)
