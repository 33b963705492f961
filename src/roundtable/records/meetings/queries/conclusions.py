"""What meetings concluded, and what of it is open."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.records.meetings.domain.matters import Concluded, arising
from roundtable.records.meetings.domain.stage import GATHERING
from roundtable.records.meetings.models import Conclusion, Meeting, Stage


def visible_to(person: Person, *, at: datetime) -> QuerySet[Conclusion]:
    """Give the conclusions that a person may see: those who take part all but of meetings that are only planned."""
    who = actor(person, at)
    found = Conclusion.objects.select_related("meeting")
    if who.holds(Role.SECRETARIAT):
        return found
    return found.exclude(meeting__stage=Stage.PLANNED) if who.functions else found.none()


def holding(rows: QuerySet[Conclusion], words: str) -> QuerySet[Conclusion]:
    """Keep the conclusions whose words, code or number hold each word. They are sealed, so it is read here."""
    asked = words.casefold().split()
    found = [
        one.pk
        for one in rows
        if all(word in f"{one.meeting.code} {one.number} {one.text} {one.outcome}".casefold() for word in asked)
    ]
    return rows.filter(pk__in=found)


def values(rows: Iterable[Conclusion]) -> list[Concluded]:
    """Give conclusions as their follow-up reckons with them."""
    return [
        Concluded(
            key=one.pk,
            series=one.meeting.series,
            concluded_on=one.meeting.last_day,
            number=one.number,
            due=one.due,
            closed_on=one.closed_on,
        )
        for one in rows
    ]


def matters_arising(meeting: Meeting) -> list[Conclusion]:
    """Give the conclusions that a meeting has to take up, the most overdue first. One query."""
    before = Conclusion.objects.filter(meeting__last_day__lt=meeting.first_day).exclude(meeting__stage=Stage.PLANNED)
    before = before.select_related("meeting", "item")
    rows = {one.pk: one for one in before}
    found = arising(
        values(rows.values()), on=meeting.first_day, series=meeting.series, gathers=meeting.kind in GATHERING
    )
    return [rows[one.key] for one in found]


def overdue(rows: QuerySet[Conclusion], day: date) -> QuerySet[Conclusion]:
    """Keep what is open past its day."""
    return rows.filter(stage=Conclusion.Stage.OPEN, due__lt=day)
