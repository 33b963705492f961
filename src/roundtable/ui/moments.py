"""Time said twice: in the reader's zone and in that of the deadline's owner."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_timezone_location
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext


def locale() -> Locale:
    """The active language as CLDR knows it; English where it does not."""
    code = get_language() or "en"
    for candidate in (code, code.split("-")[0], "en"):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def place(zone: str) -> str:
    """The city that a zone is named after, in the active language; UTC stays UTC."""
    if zone in {"UTC", "Etc/UTC", "GMT"}:
        return "UTC"
    return str(get_timezone_location(ZoneInfo(zone), locale=locale(), return_city=True))


def day(value: date) -> str:
    """A day written for people: 24 November 2026."""
    return str(format_date(value, "d MMMM y", locale=locale()))


def moment(value: date | datetime | None, zone: str = "") -> SafeString | str:
    """A `<time>` element: the day, the time in the reader's zone and, where it differs, in the other `zone` too."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))
    here = timezone.localtime(value)
    said = _said(here, timezone.get_current_timezone_name(), with_day=True)
    if zone:
        there = value.astimezone(ZoneInfo(zone))
        if there.utcoffset() != here.utcoffset():
            other = _said(there, zone, with_day=there.date() != here.date())
            said = gettext("%(here)s, %(there)s") % {"here": said, "there": other}
        else:
            said = _said(there, zone, with_day=True)
    return format_html('<time datetime="{}">{}</time>', value.astimezone(ZoneInfo("UTC")).isoformat(), said)


def brief(value: date | datetime, now: datetime) -> SafeString:
    """A `<time>` element for narrow columns: weekday, day and time in the reader's zone; the year where it is another.

    The full form stands in its title, so that nothing is said less exactly.
    """
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    days = "EEE d MMM" if here.year == timezone.localtime(now).year else "d MMM y"
    if isinstance(here, datetime):
        said = format_datetime(here.replace(tzinfo=None), f"{days}, HH:mm", locale=locale())
        full = _said(here, timezone.get_current_timezone_name(), with_day=True)
    else:
        said, full = format_date(here, days, locale=locale()), day(here)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full, said)


def _said(value: datetime, zone: str, *, with_day: bool) -> str:
    pattern = "d MMMM y, HH:mm" if with_day else "HH:mm"
    naive = value.replace(tzinfo=None)
    when = str(format_datetime(naive, pattern, locale=locale()))
    where = place(zone)
    if where == "UTC":
        return f"{when} UTC"
    return gettext("%(time)s in %(city)s") % {"time": when, "city": where}
