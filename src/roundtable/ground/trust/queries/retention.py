"""What must be gone by now: whose months are over, and which rows they leave."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, QuerySet
from django.utils.timezone import get_current_timezone, make_aware

from roundtable.ground.trust.domain.keeping import before
from roundtable.ground.trust.models import Gone, Hold, Term, User
from roundtable.ground.trust.queries.held import labels_of, months_of
from roundtable.ground.trust.readership import personal
from roundtable.ground.trust.readership.held import LEFT, Goes, Held

NOWHERE = "@erased.invalid"
"""What stands where an address was erased before its person is: nobody gets mail there."""


@dataclass(frozen=True)
class Due:
    """Rows of one table that must be gone, or people of whom something must be."""

    held: Held
    rows: QuerySet[Any]

    @property
    def what(self) -> str:
        """What of them goes."""
        return str(self.held.goes.name).lower()


def holds_in_force(today: date) -> QuerySet[Hold]:
    """Give the holds that keep something from being erased on a day."""
    return Hold.objects.filter(confirmed_at__isnull=False, lifted_at=None, until__gte=today)


def is_held(person: User, today: date) -> bool:
    """Whether nothing about a person may be erased today."""
    return holds_in_force(today).filter(user=person).exists()


def departures(today: date) -> dict[int, date]:
    """Give on which day each person left who holds nothing any more; nobody who still does, or will."""
    last: dict[int, date] = {}
    staying: set[int] = set()
    for number, ends in Term.objects.order_by("pk").values_list("user_id", "ends"):
        if ends is None or ends >= today:
            staying.add(number)
        else:
            last[number] = max(last.get(number, ends), ends)
    left = {}
    people = User.objects.values_list("pk", "is_active", "joined_at", "deactivated_at")
    for number, active, joined, closed in people:
        if not active:
            left[number] = (closed or joined).date()
        elif number not in staying:
            left[number] = last.get(number, joined.date())
    return left


def due(at: datetime) -> Iterator[Due]:
    """Give everything that must be gone at an instant and is still there. To be read where everything is reached."""
    today = at.date()
    kept = set(holds_in_force(today).values_list("user_id", flat=True))
    addresses = [one.email for one in User.objects.filter(pk__in=kept) if one.email]
    left = {number: day for number, day in departures(today).items() if number not in kept}
    for held in personal:
        if held.goes is Goes.ROW:
            rows = _rows(held, today, left, kept, addresses)
        elif held.goes is Goes.ADDRESS:
            rows = User.objects.filter(pk__in=_with_address(gone_by(left, today, labels_of(held)["email"].keep_months)))
        elif held.goes is Goes.PERSON and held.model == User._meta.label_lower:
            rows = User.objects.filter(pk__in=_not_erased(gone_by(left, today, months_of(held))))
        else:
            continue
        yield Due(held, rows)


def gone_by(left: dict[int, date], today: date, months: int) -> list[int]:
    """Give who left so long ago that what is kept for some months must be gone."""
    return [number for number, day in left.items() if day < before(today, months)]


def _rows(
    held: Held, today: date, left: dict[int, date], kept: Collection[int], addresses: Collection[str]
) -> QuerySet[Any]:
    model: Any = apps.get_model(held.model)
    rows: QuerySet[Any] = model._default_manager.filter(**held.within)
    if held.since == LEFT:
        return rows.filter(**{f"{held.whose}__in": gone_by(left, today, months_of(held))})
    day = before(today, months_of(held))
    rows = rows.filter(**{f"{held.since}__lt": _as_column(model, held.since, day)})
    spared = list(addresses if held.by_address else kept)
    if not spared:
        return rows
    theirs = model._default_manager.filter(**{f"{held.whose}__in": spared}).values_list("pk", flat=True)
    return rows.exclude(pk__in=list(theirs))


def _as_column(model: Any, path: str, day: date) -> date | datetime:
    """Give a day as the column at the end of a path keeps it: as a day, or as the instant at which it begins."""
    column: Any = None
    for name in path.split("__"):
        column = model._meta.get_field(name)
        model = column.related_model or model
    if isinstance(column, DateTimeField):
        return make_aware(datetime.combine(day, time.min), get_current_timezone())
    return day


def _not_erased(numbers: Iterable[int]) -> list[int]:
    """Keep those whose key still opens something."""
    return [one.pk for one in User.objects.filter(pk__in=list(numbers)) if one.name or one.email]


def _with_address(numbers: Iterable[int]) -> list[int]:
    """Keep those in whose account an address still stands."""
    people = User.objects.filter(pk__in=list(numbers))
    return [one.pk for one in people if one.email and not one.email.endswith(NOWHERE)]


def lately(limit: int = 200) -> QuerySet[Gone]:
    """Give what was erased, the newest first."""
    return Gone.objects.all()[:limit]
