"""What the roof puts side by side."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from roundtable.ground.trust.public import Person, actor, names_of
from roundtable.kernel.base.middleware import at
from roundtable.kernel.links import waiting
from roundtable.kernel.links.waiting import Waiting
from roundtable.kernel.tasks.models import Worker

SOON = timedelta(days=7)
SILENT = timedelta(minutes=2)


@dataclass(frozen=True)
class Desk:
    """What waits for a person, sorted by how much it presses, and who took what."""

    pressing: list[Waiting]
    later: list[Waiting]
    takers: dict[int, str]

    @property
    def count(self) -> int:
        """How many things wait in all."""
        return len(self.pressing) + len(self.later)

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(thing.late for thing in self.pressing)


def desk_of(person: Person, *, now: datetime) -> Desk:
    """Give what waits for a person; pressing is what is late or due within a week."""
    things = waiting.waiting_for(person, now)
    pressing = [thing for thing in things if thing.late or (thing.due is not None and thing.due <= now + SOON)]
    later = [thing for thing in things if thing not in pressing]
    takers = names_of({thing.taken_by for thing in things if thing.taken_by is not None})
    return Desk(pressing, later, takers)


def takes_part_in(request: HttpRequest) -> bool:
    """Whether the reader holds a function today."""
    return bool(actor(request.user, at(request)).functions)


def workers_at(now: datetime) -> list[Worker]:
    """Give the background workers that were heard of in the last two minutes."""
    return list(Worker.objects.filter(stopped_at=None, seen_at__gte=now - SILENT))
