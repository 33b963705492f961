"""The list of speakers: ask for the floor, give it, take it back, change the order."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.records.meetings.domain.floor import length, rank
from roundtable.records.meetings.models import Item, Meeting, Stage, Turn
from roundtable.records.meetings.queries.invited import is_invited
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.signals import Happened

WAITING, SPEAKING, SPOKEN, WITHDRAWN = Turn.Stage.values


def _held(meeting: Meeting) -> None:
    """Hold the room while its list changes: two who press a button at once come one after the other."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)


def _said(turn: Turn) -> dict[str, str]:
    return {"party": str(turn.party_id), "turn": turn.kind}


@looking_across("the list belongs to the whole room; who may change it is asked first")
@transaction.atomic
def ask(  # noqa: PLR0913 - a turn has these parts
    meeting: Meeting, party: str, *, item: Item | None, kind: str = "", by: User, at: datetime
) -> Turn:
    """Put a delegation on the list of speakers to an item. Who waits there already keeps the place."""
    turn = Turn(
        meeting=meeting, item=item, party_id=party, kind=kind or Turn.Kind.STATEMENT, asked_at=at, asked_by=by, place=0
    )
    require(by, Do.ASK_FLOOR, turn, at=at)
    if meeting.stage != Stage.CALLED:
        raise NotAllowed(_("The floor is asked for while a meeting is called."))
    if turn.kind not in Turn.Kind.values:
        raise Invalid(_("Choose a statement, a right of reply or a point of order."))
    if item is not None and item.meeting_id != meeting.pk:
        raise Invalid(_("Choose an item of this meeting."), fields={"item": [_("Choose an item of this meeting.")]})
    if not is_invited(meeting, party):
        raise NotAllowed(_("This Party or Partner is not invited to this meeting."))
    _held(meeting)
    own = Turn.objects.filter(meeting=meeting, item=item)
    waiting = own.filter(party_id=party, kind=turn.kind, stage=WAITING).first()
    if waiting is not None:
        return waiting
    turn.place = (own.aggregate(last=Max("place"))["last"] or 0) + 1
    turn.save()
    remember(Happened.FLOOR_ASKED, by=by, on=meeting, at=at, after=_said(turn))
    return turn


def _end(turn: Turn, *, by: User, at: datetime) -> None:
    turn.stage, turn.ended_at = SPOKEN, at
    turn.save(update_fields=["stage", "ended_at"])
    remember(Happened.FLOOR_ENDED, by=by, on=turn.meeting, at=at, after={**_said(turn), "seconds": length(turn, at)})


@looking_across("the list belongs to the whole room; who may change it is asked first")
@transaction.atomic
def give(turn: Turn, *, by: User, at: datetime) -> Turn:
    """Give the floor to who waits; whoever has it has spoken then. Twice changes nothing."""
    require(by, Do.LEAD, turn.meeting, at=at)
    _held(turn.meeting)
    turn.refresh_from_db()
    if turn.stage == SPEAKING:
        return turn
    if turn.stage != WAITING:
        raise NotAllowed(_("This delegation does not wait for the floor any more. Look at the list again."))
    for one in Turn.objects.filter(meeting=turn.meeting, stage=SPEAKING).select_related("meeting"):
        _end(one, by=by, at=at)
    turn.stage, turn.began_at = SPEAKING, at
    turn.save(update_fields=["stage", "began_at"])
    remember(Happened.FLOOR_GIVEN, by=by, on=turn.meeting, at=at, after=_said(turn))
    return turn


@looking_across("the list belongs to the whole room; who may change it is asked first")
@transaction.atomic
def end(turn: Turn, *, by: User, at: datetime) -> Turn:
    """Take the floor back from who has it. Twice changes nothing."""
    require(by, Do.LEAD, turn.meeting, at=at)
    _held(turn.meeting)
    turn.refresh_from_db()
    if turn.stage == SPEAKING:
        _end(turn, by=by, at=at)
    return turn


@looking_across("the list belongs to the whole room; who may change it is asked first")
@transaction.atomic
def move(turn: Turn, *, later: bool, by: User, at: datetime) -> Turn:
    """Let a delegation that waits change places with the one before or behind it that asked for the same."""
    require(by, Do.LEAD, turn.meeting, at=at)
    _held(turn.meeting)
    turn.refresh_from_db()
    waiting = Turn.objects.filter(meeting=turn.meeting, item=turn.item, kind=turn.kind, stage=WAITING)
    row = sorted(waiting, key=rank)
    if turn not in row:
        raise NotAllowed(_("This delegation does not wait for the floor any more. Look at the list again."))
    other = row.index(turn) + (1 if later else -1)
    if not 0 <= other < len(row):
        return turn
    neighbour = row[other]
    turn.place, neighbour.place = neighbour.place, turn.place
    for one in (turn, neighbour):
        one.save(update_fields=["place"])
    remember(Happened.FLOOR_MOVED, by=by, on=turn.meeting, at=at, after={**_said(turn), "place": other + 1})
    return turn


@looking_across("the list belongs to the whole room; who may change it is asked first")
@transaction.atomic
def withdraw(turn: Turn, *, by: User, at: datetime) -> Turn:
    """Take a delegation that waits from the list: itself, or who leads. Twice changes nothing."""
    require(by, Do.ASK_FLOOR, turn, at=at)
    _held(turn.meeting)
    turn.refresh_from_db()
    if turn.stage == WAITING:
        turn.stage = WITHDRAWN
        turn.save(update_fields=["stage"])
        remember(Happened.FLOOR_WITHDRAWN, by=by, on=turn.meeting, at=at, after=_said(turn))
    return turn
