"""Who is invited to a meeting, in the reader's alphabet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from roundtable.ground.parties.public import InvitationView, PartyView, everybody, said_of_meetings
from roundtable.records.meetings.domain.invited import Invitation, Said, Standing, invitations
from roundtable.records.meetings.models import Guest, Meeting

Sources = Mapping[tuple[date, date], Mapping[str, InvitationView]]


@dataclass(frozen=True, slots=True)
class Invitee:
    """One entry of the table, and whether and why it is invited."""

    party: PartyView
    invitation: Invitation

    @property
    def code(self) -> str:
        """Its code."""
        return self.party.code

    @property
    def name(self) -> str:
        """Its name with its mark."""
        return self.party.name


def invitees(meeting: Meeting) -> list[Invitee]:
    """Give who is invited, and of whom it is said that they are not, in the reader's alphabet."""
    return _of(meeting, meeting.guests.all(), said_of_meetings())


def invitees_of(meetings: Iterable[Meeting]) -> dict[int, list[Invitee]]:
    """Give who is invited to each of several meetings, with the same number of queries for one and for many."""
    asked = list(meetings)
    guests: dict[int, list[Guest]] = {}
    for one in Guest.objects.filter(meeting__in=asked):
        guests.setdefault(one.meeting_id, []).append(one)
    sources = said_of_meetings() if asked else {}
    return {one.pk: _of(one, guests.get(one.pk, []), sources) for one in asked}


def _of(meeting: Meeting, guests: Iterable[Guest], sources: Sources) -> list[Invitee]:
    known = {view.code: view for view in everybody(meeting.first_day)}
    table = [Standing(view.code, not view.is_party, view.participates) for view in known.values()]
    of_source = sources.get((meeting.first_day, meeting.last_day), {})
    by_source = {code: Said(one.invited, reason=one.source) for code, one in of_source.items()}
    by_meeting = {str(one.party_id): Said(one.invited, one.as_observer, one.reason) for one in guests}
    found = invitations(table, partners=meeting.partners, by_source=by_source, by_meeting=by_meeting)
    return [Invitee(known[one.code], one) for one in found]


def invited(meeting: Meeting) -> list[Invitee]:
    """Give those who are invited."""
    return [one for one in invitees(meeting) if one.invitation.invited]


def is_invited(meeting: Meeting, code: str) -> bool:
    """Whether somebody is invited."""
    return any(one.code == code for one in invited(meeting))
