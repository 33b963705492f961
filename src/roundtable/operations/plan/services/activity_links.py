"""What activities offer to the rest of the house: search, the bin, mentions of a code, access to their files."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.links import search
from roundtable.kernel.links.bins import Binned
from roundtable.kernel.links.mentions import Mention
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries import activities as queries
from roundtable.operations.plan.queries.frame import action_by

KIND: Final = "plan.activity"
MOST_MENTIONS: Final = 20
AT_ONCE: Final = 1000


def entry_of(activity: Activity) -> search.Entry:
    """Make an activity findable: by its words and by the codes of its actions, for those who may read it."""
    scopes = {Activity.Audience.PUBLIC: "public", Activity.Audience.PARTIES: "parties"}
    return search.Entry(
        kind=KIND,
        object_id=activity.pk,
        title=activity.title,
        url=reverse("plan:activity", args=[activity.pk]),
        text="\n".join(filter(None, (activity.about, activity.outputs, activity.place, activity.reference))),
        codes=[share.action.code for share in activity.shares.all() if not share.action.gone],
        scope=scopes.get(Activity.Audience(activity.audience), str(activity.lead_id)),
        demonstration=activity.demonstration,
    )


def every_entry() -> Iterable[search.Entry]:
    """Give every activity that is not in the bin, for the index to be built anew."""
    kept = Activity.objects.filter(deleted_at=None).prefetch_related(queries.shares_in_order())
    for activity in kept.order_by("pk").iterator(chunk_size=1000):
        yield entry_of(activity)


def entries_of(numbers: Sequence[int]) -> Iterable[search.Entry]:
    """Give the entries of some activities."""
    # Databases limit how many values a question may carry.
    for start in range(0, len(numbers), AT_ONCE):
        kept = Activity.objects.filter(pk__in=numbers[start : start + AT_ONCE])
        yield from (entry_of(activity) for activity in kept.prefetch_related(queries.shares_in_order()))


def found_by(person: Person, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the entries that a person may find: public ones, those of the dialogue, and those of their own scopes."""
    who = actor(person)
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        return entries
    scopes = {"public", "parties", *who.scopes} if who.functions else {"public"}
    return entries.filter(scope__in=scopes)


SEARCH: Final = search.Source(kind=KIND, label=lazy("Activities"), rebuild=every_entry, allowed=found_by, order=30)


def find_anew(activity: Activity) -> None:
    """Bring the search up to date with an activity, in the surrounding transaction."""
    if activity.deleted_at is None:
        kept = Activity.objects.prefetch_related(queries.shares_in_order()).get(pk=activity.pk)
        search.index(entry_of(kept))
    else:
        search.forget(KIND, activity.pk)


def in_the_bin(person: Person, at: datetime) -> list[Binned]:
    """Give the activities that a person may bring back."""
    return [
        Binned(
            title=one.title,
            kind=_("Activity"),
            deleted_at=one.deleted_at,
            until=one.deleted_at + queries.KEPT_IN_BIN,
            restore_url=reverse("plan:activity-restore", args=[one.pk]),
        )
        for one in queries.deleted_visible_to(person, at=at)
        if one.deleted_at is not None
    ]


def mentions(code: str, person: Person, at: datetime) -> list[Mention]:
    """Give the newest activities that serve an action, as far as the person may read them."""
    action = action_by(code)
    if action is None:
        return []
    found = queries.serving(action, person=person, at=at).order_by("-starts", "-pk")[:MOST_MENTIONS]
    return [Mention(one.title, reverse("plan:activity", args=[one.pk]), _("Activity")) for one in found]


def readable_files(person: Person) -> Q:
    """The condition for files of activities that a person may read now."""
    return queries.readable_files(person, at=timezone.now())
