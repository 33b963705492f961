"""Remember who read what is restricted."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from roundtable.ground.trust.domain.chain import Family, chain_of
from roundtable.ground.trust.models import Reading, User
from roundtable.ground.trust.services.chain import append, hold
from roundtable.ground.trust.signals import Handed
from roundtable.kernel.base.walls.reach import looking_across

Way = Reading.Way

ONE_VIEW = timedelta(minutes=15)
"""A page that refreshes, is saved by itself or is asked for piece by piece within this time is one view."""


@looking_across("whoever reads is remembered, also where they may not read the log afterwards")
def remember_reading(things: Collection[Handed], *, by: User, way: Way, at: datetime) -> list[Reading]:
    """Remember that somebody is handed these things, each once for a view; gives what was written.

    A constant number of queries, and one alone where all of it belongs to a view that was remembered before.
    """
    fresh = _not_yet(things, by, way, at)
    if not fresh:
        return []
    with transaction.atomic():
        # Two pieces of one page may be asked for at once: whoever comes second sees what the first wrote.
        hold({chain_of(Family.READINGS, thing.scope) for thing in fresh})
        rows = [
            Reading(
                at=at,
                by=by,
                kind=thing.kind,
                object_id=thing.object_id,
                label=thing.label[:250],
                scope=thing.scope,
                way=Way.FILE if thing.as_file else way,
                purpose=thing.purpose[:250],
                demonstration=thing.demonstration,
            )
            for thing in _not_yet(fresh, by, way, at)
        ]
        append(rows)
    return rows


def newest() -> int:
    """Give the number by which what is remembered from now on can be told from what was before."""
    return Reading.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def since(number: int) -> list[Reading]:
    """Give what was remembered since."""
    return list(Reading.objects.filter(pk__gt=number).order_by("pk"))


def _not_yet(things: Collection[Handed], by: User, way: Way, at: datetime) -> list[Handed]:
    seen = set(
        Reading.objects.filter(by=by, at__gt=at - ONE_VIEW, at__lte=at + ONE_VIEW).values_list(
            "kind", "object_id", "way"
        )
    )
    return [
        thing for thing in things if (thing.kind, thing.object_id, str(Way.FILE if thing.as_file else way)) not in seen
    ]
