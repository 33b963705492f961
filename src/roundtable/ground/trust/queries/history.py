"""Read the history of a thing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.signals import happenings


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history as it is shown."""

    at: datetime
    who: str
    did: str
    label: str
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Each changed field with its value before and after."""
        return [(name, self.before.get(name), self.after.get(name)) for name in {**self.before, **self.after}]


def as_line(entry: Entry) -> Line:
    """Put an entry into words of the reader's language."""
    words = {str(happening.code): happening.shown for happening in happenings}
    return Line(
        at=entry.at,
        who=str(entry.by) if entry.by else _("The platform"),
        did=str(words.get(entry.happened, entry.happened)),
        label=entry.label,
        before=entry.before,
        after=entry.after,
    )


def history_of(thing: Model, *, limit: int = 100) -> list[Line]:
    """Give the newest lines of the history of one thing; whoever may see the thing may see them. One query."""
    entries = Entry.objects.filter(kind=thing._meta.label_lower, object_id=str(thing.pk)).select_related("by")
    return [as_line(entry) for entry in entries[:limit]]
