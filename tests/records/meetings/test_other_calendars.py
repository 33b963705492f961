"""What we write as iCalendar three other programs read, and all read the same."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from roundtable.records.meetings.domain.calendar import Entry, calendar, span

ZONES = ["Europe/Prague", "Europe/Vienna", "Asia/Tbilisi", "Asia/Almaty", "Asia/Tehran", "Australia/Lord_Howe", "UTC"]
# Without the backslash: one of the three takes the two letters \N of a text for a new line, against RFC 5545, 3.3.11.
words = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co"], exclude_characters="\\"
    ),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()) or "Meeting")
hours = st.times(max_value=time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0))


@st.composite
def entries(draw):
    first = draw(st.dates(date(2009, 1, 1), date(2032, 12, 31)))
    hour = draw(st.none() | hours)
    return Entry(
        uid=f"meeting-{draw(st.integers(1, 999))}@roundtable.example",
        sequence=draw(st.integers(0, 9)),
        stamp=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        summary=draw(words),
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(1, 3))),
        zone=draw(st.sampled_from(ZONES)),
        starts=hour,
        ends=draw(hours) if hour is not None else None,
        place=draw(words),
        url="https://roundtable.example/meetings/one/",
        description=draw(words),
        cancelled=draw(st.booleans()),
    )


def _instant(value):
    """An instant, or a day."""
    if not isinstance(value, datetime):
        return value
    return value.astimezone(UTC)


def _ours(one: Entry):
    begins, ends = span(one)
    status = "CANCELLED" if one.cancelled else "CONFIRMED"
    return one.uid, one.sequence, one.summary, one.place, one.description, status, _instant(begins), _instant(ends)


def _by_vobject(content: str):
    # It keeps every zone that it once read, whatever a later file says of it: let each file speak for itself.
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in set(known) - {"UTC"}:
        del known[name]
    event = vobject.readOne(content).vevent
    return (
        event.uid.value,
        int(event.sequence.value),
        event.summary.value,
        event.location.value,
        event.description.value,
        event.status.value,
        _instant(event.dtstart.value),
        _instant(event.dtend.value),
    )


def _by_ics(content: str):
    [event] = ics.Calendar(content).events
    [sequence] = [line.value for line in event.extra if line.name == "SEQUENCE"]
    begins, ends = event.begin, event.end
    if event.all_day:
        begins, ends = begins.date(), ends.date()
    else:
        begins, ends = begins.datetime.astimezone(UTC), ends.datetime.astimezone(UTC)
    return event.uid, int(sequence), event.name, event.location, event.description, event.status, begins, ends


def _by_ical(content: str):
    [event] = IcsCalendarStream.calendar_from_ics(content).events
    status = str(event.status.value)
    return (
        event.uid,
        event.sequence,
        event.summary,
        event.location,
        event.description,
        status,
        _instant(event.dtstart),
        _instant(event.dtend),
    )


@pytest.mark.parametrize("read", [_by_vobject, _by_ics, _by_ical])
@settings(max_examples=150)
@given(entries())
def test_another_program_reads_what_was_written(read, one):
    method = "CANCEL" if one.cancelled else "REQUEST"
    assert read(calendar([one], title="Meetings", method=method).decode()) == _ours(one)


@pytest.mark.parametrize("read", [_by_vobject, _by_ics, _by_ical])
def test_invitation_update_and_cancellation_of_the_conference_are_read_as_one_entry(read):
    conference = {
        "uid": "meeting-ministerial-conference-2022@roundtable.example",
        "stamp": datetime(2022, 9, 23, tzinfo=UTC),
        "summary": "Fourth Ministerial Conference of the Prague Process",
        "first_day": date(2022, 10, 24),
        "last_day": date(2022, 10, 25),
        "zone": "Europe/Prague",
        "place": "Prague",
        "description": "Ministerial conference; the 4th, in Prague, \\ and so on",
    }
    plain = Entry(sequence=0, **conference)
    timed = Entry(sequence=1, starts=time(9, 30), ends=time(13, 0), **conference)
    gone = Entry(sequence=2, starts=time(9, 30), ends=time(13, 0), cancelled=True, **conference)
    seen = [read(calendar([one], title="Meetings").decode()) for one in (plain, timed, gone)]
    assert seen == [_ours(plain), _ours(timed), _ours(gone)]
    assert seen[0][-2:] == (date(2022, 10, 24), date(2022, 10, 26))
    assert seen[1][-2] == datetime(2022, 10, 24, 9, 30, tzinfo=ZoneInfo("Europe/Prague")).astimezone(UTC)
    assert {one[0] for one in seen} == {plain.uid}
