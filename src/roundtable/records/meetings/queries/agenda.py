"""The agenda as it is shown: in one language, with times, materials and the state of each translation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from roundtable.ground.trust.public import Marking, Person, actor, inside
from roundtable.records.meetings.domain.days import instant
from roundtable.records.meetings.domain.timetable import Slot, slots, speaking_seconds
from roundtable.records.meetings.domain.wording import State, Words, read, shown, state_of
from roundtable.records.meetings.models import Item, Material, Meeting

NOBODYS = ""
"""Materials are of the whole dialogue: nobody stands in the circle of a marking for being whose they are."""


@dataclass
class Line:
    """An item of the agenda as it is shown."""

    item: Item
    number: str
    words: Words
    language: str
    """The language in which the words are: the one asked for, or the original's where it is missing there."""
    state: State
    slot: Slot | None
    speaking: int
    """Seconds that each delegation may speak."""
    materials: list[Material] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its title."""
        return self.words.title


def bears(material: Material) -> Marking:
    """What a material bears: its own marking, PARTIES where none was given."""
    return Marking(material.marking) if material.marking else Marking.PARTIES


def materials_visible_to(person: Person, meeting: Meeting, *, at: datetime) -> list[Material]:
    """Give the materials of a meeting that a person may read, within their markings."""
    who = actor(person, at)
    rows = Material.objects.filter(meeting=meeting, deleted_at=None).select_related("meeting")
    return [one for one in rows if who.functions and inside(who, bears(one), scope=NOBODYS)]


def materials_of(meeting: Meeting) -> QuerySet[Material]:
    """Give every material of a meeting that is not deleted."""
    return Material.objects.filter(meeting=meeting, deleted_at=None).select_related("meeting")


def items_of(meeting: Meeting) -> QuerySet[Item]:
    """Give the items of a meeting."""
    return Item.objects.filter(meeting=meeting).select_related("meeting")


def agenda(meeting: Meeting, language: str, *, materials: Iterable[Material] = (), delegations: int = 0) -> list[Line]:
    """Give the items of a meeting in order, in one language. One query."""
    items = list(Item.objects.filter(meeting=meeting))
    times = _times(meeting, items)
    by_item: dict[int | None, list[Material]] = {}
    for one in materials:
        by_item.setdefault(one.item_id, []).append(one)
    lines, number = [], 0
    for item, slot in zip(items, times, strict=True):
        texts = read(item.texts)
        words, said_in = shown(texts, language, original=item.original)
        counted = item.kind != Item.Kind.BREAK
        number += counted
        lines.append(
            Line(
                item=item,
                number=str(number) if counted else "",
                words=words,
                language=said_in,
                state=state_of(texts, language, original=item.original, wording=item.wording),
                slot=slot,
                speaking=speaking_seconds(item.minutes, delegations, opening=item.opening) if counted else 0,
                materials=by_item.get(item.pk, []),
            )
        )
    return lines


def _times(meeting: Meeting, items: Sequence[Item]) -> list[Slot | None]:
    if meeting.starts is None:
        return [None] * len(items)
    found: list[Slot | None] = []
    for day in sorted({item.day for item in items}):
        of_day = [item for item in items if item.day == day]
        begins = instant(meeting.first_day + timedelta(days=day - 1), meeting.starts, meeting.zone)
        found += slots(begins, [item.minutes for item in of_day])
    return found


def title_of(item: Item, language: str) -> str:
    """Give the title of an item in a language, or in that of its original."""
    return shown(read(item.texts), language, original=item.original)[0].title
