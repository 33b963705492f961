"""Who is invited to a meeting, in the reader's alphabet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from roundtable.ground.parties.public import (
    InvitationView,
    PartyView,
    everybody,
    said_of_meetings,
    while_unchanged,
)
from roundtable.kernel.base.once import once
from roundtable.records.meetings.domain.invited import Invitation, Said, Standing, invitations
from roundtable.records.meetings.models import Guest, Meeting, Stage

COMING: Final = "meetings.coming"
"""The key under which the meetings that are called are kept while a request is answered."""
_coming = while_unchanged(
    lambda: Meeting.objects.filter(stage=Stage.CALLED).prefetch_related("guests").order_by("first_day", "pk")
)

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


def coming() -> tuple[Meeting, ...]:
    """Give the meetings that are called, the nearest first, with their guests at hand; in memory while none changes."""
    return once(COMING, _coming)


def invitees_of(meetings: Iterable[Meeting]) -> dict[int, list[Invitee]]:
    """Give who is invited to each of several meetings that have their guests at hand. No query of its own."""
    asked = list(meetings)
    sources = said_of_meetings() if asked else {}
    return {one.pk: _of(one, one.guests.all(), sources) for one in asked}


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
