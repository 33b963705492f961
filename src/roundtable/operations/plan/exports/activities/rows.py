"""Activities with what their rows need besides their own columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet, Sum

from roundtable.operations.plan.models import Activity, Funding, Share
from roundtable.operations.plan.queries.rounds import every_action

CHUNK: Final = 5_000


class Rows(QuerySet[Activity]):
    """Activities that bring what their rows need as plain values: one query for each kind, whatever the number."""

    wide = True

    def _clone(self) -> "Rows":
        made: Rows = super()._clone()  # type: ignore[misc]  # Django's own way to carry a queryset's settings on
        made.wide = self.wide
        return made

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh:
            attach(self._result_cache or [], wide=self.wide)


def rows_of(activities: QuerySet[Activity], *, wide: bool = True) -> Rows:
    """Give activities that bring what their rows need; not `wide` leaves out what only the wide list shows."""
    chosen = activities.defer("about", "outputs", "words")
    rows = Rows(model=Activity, query=chosen.query, using=chosen.db)
    rows.wide = wide
    return rows


class ShareRow(NamedTuple):
    """An action that an activity serves, as its row shows it."""

    key: str
    label: str
    area: int
    share: Decimal


@dataclass(slots=True)
class Row:
    """What belongs to an activity besides its own columns."""

    shares: list[ShareRow] = field(default_factory=list)
    pledged: Decimal = Decimal(0)
    partners: set[str] = field(default_factory=set)
    participants: set[str] = field(default_factory=set)
    issues: list[str] = field(default_factory=list)


def attach(activities: Sequence[Any], *, wide: bool = True) -> None:
    """Read what belongs to these activities and hang it on them as `row`.

    Six queries, four when not `wide`; one less in a request that has read the actions already.
    """
    found: dict[int, Row] = {}
    for one in activities:
        one.row = found[one.pk] = Row()
    # Databases limit how many values a question may carry.
    ids = list(found)
    for start in range(0, len(ids), CHUNK):
        _attach_some(found, ids[start : start + CHUNK], wide=wide)


def _attach_some(found: dict[int, Row], ids: Sequence[int], *, wide: bool) -> None:
    actions = {action.pk: (place, action) for place, action in enumerate(every_action())}
    shares = Share.objects.filter(activity_id__in=ids).order_by().values_list("activity_id", "action_id", "share")
    for pk, number, share in sorted(shares, key=lambda row: actions[row[1]][0]):
        action = actions[number][1]
        found[pk].shares.append(ShareRow(action.key, action.label, action.area.number, share))
    promised = Funding.objects.filter(activity_id__in=ids).order_by().values("activity_id").annotate(Sum("pledged"))
    for pk, amount in promised.values_list("activity_id", "pledged__sum"):
        found[pk].pledged = amount
    participants = Activity.participants.through.objects.filter(activity_id__in=ids)
    for pk, code in participants.values_list("activity_id", "party_id"):
        found[pk].participants.add(code)
    if not wide:
        return
    for pk, code in Activity.partners.through.objects.filter(activity_id__in=ids).values_list(
        "activity_id", "party_id"
    ):
        found[pk].partners.add(code)
    named = Activity.issues.through.objects.filter(activity_id__in=ids).order_by("horizontalissue__number")
    for pk, code in named.values_list("activity_id", "horizontalissue__code"):
        found[pk].issues.append(code)
