"""Money of the plan: what was budgeted, spent, promised and paid, divided by shares so that nothing counts twice."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet, Sum

from roundtable.operations.plan.domain.shares import divide
from roundtable.operations.plan.models import Activity, Area, Funding, Share
from roundtable.operations.plan.queries.activities import cents

CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """Sums in euro over some activities, or over their parts that serve one action.

    An unknown budget is not zero: `without_budget` says how many activities name none, and they have no gap either.
    """

    budget: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    pledged: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    gap: Decimal = Decimal(0)
    activities: int = 0
    without_budget: int = 0


AMOUNTS: Final = ("budget", "spent", "pledged", "paid", "gap")


class _Purse:
    """Sums in cents while they are being counted."""

    __slots__ = ("activities", "amounts", "without_budget")

    def __init__(self) -> None:
        self.amounts = [0] * len(AMOUNTS)
        self.activities = 0
        self.without_budget = 0

    def put(self, amounts: Iterable[int], *, without_budget: bool) -> None:
        self.amounts = [have + more for have, more in zip(self.amounts, amounts, strict=True)]
        self.activities += 1
        self.without_budget += without_budget

    def money(self) -> Money:
        sums = {name: Decimal(units) * CENT for name, units in zip(AMOUNTS, self.amounts, strict=True)}
        return Money(**sums, activities=self.activities, without_budget=self.without_budget)


@dataclass(frozen=True, slots=True)
class _Counted:
    """One activity's amounts in cents, and the year in which it begins."""

    amounts: tuple[int, ...]
    year: int | None
    without_budget: bool


def _amounts(activities: QuerySet[Activity]) -> dict[int, _Counted]:
    chosen = activities.order_by()
    ids = chosen.values("pk")
    fundings = Funding.objects.filter(activity_id__in=ids).order_by().values("activity_id")
    promised = {
        pk: (cents(pledged) or 0, cents(paid) or 0)
        for pk, pledged, paid in fundings.annotate(Sum("pledged"), Sum("paid")).values_list(
            "activity_id", "pledged__sum", "paid__sum"
        )
    }
    found = {}
    for pk, budget, spent, starts in chosen.values_list("pk", "budget", "spent", "starts"):
        planned = cents(budget)
        pledged, paid = promised.get(pk, (0, 0))
        gap = 0 if planned is None else max(planned - pledged, 0)
        found[pk] = _Counted(
            amounts=(planned or 0, cents(spent) or 0, pledged, paid, gap),
            year=starts.year if starts else None,
            without_budget=planned is None,
        )
    return found


def added(parts: Iterable[Money]) -> Money:
    """Add up sums that were made apart; an activity in several of them counts in each."""
    whole = Money()
    for part in parts:
        whole = Money(*(getattr(whole, field.name) + getattr(part, field.name) for field in fields(Money)))
    return whole


def total(activities: QuerySet[Activity]) -> Money:
    """Sum up the money of the activities. Two queries."""
    purse = _Purse()
    for one in _amounts(activities).values():
        purse.put(one.amounts, without_budget=one.without_budget)
    return purse.money()


def by_year(activities: QuerySet[Activity]) -> dict[int | None, Money]:
    """Sum up by the year in which an activity begins; None gathers those without dates. Two queries."""
    purses: dict[int | None, _Purse] = {}
    for one in _amounts(activities).values():
        purses.setdefault(one.year, _Purse()).put(one.amounts, without_budget=one.without_budget)
    return {year: purses[year].money() for year in sorted(purses, key=lambda year: (year is None, year or 0))}


def by_action(activities: QuerySet[Activity]) -> dict[int, Money]:
    """Sum up by action (its id): the sum over all actions is that over the activities, to the cent. Three queries."""
    return {int(key): money for key, money in _by_share(activities, "action_id").items()}


def by_area(activities: QuerySet[Activity]) -> dict[str, Money]:
    """Sum up by area (its key); who serves two actions of an area is counted there once. Four queries."""
    keys = {area.pk: area.key for area in Area.objects.all()}
    return {keys[int(number)]: money for number, money in _by_share(activities, "action__area_id").items()}


def _by_share(activities: QuerySet[Activity], field: str) -> dict[int | str, Money]:
    counted = _amounts(activities)
    shares: dict[int, list[tuple[int | str, int]]] = {pk: [] for pk in counted}
    rows = Share.objects.filter(activity_id__in=activities.order_by().values("pk")).order_by("activity_id", "pk")
    for pk, key, share in rows.values_list("activity_id", field, "share"):
        if pk in shares:
            shares[pk].append((key, int(share * 10_000)))
    purses: dict[int | str, _Purse] = {}
    for pk, one in counted.items():
        parts: dict[int | str, list[int]] = {}
        weights = [weight for _, weight in shares[pk]]
        divided = [divide(amount, weights) for amount in one.amounts] if weights else []
        for place, (key, _) in enumerate(shares[pk]):
            here = parts.setdefault(key, [0] * len(AMOUNTS))
            for which, of_amount in enumerate(divided):
                here[which] += of_amount[place]
        for key, amounts in parts.items():
            purses.setdefault(key, _Purse()).put(amounts, without_budget=one.without_budget)
    return {key: purse.money() for key, purse in purses.items()}
