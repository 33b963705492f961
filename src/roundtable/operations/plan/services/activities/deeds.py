"""Plan activities and change them."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Collision, NotThere
from roundtable.operations.plan.domain.activity import Facts, differences
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.activities import facts_of, with_everything
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activities.bin import put_aside
from roundtable.operations.plan.services.activities.facts import (
    Known,
    Leads,
    check,
    foreign_files,
    known,
    reference_taken,
    refuse,
    tidy,
)
from roundtable.operations.plan.services.activities.rows import write
from roundtable.operations.plan.services.activity_links import find_anew
from roundtable.operations.plan.signals import Happened


def plan(facts: Facts, *, by: User, at: datetime, key: UUID | None = None, demonstration: bool = False) -> Activity:
    """Plan an activity. The same key sent again by the same person gives the activity that was made with it.

    Raises `NotAllowed` for a lead whom the person does not work for, `Invalid` with a sentence for each fault.
    """
    facts = tidy(facts)
    try:
        return _made_with(key, by) or _plan(facts, by=by, at=at, key=key, demonstration=demonstration)
    except IntegrityError:
        # The same form arrived twice at the same instant: the other one made it.
        made = _made_with(key, by)
        if made is None:
            raise
        return made


def _made_with(key: UUID | None, by: User) -> Activity | None:
    return Activity.objects.filter(made_by_key=key, created_by=by).first() if key else None


@transaction.atomic
def _plan(facts: Facts, *, by: User, at: datetime, key: UUID | None, demonstration: bool) -> Activity:
    if facts.lead:
        require(by, Do.PLAN_ACTIVITY, Leads(facts.lead), at=at)
    by_codes = known(at.date())
    refuse(
        [
            *check(facts, by_codes=by_codes, today=at.date()),
            *reference_taken(facts, None),
            *foreign_files(facts, by, frozenset()),
        ]
    )
    activity = Activity(
        made_by_key=key, created_by=by, created_at=at, changed_at=at, demonstration=demonstration or by.demonstration
    )
    write(activity, facts, by_codes)
    remember(Happened.ACTIVITY_PLANNED, by=by, on=activity, at=at, after={"revision": 1, "title": facts.title})
    find_anew(activity)
    return activity


@transaction.atomic
def change(  # noqa: PLR0913 - what, by whom, when, on what they saw
    activity: Activity,
    facts: Facts,
    *,
    by: User,
    at: datetime,
    revision: int,
    happened: Happened = Happened.ACTIVITY_CHANGED,
) -> Activity:
    """Change an activity that the person saw at a revision; facts that change nothing leave no trace.

    Raises `Collision` when somebody saved meanwhile (nothing is overwritten), `Invalid` for faults, `NotAllowed` when
    the person works neither for the lead nor, where the lead changes, for the new one.
    """
    facts = tidy(facts)
    kept = with_everything(Activity.objects.filter(deleted_at=None).select_for_update()).filter(pk=activity.pk).first()
    if kept is None:
        raise NotThere("")
    require(by, Do.CHANGE_ACTIVITY, kept, at=at)
    if facts.lead != kept.lead_id:
        require(by, Do.PLAN_ACTIVITY, Leads(facts.lead), at=at)
    before, after = facts_of(kept).plain(), facts.plain()
    changed = differences(before, after)
    if not changed:
        return kept
    if kept.revision != revision:
        raise Collision(_("Somebody else saved this activity while you were changing it. Nothing was overwritten."))
    said = facts_of(kept)
    by_codes = known(at.date(), said)
    had = frozenset(one.file_id for one in kept.documents.all() if one.file_id is not None)
    refuse(
        [
            *check(facts, by_codes=by_codes, today=at.date(), before=said),
            *reference_taken(facts, kept.pk),
            *foreign_files(facts, by, had),
        ]
    )
    put_aside(had - {one.file_id for one in facts.documents if one.file_id is not None}, at=at)
    return write_changed(kept, facts, by_codes, by=by, at=at, happened=happened)


def write_changed(  # noqa: PLR0913 - what, by whom, when
    kept: Activity, facts: Facts, by_codes: Known, *, by: User | None, at: datetime, happened: Happened
) -> Activity:
    """Write facts that were checked over an activity, and remember what they were before."""
    before, after = facts_of(kept).plain(), facts.plain()
    changed = differences(before, after)
    kept.revision += 1
    kept.changed_at = at
    write(kept, facts, by_codes, changed)
    remember(
        happened,
        by=by,
        on=kept,
        at=at,
        before={**{name: before[name] for name in changed}, "revision": kept.revision - 1},
        after={**{name: after[name] for name in changed}, "revision": kept.revision},
    )
    find_anew(kept)
    return kept
