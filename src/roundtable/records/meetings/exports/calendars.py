"""Meetings as calendars."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from roundtable.records.meetings.domain.calendar import Entry, calendar
from roundtable.records.meetings.models import Meeting, Stage

REMIND_DAYS = 7


def entry_of(
    meeting: Meeting,
    *,
    inside: bool,
    attendee: tuple[str, str] | None = None,
    organizer: tuple[str, str] | None = None,
) -> Entry:
    """Give a meeting as a calendar shows it; the link to join is for those `inside`, who take part in the dialogue."""
    address = settings.ROUNDTABLE_ADDRESS
    lines = [meeting.get_kind_display(), str(meeting.about)]
    if inside and meeting.link:
        lines.append(_("Link: %(link)s") % {"link": meeting.link})
    if meeting.demonstration:
        lines.append(_("Demonstration data"))
    return Entry(
        uid=f"meeting-{meeting.code}@{address.partition('://')[2]}",
        sequence=meeting.sequence,
        stamp=meeting.changed_at,
        summary=str(meeting.title),
        first_day=meeting.first_day,
        last_day=meeting.last_day,
        zone=meeting.zone,
        starts=meeting.starts,
        ends=meeting.ends,
        place=str(meeting.place),
        url=address + meeting.get_absolute_url(),
        description="\n".join(line for line in lines if line),
        cancelled=meeting.stage == Stage.CANCELLED,
        tentative=meeting.stage == Stage.PLANNED,
        organizer=organizer,
        attendee=attendee,
        categories=[meeting.get_kind_display()],
        remind_days=REMIND_DAYS if meeting.stage == Stage.CALLED else 0,
    )


def of_many(meetings: Iterable[Meeting], *, title: str, inside: bool) -> bytes:
    """Give several meetings as a calendar to subscribe to."""
    shown = list(meetings)
    note = ""
    if any(one.demonstration for one in shown):
        note = _("Demonstration data. These rows were made up and are no statement of any state.")
    return calendar([entry_of(one, inside=inside) for one in shown], title=title, note=note)


def of_one(meeting: Meeting, *, inside: bool, attendee: tuple[str, str] | None = None) -> bytes:
    """Give one meeting as an invitation, an update or a cancellation that a calendar takes in."""
    organizer = (_("Secretariat"), settings.DEFAULT_FROM_EMAIL)
    entry = entry_of(meeting, inside=inside, attendee=attendee, organizer=organizer)
    return calendar([entry], title=str(meeting.title), method=method_of(meeting, asks=attendee is not None))


def method_of(meeting: Meeting, *, asks: bool) -> str:
    """Say what a calendar is to do with a meeting: take it in, ask its owner to come, or take it out."""
    if meeting.stage == Stage.CANCELLED:
        return "CANCEL"
    return "REQUEST" if asks else "PUBLISH"
