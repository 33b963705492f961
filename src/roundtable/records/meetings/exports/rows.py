"""The lists of meetings, of conclusions and of participants: the same on the page, in files and in the API."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from roundtable.ground.parties.public import footnotes, names
from roundtable.kernel.files.tables import Column, Kind, Table
from roundtable.kernel.links.listings import Choice, DateRange, Field, Flag, Listing
from roundtable.records.meetings.models import Conclusion, Meeting, Participant, Stage
from roundtable.records.meetings.models import Kind as Sort
from roundtable.records.meetings.queries import conclusions, meetings
from roundtable.records.meetings.queries.people import Delegation

OFFICE = "secretariat"


def named() -> Callable[[str | None], str]:
    """Give what names Parties, Partners and the secretariat; read once for a whole list."""
    known = {**names(), OFFICE: _("Secretariat")}

    def name(code: str | None) -> str:
        return known.get(code, code) if code else ""

    return name


def days_said(meeting: Meeting) -> str:
    """Say the days of a meeting: one, or from one to another."""
    first = date_format(meeting.first_day, "DATE_FORMAT")
    if meeting.first_day == meeting.last_day:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(meeting.last_day, "DATE_FORMAT")}


def listing() -> Listing:
    """Give the list of meetings."""
    name = named()
    return Listing(
        name="meetings.meetings",
        columns=[
            Field("title", lazy("Meeting"), lambda one: str(one.title), link=lambda one: one.get_absolute_url()),
            Field("kind", lazy("Kind"), lambda one: one.get_kind_display(), sort="kind"),
            Field("first_day", lazy("First day"), lambda one: one.first_day, Kind.DATE, sort=("first_day", "pk")),
            Field("last_day", lazy("Last day"), lambda one: one.last_day, Kind.DATE, sort=("last_day", "pk")),
            Field("place", lazy("Place"), lambda one: str(one.place)),
            Field("host", lazy("Host"), lambda one: name(one.host_id), sort=("host", "pk")),
            Field("stage", lazy("Status"), lambda one: one.get_stage_display(), sort="stage"),
            Field("starts", lazy("Begins"), lambda one: one.starts or "", on_page=False),
            Field("ends", lazy("Ends"), lambda one: one.ends or "", on_page=False),
            Field("zone", lazy("Time zone"), lambda one: one.zone, on_page=False),
            Field("host_code", lazy("Code of the host"), lambda one: one.host_id or "", on_page=False),
            Field("chair", lazy("Chair"), lambda one: name(one.chair_id), on_page=False),
            Field("chair_code", lazy("Code of the chair"), lambda one: one.chair_id or "", on_page=False),
            Field("series", lazy("Series"), lambda one: one.series, on_page=False),
            Field("source", lazy("Source"), lambda one: one.source, on_page=False),
            Field("code", lazy("Code"), lambda one: one.code, on_page=False),
        ],
        filters=[
            Choice(
                key="kind", label=lazy("Kind"), choices=Sort.choices, apply=lambda rows, kind: rows.filter(kind=kind)
            ),
            Choice(
                key="stage", label=lazy("Status"), choices=Stage.choices, apply=lambda rows, one: rows.filter(stage=one)
            ),
            Choice(
                key="series",
                label=lazy("Series"),
                choices=lambda: [(one, one) for one in meetings.series_known()],
                apply=lambda rows, one: rows.filter(series=one),
            ),
            DateRange(key="day", label=lazy("Day"), apply=lambda rows, days: meetings.between(rows, days[0], days[1])),
        ],
        search=meetings.holding,
        default_sort="-first_day",
    )


def address_of(one: Conclusion) -> str:
    """Give the address of a conclusion."""
    return reverse("meetings:conclusion", args=[one.meeting.code, one.pk])


def conclusions_listing() -> Listing:
    """Give the list of conclusions."""
    name = named()
    owners = [(OFFICE, _("Secretariat")), *names().items()]
    return Listing(
        name="meetings.conclusions",
        columns=[
            Field("meeting", lazy("Meeting"), lambda one: str(one.meeting), sort=("meeting__first_day", "number")),
            Field("number", lazy("Number"), lambda one: one.number, Kind.NUMBER),
            Field("text", lazy("What was concluded"), lambda one: one.text, link=address_of),
            Field("owner", lazy("Owner"), lambda one: name(one.owner), sort=("owner", "pk")),
            Field("codes", lazy("Actions of the plan"), lambda one: ", ".join(one.codes)),
            Field("due", lazy("Due"), lambda one: one.due, Kind.DATE, sort=("due", "pk")),
            Field("stage", lazy("Status"), lambda one: one.get_stage_display(), sort=("stage", "pk")),
            Field("owner_code", lazy("Code of the owner"), lambda one: one.owner, on_page=False),
            Field("outcome", lazy("What became of it"), lambda one: one.outcome, on_page=False),
            Field("closed_on", lazy("Closed on"), lambda one: one.closed_on, Kind.DATE, on_page=False),
            Field("code", lazy("Code of the meeting"), lambda one: one.meeting.code, on_page=False),
        ],
        filters=[
            Choice(
                key="stage",
                label=lazy("Status"),
                choices=Conclusion.Stage.choices,
                apply=lambda rows, one: rows.filter(stage=one),
            ),
            Choice(key="owner", label=lazy("Owner"), choices=owners, apply=lambda rows, one: rows.filter(owner=one)),
            Choice(
                key="kind",
                label=lazy("Kind of meeting"),
                choices=Sort.choices,
                apply=lambda rows, kind: rows.filter(meeting__kind=kind),
            ),
            DateRange(
                key="due",
                label=lazy("Due"),
                apply=lambda rows, days: rows.filter(
                    **({"due__gte": days[0]} if days[0] else {}), **({"due__lte": days[1]} if days[1] else {})
                ),
            ),
            Flag(
                key="dated",
                label=lazy("With a day"),
                apply=lambda rows, dated: rows.filter(due__isnull=not dated),
            ),
        ],
        search=conclusions.holding,
        default_sort="-meeting",
    )


def notes_on(codes: Iterable[str]) -> list[str]:
    """Give the footnotes that a list which names these Parties must carry."""
    return footnotes([code for code in codes if code])


def participants_table(meeting: Meeting, delegations: Iterable[Delegation]) -> Table:
    """Give the list of participants as the secretariat hands it out: those approved, delegation by delegation."""
    shown = list(delegations)
    rows: list[dict[str, Any]] = [
        {
            "delegation": one.invitee.name,
            "name": person.name,
            "position": person.position,
            "part": person.get_part_display(),
            "observer": one.invitee.invitation.observer,
        }
        for one in shown
        for person in one.approved
    ]
    return Table(
        name="participants",
        title=_("Participants: %(meeting)s") % {"meeting": meeting},
        columns=[
            Column("delegation", _("Delegation")),
            Column("name", _("Name")),
            Column("position", _("Position")),
            Column("part", str(Participant._meta.get_field("part").verbose_name)),
            Column("observer", _("Observer"), Kind.YES_NO),
        ],
        rows=rows,
        notes=notes_on(one.invitee.code for one in shown if one.approved),
        marking="PARTIES",
        demonstration=meeting.demonstration,
    )
