"""Read the history: of one thing, of a person, of everything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Entry, Role, User
from roundtable.ground.trust.rules import Person, actor
from roundtable.ground.trust.signals import happenings


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed, with its value before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history as it is shown."""

    at: datetime
    who: str
    did: str
    label: str
    before: dict[str, Any]
    after: dict[str, Any]
    happened: str = ""

    @property
    def changes(self) -> list[Change]:
        """Each field that changed."""
        return [Change(name, self.before.get(name), self.after.get(name)) for name in {**self.before, **self.after}]


def words_of_happenings() -> dict[str, str]:
    """Give how each kind of entry is told, by its code, in the reader's language."""
    return {str(happening.code): str(happening.shown) for happening in happenings}


def as_line(entry: Entry, words: dict[str, str] | None = None) -> Line:
    """Put an entry into words of the reader's language."""
    known = words if words is not None else words_of_happenings()
    return Line(
        at=entry.at,
        who=str(entry.by) if entry.by else _("The platform"),
        did=known.get(entry.happened, entry.happened),
        label=entry.label,
        before=entry.before,
        after=entry.after,
        happened=entry.happened,
    )


def as_lines(entries: Iterable[Entry]) -> list[Line]:
    """Put entries into words."""
    words = words_of_happenings()
    return [as_line(entry, words) for entry in entries]


def history_of(thing: Model, *, limit: int = 100) -> list[Line]:
    """Give the newest lines of the history of one thing; whoever may see the thing may see them. One query."""
    entries = Entry.objects.filter(kind=thing._meta.label_lower, object_id=str(thing.pk)).select_related("by")
    return as_lines(entries[:limit])


def entries_visible_to(person: Person, *, at: datetime) -> QuerySet[Entry]:
    """Give the whole history to the secretariat and auditors, and nothing to others."""
    if actor(person, at).holds(Role.SECRETARIAT, Role.AUDITOR):
        return Entry.objects.select_related("by")
    return Entry.objects.none()


def deeds_of(person: User, *, limit: int = 1000) -> QuerySet[Entry]:
    """Give the newest entries of what a person did."""
    return Entry.objects.filter(by=person)[:limit]
