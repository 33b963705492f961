"""The list of speakers as it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from roundtable.records.meetings.domain.floor import Clock, length, rank, used
from roundtable.records.meetings.models import Item, Meeting, Turn

WAITING, SPEAKING, SPOKEN, WITHDRAWN = Turn.Stage.values


@dataclass(frozen=True)
class Floor:
    """Who speaks to an item, who waits, and how long each delegation has spoken to it."""

    speaking: Turn | None
    clock: Clock | None
    """How long the delegation that has the floor has spoken to this item, earlier turns with it."""
    waiting: Sequence[Turn]
    spoken: Sequence[tuple[Turn, int]]
    used: Mapping[str, Clock]

    @property
    def named(self) -> Sequence[Turn]:
        """Every turn that is shown."""
        return [*([self.speaking] if self.speaking else []), *self.waiting, *(one for one, _length in self.spoken)]


def floor_of(meeting: Meeting, item: Item | None, limit: int, *, at: datetime) -> Floor:
    """Give the list of speakers of an item at a moment, with `limit` seconds for each delegation. One query.

    Who has the floor is shown whatever the item: there is one floor in a room.
    """
    turns = list(Turn.objects.filter(meeting=meeting).exclude(stage=WITHDRAWN).select_related("item"))
    here = [one for one in turns if one.item_id == (item.pk if item else None)]
    speaking = next((one for one in turns if one.stage == SPEAKING), None)
    spent = {code: Clock(seconds, limit) for code, seconds in used(here, at).items()}
    clock = None
    if speaking is not None:
        own = speaking.kind == Turn.Kind.ORDER or speaking not in here
        clock = Clock(length(speaking, at), 0) if own else spent[str(speaking.party_id)]
    ended = [one for one in here if one.stage == SPOKEN]
    spoken = sorted(ended, key=lambda one: (one.began_at or one.asked_at, one.pk))
    return Floor(
        speaking=speaking,
        clock=clock,
        waiting=sorted((one for one in here if one.stage == WAITING), key=rank),
        spoken=[(one, length(one, at)) for one in spoken],
        used=spent,
    )


def turns_of(meeting: Meeting) -> QuerySet[Turn]:
    """Give every turn of a meeting."""
    return Turn.objects.filter(meeting=meeting).select_related("meeting", "item")


def shown_turns(meeting: Meeting) -> list[Turn]:
    """Give every turn of a meeting that was not taken from its list: who spoke first, then who waits. One query."""
    found = turns_of(meeting).exclude(stage=WITHDRAWN)
    return sorted(found, key=lambda one: (one.began_at is None, one.began_at or one.asked_at, *rank(one), one.pk))
