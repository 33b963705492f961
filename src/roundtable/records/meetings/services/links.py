"""What this room gives to pages that all share: search, what waits for whom, and codes that move."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.links import search
from roundtable.kernel.links.mentions import Mention
from roundtable.records.meetings.models import Conclusion, Item, Meeting, Stage
from roundtable.records.meetings.queries.texts import texts_of

MEETINGS: Final = "meetings.meeting"
CONCLUSIONS: Final = "meetings.conclusion"


def entry_of(meeting: Meeting) -> search.Entry:
    """Say how a meeting is found; one that is only planned by the secretariat alone."""
    names = texts_of(meeting.title)
    return search.Entry(
        kind=MEETINGS,
        object_id=meeting.pk,
        title=names.get("en") or next(iter(names.values()), meeting.code),
        text=" ".join([*names.values(), *texts_of(meeting.place).values()]),
        url=meeting.get_absolute_url(),
        scope="secretariat" if meeting.stage == Stage.PLANNED else "public",
        demonstration=meeting.demonstration,
    )


def entry_of_conclusion(one: Conclusion) -> search.Entry:
    """Say how a conclusion is found, by those who take part."""
    return search.Entry(
        kind=CONCLUSIONS,
        object_id=one.pk,
        title=f"{one.meeting} · {one.number}",
        text=f"{one.text}\n{one.outcome}",
        url=reverse("meetings:conclusion", args=[one.meeting.code, one.pk]),
        codes=list(one.codes),
        scope="secretariat" if one.meeting.stage == Stage.PLANNED else "parties",
        demonstration=one.demonstration,
    )


def found_meetings() -> Iterator[search.Entry]:
    """Give every meeting, for the index to be built anew."""
    for meeting in Meeting.objects.all():
        yield entry_of(meeting)


def found_conclusions() -> Iterator[search.Entry]:
    """Give every conclusion, for the index to be built anew."""
    for one in Conclusion.objects.select_related("meeting"):
        yield entry_of_conclusion(one)


def _scopes(person: Person) -> list[str]:
    who = actor(person)
    parts = ["parties"] if who.functions else []
    return ["public", *parts, *(["secretariat"] if who.holds(Role.SECRETARIAT) else [])]


def findable(person: Person, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what a person may find."""
    return entries.filter(scope__in=_scopes(person))


SOURCES: Final = (
    search.Source(MEETINGS, lazy("Meetings"), found_meetings, findable, order=20),
    search.Source(CONCLUSIONS, lazy("Conclusions"), found_conclusions, findable, order=21),
)


def find_anew(meeting: Meeting) -> None:
    """Bring the search up to date with a meeting and what it concluded."""
    search.index(entry_of(meeting))
    for one in Conclusion.objects.filter(meeting=meeting).select_related("meeting"):
        search.index(entry_of_conclusion(one))


def codes_moved(moved: Mapping[str, str | None]) -> None:
    """Follow the codes of the plan when they move: what items and conclusions are tied to stays tied."""
    for model in (Item, Conclusion):
        for row in model.objects.select_for_update():
            codes = [moved.get(code, code) for code in row.codes]
            kept = list(dict.fromkeys(code for code in codes if code))
            if kept != row.codes:
                row.codes = kept
                row.save(update_fields=["codes"])


def mentions(code: str, person: Person, at: datetime) -> list[Mention]:
    """Tell which conclusions name a code of the plan, to those who take part."""
    who = actor(person, at)
    if not who.functions:
        return []
    rows = Conclusion.objects.select_related("meeting")
    if not who.holds(Role.SECRETARIAT):
        rows = rows.exclude(meeting__stage=Stage.PLANNED)
    return [
        Mention(
            title=f"{one.meeting} · {one.number}",
            url=reverse("meetings:conclusion", args=[one.meeting.code, one.pk]),
            kind=str(lazy("Conclusion")),
        )
        for one in rows
        if code in one.codes
    ]
