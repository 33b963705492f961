"""Meetings as iCalendar: invitation, update and cancellation (RFC 5545 and 5546)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

AROUND: Final = timedelta(days=400)
"""How far around its meetings a calendar says how clocks change."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as a calendar shows it."""

    uid: str
    sequence: int
    """Grows with every change that moves the entry: calendars take the highest."""
    stamp: datetime
    summary: str
    first_day: date
    last_day: date
    zone: str
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    url: str = ""
    description: str = ""
    cancelled: bool = False
    tentative: bool = False
    organizer: tuple[str, str] | None = None
    """Name and address."""
    attendee: tuple[str, str] | None = None
    categories: Sequence[str] = ()
    remind_days: int = 0


def calendar(entries: Iterable[Entry], *, title: str, method: str = "PUBLISH", note: str = "") -> bytes:
    """Give meetings as iCalendar. The same meetings give the same bytes.

    `method` is PUBLISH for a feed, REQUEST for an invitation or its update, CANCEL for a cancellation.
    """
    made = Calendar()
    made.add("prodid", "-//Roundtable//Meetings//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    made.add("x-wr-calname", title)
    if note:
        made.add("x-wr-caldesc", note)
    shown = list(entries)
    days: dict[str, list[date]] = {}
    for one in shown:
        if one.starts is not None and one.zone != "UTC":
            days.setdefault(one.zone, []).extend([one.first_day, one.last_day])
    for zone, its in sorted(days.items()):
        made.add_component(_timezone(zone, min(its) - AROUND, max(its) + AROUND))
    for one in shown:
        made.add_component(_event(one))
    return bytes(made.to_ical())


def _timezone(name: str, first: date, last: date) -> Timezone:
    """Give the clock changes of a zone between two days, one by one.

    Some programs misread long lists of them and rules for ever; single ones are read by all alike.
    """
    zone = ZoneInfo(name)
    made = Timezone()
    made.add("tzid", name)
    before = datetime.combine(first, time.min, tzinfo=UTC)
    made.add_component(_observance(zone, before, _offset(zone, before)))
    end = datetime.combine(last, time.min, tzinfo=UTC)
    while before < end:
        after = before + timedelta(days=1)
        if _offset(zone, before) != _offset(zone, after):
            early, late = before, after
            while late - early > timedelta(seconds=1):
                middle = early + (late - early) / 2
                middle = middle.replace(microsecond=0)
                early, late = (middle, late) if _offset(zone, middle) == _offset(zone, before) else (early, middle)
            made.add_component(_observance(zone, late, _offset(zone, before)))
        before = after
    return made


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, begins: datetime, was: timedelta) -> TimezoneStandard | TimezoneDaylight:
    local = begins.astimezone(zone)
    made: TimezoneStandard | TimezoneDaylight = TimezoneDaylight() if local.dst() else TimezoneStandard()
    # An onset is written as the clocks showed it that were in force until then.
    made.add("dtstart", (begins + was).replace(tzinfo=None))
    made.add("tzoffsetfrom", was)
    made.add("tzoffsetto", _offset(zone, begins))
    made.add("tzname", local.tzname() or str(zone))
    return made


def _event(one: Entry) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.stamp)
    event.add("last-modified", one.stamp)
    event.add("sequence", one.sequence)
    event.add("summary", one.summary)
    begins, ends = span(one)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("status", "CANCELLED" if one.cancelled else "TENTATIVE" if one.tentative else "CONFIRMED")
    for name, value in (("location", one.place), ("url", one.url), ("description", one.description)):
        if value:
            event.add(name, value)
    if one.categories:
        event.add("categories", list(one.categories))
    if one.organizer:
        event["organizer"] = _address(*one.organizer)
    if one.attendee:
        attendee = _address(*one.attendee)
        attendee.params["RSVP"] = vText("TRUE")
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        event.add("attendee", attendee, encode=False)
    if one.remind_days and not one.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.summary)
        alarm.add("trigger", timedelta(days=-one.remind_days))
        event.add_component(alarm)
    return event


def span(one: Entry) -> tuple[Any, Any]:
    """Give the begin and the end of an entry: instants in its zone, or whole days where no hour is known.

    The end of whole days is the day after: it does not count any more.
    """
    if one.starts is None:
        return one.first_day, one.last_day + timedelta(days=1)
    zone = ZoneInfo(one.zone)
    begins = datetime.combine(one.first_day, one.starts, tzinfo=zone)
    ends = datetime.combine(one.last_day, one.ends, tzinfo=zone) if one.ends else begins + timedelta(hours=1)
    return begins, ends


def _address(name: str, address: str) -> vCalAddress:
    found = vCalAddress(f"MAILTO:{address}")
    if name:
        found.params["CN"] = vText(name)
    return found
