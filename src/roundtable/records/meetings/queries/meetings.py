"""Which meetings there are, and which of them somebody may see."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from roundtable.ground.parties.public import dialogue
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.records.meetings.models import Meeting, Stage


def visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Meeting]:
    """Give the meetings that a person may see: what is only planned is the secretariat's."""
    found = Meeting.objects.all()
    return found if actor(person, at).holds(Role.SECRETARIAT) else found.exclude(stage=Stage.PLANNED)


def inside_for(person: Person, *, at: datetime | None = None) -> QuerySet[Meeting]:
    """Give the meetings whose agenda and papers a person may see: those who take part, what they may see at all."""
    found = visible_to(person, at=at)
    return found if actor(person, at).functions else found.none()


def holding(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the meetings whose code, title or place holds each word, in any language."""
    for word in words.casefold().split():
        rows = rows.filter(words__contains=word)
    return rows


def between(rows: QuerySet[Any], first: date | None, last: date | None) -> QuerySet[Any]:
    """Keep the meetings that have a day between two days, both included."""
    if first:
        rows = rows.filter(last_day__gte=first)
    if last:
        rows = rows.filter(first_day__lte=last)
    return rows


def series_known() -> list[str]:
    """Give the series that meetings belong to which were called, in order."""
    return sorted(set(Meeting.objects.exclude(series="").exclude(stage=Stage.PLANNED).values_list("series", flat=True)))


def before_in_series(meeting: Meeting, person: Person, *, at: datetime) -> Meeting | None:
    """Give the meeting before this one in its series, where the person may see one."""
    if not meeting.series:
        return None
    earlier = Q(first_day__lt=meeting.first_day) | Q(first_day=meeting.first_day, pk__lt=meeting.pk)
    found = visible_to(person, at=at).filter(earlier, series=meeting.series).exclude(stage=Stage.CANCELLED)
    return found.order_by("-first_day", "-pk").first()


def reader_language() -> str:
    """Give the language in which a page is read."""
    return (get_language() or "en").lower()


def working_languages() -> tuple[str, ...]:
    """Give the languages in which an agenda is kept: a setting of the dialogue."""
    return dialogue().languages
