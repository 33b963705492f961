"""What waits for me: rooms say what is due and which function is responsible.

Whoever holds the function may take it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Collision
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.links.models import Taken


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `function` is the role@scope that is responsible: exactly one for each thing.

    `due` is the instant after which it is late. Where a day was promised and no hour, `day` is that day, and it alone
    is shown: nobody is told of a midnight that nobody set.
    """

    title: str
    detail: str
    url: str
    due: datetime | None
    late: bool
    function: str
    taken_by: int | None = None
    kind: str = ""
    object_id: str = ""
    day: date | None = None

    @property
    def shown(self) -> datetime | date | None:
        """What people are told: the day where there is no hour, otherwise the instant."""
        return self.day or self.due


Source = Callable[[Any, datetime], Iterable[Waiting]]

sources: Registry[Source] = Registry("links.waiting")
add = sources.add

NEVER = datetime.max.replace(tzinfo=UTC)


def waiting_for(user: Any, at: datetime) -> list[Waiting]:
    """All that waits for a person, late things first, then by due date; marked with who took it."""
    things = [thing for source in sources for thing in source(user, at)]
    keys = {(thing.kind, thing.object_id) for thing in things if thing.object_id}
    if keys:
        taken = {
            (row.kind, row.object_id): row.user_id
            for row in Taken.objects.filter(
                kind__in={kind for kind, _id in keys}, object_id__in={number for _kind, number in keys}
            )
        }
        things = [replace(thing, taken_by=taken.get((thing.kind, thing.object_id), thing.taken_by)) for thing in things]
    return sorted(things, key=lambda thing: (not thing.late, thing.due or NEVER, thing.title))


@transaction.atomic
def take(kind: str, object_id: int | str, user_id: int, at: datetime) -> Taken:
    """Say “I do this”.

    Raises Collision when somebody else has said so; whoever took it may give it back with `drop`.
    """
    row, _made = Taken.objects.select_for_update().get_or_create(
        kind=kind, object_id=str(object_id), defaults={"user_id": user_id, "at": at}
    )
    if row.user_id != user_id:
        raise Collision(_("Somebody else has taken this. Ask them to give it back, or choose another."))
    return row


def drop(kind: str, object_id: int | str, user_id: int | None = None) -> None:
    """Give a thing back; without a person, forget whoever took it (it is done, or they left)."""
    taken = Taken.objects.filter(kind=kind, object_id=str(object_id))
    (taken if user_id is None else taken.filter(user_id=user_id)).delete()


def drop_all_of(user_id: int) -> int:
    """Give back all that a person took (they leave). Answers how many."""
    return Taken.objects.filter(user_id=user_id).delete()[0]


def hand_over(leaver_id: int, successor_id: int) -> int:
    """Move all that a person took to their successor. Answers how many."""
    return Taken.objects.filter(user_id=leaver_id).update(user_id=successor_id)
