"""Activities as a calendar."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo

from roundtable.operations.plan.exports.activities.columns import shares_text
from roundtable.operations.plan.exports.activities.names import Known
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.activities import LABELS


def calendar(activities: Sequence[Activity], known: Known, *, title: str, address: str) -> bytes:
    """Give activities as iCalendar: whole days as events, those without days as things to do, the cancelled marked.

    `address` is the platform's own, without a slash at its end. The same activities give the same bytes.
    """
    made = Calendar()
    made.add("prodid", "-//Roundtable//Activities//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    if any(one.demonstration for one in activities):
        made.add("x-wr-caldesc", _("Demonstration data. These rows were made up and are no statement of any state."))
    for one in activities:
        made.add_component(_entry(one, known, address))
    return bytes(made.to_ical())


def _entry(activity: Any, known: Known, address: str) -> Event | Todo:
    place = reverse("plan:activity", args=[activity.pk])
    entry: Event | Todo = Event() if activity.starts else Todo()
    entry.add("uid", f"activity-{activity.pk}@{address.partition('://')[2]}")
    entry.add("dtstamp", activity.changed_at)
    entry.add("last-modified", activity.changed_at)
    entry.add("sequence", activity.revision)
    entry.add("summary", activity.title)
    entry.add("url", address + place)
    if activity.starts:
        entry.add("dtstart", activity.starts)
        # The last day of a calendar's event is the day after: it does not count any more.
        entry.add("dtend", (activity.ends or activity.starts) + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    stages = Activity.Stage
    if activity.stage == stages.CANCELLED:
        entry.add("status", "CANCELLED")
    elif activity.starts:
        entry.add("status", "TENTATIVE" if activity.stage == stages.IDEA else "CONFIRMED")
    where = [activity.place] * bool(activity.place) + [_("online")] * activity.online
    if where:
        entry.add("location", ", ".join(where))
    lead = known.parties.get(str(activity.lead_id))
    lines = [
        f"{LABELS['kind']}: {activity.get_kind_display()}",
        f"{LABELS['lead']}: {known.name(str(activity.lead_id))}",
        f"{LABELS['shares']}: {shares_text(activity.row.shares)}",
        *([lead.footnote] if lead and lead.footnote else []),
        *([_("Demonstration data")] if activity.demonstration else []),
    ]
    entry.add("description", "\n".join(lines))
    return entry
