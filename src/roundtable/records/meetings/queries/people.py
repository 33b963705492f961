"""Who comes to a meeting, delegation by delegation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.records.meetings.domain.seating import Seat, protocol_order
from roundtable.records.meetings.models import Meeting, Needs, Participant
from roundtable.records.meetings.queries.invited import Invitee, invited

ORDER = {part: place for place, part in enumerate(Participant.Part.values)}
SPEAKING_ROLES = (Role.CONTACT_POINT, Role.PARTNER)


def visible_to(person: Person, meeting: Meeting, *, at: datetime) -> QuerySet[Participant]:
    """Give the participants of a meeting that a person may see: those approved; all of the own delegation."""
    who = actor(person, at)
    found = Participant.objects.filter(meeting=meeting)
    if who.holds(Role.SECRETARIAT):
        return found
    if not who.functions:
        return found.none()
    own = Q(party__in=who.scopes_as(*SPEAKING_ROLES)) | Q(user=who.user_id)
    return found.filter(Q(stage=Participant.Stage.APPROVED) | own)


def kept_by(person: Person, meeting: Meeting, *, at: datetime) -> QuerySet[Participant]:
    """Give the participants whom a person may change: the secretariat all, who speaks for a Party its delegation."""
    who = actor(person, at)
    found = Participant.objects.filter(meeting=meeting)
    return found if who.holds(Role.SECRETARIAT) else found.filter(party__in=who.scopes_as(*SPEAKING_ROLES))


def needs_visible_to(person: Person, meeting: Meeting, *, at: datetime) -> dict[int, Needs]:
    """Give what participants need, by participant, as far as a person may see it."""
    who = actor(person, at)
    found = Needs.objects.filter(participant__meeting=meeting)
    if not who.holds(Role.SECRETARIAT):
        own = Q(participant__party__in=who.scopes_as(*SPEAKING_ROLES)) | Q(participant__user=who.user_id)
        found = found.filter(own) if who.functions else found.none()
    return {one.participant_id: one for one in found}


@dataclass
class Delegation:
    """Who comes for one Party or Partner."""

    invitee: Invitee
    people: list[Participant] = field(default_factory=list)

    @property
    def approved(self) -> list[Participant]:
        """Those whom the secretariat approved."""
        return [one for one in self.people if one.stage == Participant.Stage.APPROVED]

    @property
    def head(self) -> Participant | None:
        """Who leads it."""
        return next((one for one in self.approved if one.part == Participant.Part.HEAD), None)


def delegations(meeting: Meeting, people: Iterable[Participant]) -> list[Delegation]:
    """Share people out to the delegations of those who are invited, in the reader's alphabet; the head first."""
    found = {one.code: Delegation(one) for one in invited(meeting)}
    for one in sorted(people, key=lambda one: (ORDER[one.part], one.name.casefold(), one.pk)):
        if str(one.party_id) in found:
            found[str(one.party_id)].people.append(one)
    return list(found.values())


def seats(meeting: Meeting, delegations_: Iterable[Delegation]) -> list[Seat]:
    """Give the seats of the delegations of which somebody comes, in protocol order."""
    comes = [one.invitee for one in delegations_ if one.approved]
    return protocol_order(
        [one.code for one in comes],
        chair=str(meeting.chair_id or ""),
        observers=[one.code for one in comes if one.invitation.observer],
        last=[one.code for one in comes if one.party.kind == "union"],
    )
