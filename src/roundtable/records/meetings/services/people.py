"""Name who comes, approve it, take it back, and write down who was there."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.records.meetings.models import Meeting, Needs, Participant
from roundtable.records.meetings.queries.invited import is_invited
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import telling
from roundtable.records.meetings.services.changing import held, rewrite
from roundtable.records.meetings.signals import Happened

ASKED, APPROVED, REFUSED, WITHDRAWN = Participant.Stage.values
NEEDS = ("diet", "access", "passport")
ASKS_AGAIN = frozenset({"name", "part", "position"})
"""What, when it changes, has to be approved again."""
ADDRESS_MONTHS = 12
"""Months after a meeting when how participants were reached is erased, as `Participant.Privacy` says."""
NEEDS_MONTHS = 1
"""Months after a meeting when what participants needed is erased: the longest that `Needs.Privacy` promises."""


@transaction.atomic
def register(  # noqa: PLR0913 - a registration has these parts
    meeting: Meeting,
    party: str,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    user: User | None = None,
) -> Participant:
    """Name somebody who comes for a Party or Partner that is invited; the secretariat approves."""
    values = dict(values)
    needs = {name: str(values.pop(name, "") or "").strip() for name in NEEDS}
    participant = Participant(
        meeting=meeting,
        party_id=party,
        user=user,
        asked_at=at,
        asked_by=by,
        demonstration=meeting.demonstration,
        **values,
    )
    require(by, Do.REGISTER, participant, at=at)
    if not meeting.open_for_registration:
        raise NotAllowed(_("Delegations are named while a meeting is called. Ask the secretariat."))
    if not is_invited(meeting, party):
        raise NotAllowed(_("This Party or Partner is not invited to this meeting."))
    _one_head(participant)
    participant.save()
    _keep_needs(participant, needs, at)
    remember(
        Happened.REGISTERED,
        by=by,
        on=participant,
        at=at,
        after={"part": participant.part, "meeting": meeting.code},
    )
    return participant


@transaction.atomic
def change(
    participant: Participant, values: Mapping[str, Any], *, revision: int | None, by: User, at: datetime
) -> Participant:
    """Change a registration; another name, part or position has to be approved again."""
    require(by, Do.REGISTER, participant, at=at)
    if not participant.meeting.open_for_registration:
        raise NotAllowed(_("Delegations are named while a meeting is called. Ask the secretariat."))
    values = dict(values)
    needs = {name: str(values.pop(name, "") or "").strip() for name in NEEDS if name in values}
    _before, after = rewrite(participant, values, revision=revision)
    _one_head(participant)
    if ASKS_AGAIN & after.keys() and participant.stage == APPROVED and not _approves(by, at):
        participant.stage, participant.decided_at, participant.decided_by = ASKED, None, None
    if participant.stage in {REFUSED, WITHDRAWN} and after:
        participant.stage, participant.decided_at, participant.decided_by = ASKED, None, None
    if after:
        participant.save()
        # The history says which lines changed: names and addresses do not belong into it.
        remember(
            Happened.REGISTRATION_CHANGED,
            by=by,
            on=participant,
            at=at,
            after={"changed": sorted(after), "meeting": participant.meeting.code},
        )
    _keep_needs(participant, needs, at)
    return participant


def _approves(by: User, at: datetime) -> bool:
    try:
        require(by, Do.APPROVE, at=at)
    except NotAllowed:
        return False
    return True


def _one_head(participant: Participant) -> None:
    if participant.part != Participant.Part.HEAD:
        return
    heads = Participant.objects.filter(
        meeting=participant.meeting,
        party=participant.party_id,
        part=Participant.Part.HEAD,
        stage__in=[ASKED, APPROVED],
    ).exclude(pk=participant.pk)
    if heads.exists():
        raise Invalid(
            _("This delegation has a head already. Change that registration first."),
            fields={"part": [_("A delegation has one head.")]},
        )


def _keep_needs(participant: Participant, needs: Mapping[str, str], at: datetime) -> None:
    if not needs:
        return
    kept = Needs.objects.filter(participant=participant).first()
    if not any(needs.values()):
        if kept is not None:
            kept.delete()
        return
    kept = kept or Needs(participant=participant)
    for name, text in needs.items():
        setattr(kept, name, text)
    kept.told_at = at
    kept.save()


@transaction.atomic
def decide(participant: Participant, *, approved: bool, note: str = "", by: User, at: datetime) -> Participant:
    """Approve somebody who comes, or not; the delegation is told. The same decision twice changes nothing."""
    require(by, Do.APPROVE, participant, at=at)
    held(participant)
    to = APPROVED if approved else REFUSED
    if participant.stage == to:
        return participant
    if participant.stage == WITHDRAWN:
        raise NotAllowed(_("The delegation has withdrawn this registration."))
    if not approved and not note.strip():
        raise Invalid(_("Say why, so that the delegation can act on it."), fields={"note": [_("Write a reason.")]})
    before = participant.stage
    participant.stage, participant.note = to, note.strip()
    participant.decided_at, participant.decided_by = at, by
    participant.revision += 1
    participant.save()
    remember(
        Happened.APPROVED if approved else Happened.REFUSED,
        by=by,
        on=participant,
        at=at,
        before={"stage": before},
        after={"stage": to, "meeting": participant.meeting.code},
    )
    telling.tell_decided(participant, at=at)
    return participant


@transaction.atomic
def accredit(participant: Participant, *, received: bool, by: User, at: datetime) -> Participant:
    """Write down whether the letter of accreditation came."""
    require(by, Do.APPROVE, participant, at=at)
    _before, after = rewrite(participant, {"accredited": received}, revision=None)
    if after:
        participant.save()
        remember(
            Happened.REGISTRATION_CHANGED,
            by=by,
            on=participant,
            at=at,
            after={"changed": ["accredited"], "meeting": participant.meeting.code},
        )
    return participant


@transaction.atomic
def withdraw(participant: Participant, *, by: User, at: datetime) -> Participant:
    """Take a registration back; what the person needed is erased at once."""
    require(by, Do.REGISTER, participant, at=at)
    held(participant)
    if participant.stage == WITHDRAWN:
        return participant
    if participant.came_on:
        raise NotAllowed(_("This person was there. The record of the meeting stays."))
    before = participant.stage
    participant.stage = WITHDRAWN
    participant.revision += 1
    participant.save()
    Needs.objects.filter(participant=participant).delete()
    after = {"stage": WITHDRAWN, "meeting": participant.meeting.code}
    remember(Happened.WITHDRAWN, by=by, on=participant, at=at, before={"stage": before}, after=after)
    return participant


@transaction.atomic
def attended(meeting: Meeting, day: date, numbers: Iterable[int], *, by: User, at: datetime) -> int:
    """Write down who of those approved was there on a day; gives how many. Who is not named was not."""
    require(by, Do.APPROVE, meeting, at=at)
    if day not in set(meeting.days.each()):
        raise Invalid(_("This is no day of the meeting."))
    came, said = set(numbers), day.isoformat()
    count = 0
    for one in Participant.objects.select_for_update().filter(meeting=meeting, stage=APPROVED):
        days = sorted({*one.came_on, said} if one.pk in came else {*one.came_on} - {said})
        if days != one.came_on:
            one.came_on = days
            one.revision += 1
            one.save()
        count += said in days
    remember(Happened.ATTENDED, by=by, on=meeting, at=at, after={"day": said, "number": count})
    return count


@transaction.atomic
def erase_addresses(*, at: datetime) -> int:
    """Erase how participants were reached, and notes about them, a year after their meeting; gives how many rows."""
    before = (at - timedelta(days=30 * ADDRESS_MONTHS)).date()
    old = Participant.objects.filter(meeting__last_day__lt=before)
    rows = list(old.exclude(email="", note=""))
    for one in rows:
        one.email, one.note = "", ""
        one.save(update_fields=["email", "note"])
    return len(rows)


@transaction.atomic
def erase_needs(*, at: datetime) -> int:
    """Erase what participants needed at meetings that ended more than a month ago; gives how many rows went."""
    before = (at - timedelta(days=30 * NEEDS_MONTHS)).date()
    rows = Needs.objects.filter(participant__meeting__last_day__lt=before)
    by_meeting: dict[int, int] = {}
    for one in rows.select_related("participant__meeting"):
        number = one.participant.meeting_id
        by_meeting[number] = by_meeting.get(number, 0) + 1
    rows.delete()
    for meeting in Meeting.objects.filter(pk__in=by_meeting):
        remember(Happened.NEEDS_ERASED, by=None, on=meeting, at=at, after={"number": by_meeting[meeting.pk]})
    return sum(by_meeting.values())
