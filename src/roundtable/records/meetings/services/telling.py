"""Tell those who are invited: in their inbox, and by mail as each of them chose."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.trust.public import Role, User, holders
from roundtable.kernel.notices import tell
from roundtable.kernel.notices.telling import Enclosure, Reader
from roundtable.kernel.outside.mail import Enclosed
from roundtable.records.meetings.models import Meeting, Participant, Stage
from roundtable.records.meetings.queries.invited import invited


def speakers_for(codes: Iterable[str], at: datetime) -> list[User]:
    """Give the contact points of Parties and those who speak for Partners, each once."""
    found: dict[int, User] = {}
    for code in codes:
        for role in (Role.CONTACT_POINT, Role.PARTNER):
            found |= {one.pk: one for one in holders(role, code, on=at.date())}
    return list(found.values())


def calendar_for(key: str, reader: Reader) -> Enclosed | None:
    """Give the calendar entry that travels with an invitation, its update or its cancellation.

    It says what everybody may read: the link to join stands on the page, for those who take part.
    """
    from roundtable.records.meetings.exports import calendars

    number = key.split(".")[2]
    meeting = Meeting.objects.filter(pk=int(number)).exclude(stage=Stage.PLANNED).first()
    if meeting is None:
        return None
    content = calendars.of_one(meeting, inside=False, attendee=(reader.name, reader.address))
    method = calendars.method_of(meeting, asks=True)
    return Enclosed(f"meeting-{meeting.code}.ics", content, f"text/calendar; method={method}")


ENCLOSURES = tuple(Enclosure(f"meetings.{deed}.", calendar_for) for deed in ("called", "changed", "cancelled"))


def _by_language(people: Iterable[User]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in people:
        found.setdefault(one.language or "en", []).append(one.pk)
    return found


def _said(meeting: Meeting) -> dict[str, str]:
    return {
        "meeting": str(meeting.title),
        "first": date_format(meeting.first_day, "DATE_FORMAT"),
        "last": date_format(meeting.last_day, "DATE_FORMAT"),
        "place": str(meeting.place) or "–",
    }


def tell_called(meeting: Meeting, *, at: datetime) -> int:
    """Invite: the calendar entry is one link away."""
    told = 0
    for language, ids in _by_language(speakers_for([one.code for one in invited(meeting)], at)).items():
        with override(language):
            told += tell(
                ids,
                subject=_("Invitation: %(meeting)s, %(first)s") % _said(meeting),
                text=_(
                    "%(meeting)s, %(first)s to %(last)s, %(place)s. Name your delegation on the page of the meeting; "
                    "there you also find the entry for your calendar."
                )
                % _said(meeting),
                url=meeting.get_absolute_url(),
                key=f"meetings.called.{meeting.pk}.{meeting.sequence}",
                at=at,
                public=True,
                demonstration=meeting.demonstration,
            )
    return told


def tell_moved(meeting: Meeting, *, at: datetime) -> int:
    """Tell that a meeting that was called changed its day, hour or place."""
    told = 0
    for language, ids in _by_language(_concerned(meeting, at)).items():
        with override(language):
            told += tell(
                ids,
                subject=_("Changed: %(meeting)s, %(first)s") % _said(meeting),
                text=_("%(meeting)s is now from %(first)s to %(last)s, %(place)s. Your calendar follows its feed.")
                % _said(meeting),
                url=meeting.get_absolute_url(),
                key=f"meetings.changed.{meeting.pk}.{meeting.sequence}",
                at=at,
                public=True,
                demonstration=meeting.demonstration,
            )
    return told


def tell_cancelled(meeting: Meeting, *, at: datetime) -> int:
    """Tell that a meeting that was called will not be held."""
    told = 0
    for language, ids in _by_language(_concerned(meeting, at)).items():
        with override(language):
            told += tell(
                ids,
                subject=_("Cancelled: %(meeting)s, %(first)s") % _said(meeting),
                text=_("%(meeting)s, %(first)s to %(last)s, will not be held.") % _said(meeting),
                url=meeting.get_absolute_url(),
                key=f"meetings.cancelled.{meeting.pk}.{meeting.sequence}",
                at=at,
                public=True,
                demonstration=meeting.demonstration,
            )
    return told


def _concerned(meeting: Meeting, at: datetime) -> list[User]:
    """Those who speak for whoever is invited, and those who come and have an account."""
    people = {one.pk: one for one in speakers_for([one.code for one in invited(meeting)], at)}
    coming = Participant.objects.filter(meeting=meeting, stage=Participant.Stage.APPROVED, user__isnull=False)
    people |= {one.user.pk: one.user for one in coming.select_related("user") if one.user and one.user.is_active}
    return list(people.values())


def tell_decided(participant: Participant, *, at: datetime) -> int:
    """Tell those who asked what became of a registration. Nobody is named: the page says who it is."""
    meeting = participant.meeting
    if meeting.stage == Stage.PLANNED:  # only the secretariat knows of it yet
        return 0
    approved = participant.stage == Participant.Stage.APPROVED
    people = speakers_for([str(participant.party_id)], at)
    if participant.user and participant.user.is_active:
        people = list({one.pk: one for one in [*people, participant.user]}.values())
    told = 0
    for language, ids in _by_language(people).items():
        with override(language):
            subject = (
                _("A registration is approved: %(meeting)s")
                if approved
                else _("A registration is not approved: %(meeting)s")
            )
            told += tell(
                ids,
                subject=subject % _said(meeting),
                text=_("The page of the delegations says whose, and what the secretariat noted."),
                url=reverse("meetings:delegations", args=[meeting.code]),
                key=f"meetings.decided.{participant.pk}.{participant.revision}",
                at=at,
                demonstration=meeting.demonstration,
            )
    return told
