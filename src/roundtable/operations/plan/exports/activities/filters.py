"""What the list of activities can be narrowed to."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as lazy

from roundtable.kernel.links.listings import Choice, DateRange, Flag
from roundtable.operations.plan.exports.activities.names import Known
from roundtable.operations.plan.models import Action, Activity
from roundtable.operations.plan.queries.activities import LABELS, of_party_q, serves

YEARS: Final = (2020, 2032)
ROLES: Final = (("lead", lazy("as lead")), ("partner", lazy("as partner")), ("participant", lazy("as participant")))


def search(rows: QuerySet[Activity], words: str, actions: Mapping[str, Action]) -> QuerySet[Activity]:
    """Keep the activities that hold every word; a word that is the code of an action keeps those that serve it."""
    codes = {code.casefold(): action.pk for code, action in actions.items()}
    for word in words.casefold().split():
        rows = rows.filter(serves(action_id=codes[word]) if word in codes else Q(words__contains=word))
    return rows


def filters(known: Known, role: str) -> list[Any]:
    """What the list can be narrowed to; `role` says in which role the Party is looked for."""
    areas = {action.area.key: action.area for action in known.actions.values()}
    return [
        Choice(
            key="area",
            label=lazy("Area"),
            choices=[(key, str(area)) for key, area in areas.items()],
            apply=lambda rows, value: rows.filter(serves(action__area=areas[value])),
        ),
        Choice(
            key="action",
            label=lazy("Action"),
            choices=[(key, str(action)) for key, action in known.actions.items()],
            apply=lambda rows, value: rows.filter(serves(action_id=known.actions[value].pk)),
        ),
        Choice(
            key="party",
            label=lazy("Party or Partner"),
            choices=[(code, view.name) for code, view in known.parties.items()],
            apply=lambda rows, value: rows.filter(of_party_q(value, role)),
        ),
        # The role narrows the Party's filter; alone it says nothing.
        Choice(key="role", label=lazy("in which role"), choices=ROLES, apply=lambda rows, _value: rows),
        Choice(
            key="kind",
            label=LABELS["kind"],
            choices=Activity.Kind.choices,
            apply=lambda rows, value: rows.filter(kind=value),
        ),
        Choice(
            key="stage",
            label=LABELS["stage"],
            choices=Activity.Stage.choices,
            apply=lambda rows, value: rows.filter(stage=value),
        ),
        Choice(
            key="year",
            label=lazy("Year"),
            choices=[(str(year), str(year)) for year in range(*YEARS)],
            apply=lambda rows, value: between(rows, date(int(value), 1, 1), date(int(value), 12, 31)),
        ),
        DateRange(key="date", label=lazy("Takes place"), apply=lambda rows, days: between(rows, *days)),
        Choice(
            key="issue",
            label=lazy("Horizontal issue"),
            choices=[(issue.code, f"{issue.code} {issue.short_title}") for issue in known.issues],
            apply=lambda rows, value: rows.filter(issues__code=value, issues__gone=False),
        ),
        Flag(
            key="budget",
            label=lazy("Budget is known"),
            apply=lambda rows, value: rows.filter(budget__isnull=not value),
        ),
    ]


def between(rows: QuerySet[Activity], first: date | None, last: date | None) -> QuerySet[Activity]:
    """Keep what takes place, if only in part, between two days that both count."""
    if last:
        rows = rows.filter(starts__lte=last)
    if first:
        rows = rows.filter(Q(ends__gte=first) | Q(starts__gte=first))
    return rows
