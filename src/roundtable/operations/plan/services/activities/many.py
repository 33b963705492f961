"""Write many activities whose facts were checked, in a number of queries that hardly grows with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from roundtable.ground.trust.public import User, remember
from roundtable.kernel.links import search
from roundtable.operations.plan.domain.activity import Facts
from roundtable.operations.plan.models import Activity, Funding, Share
from roundtable.operations.plan.queries.activities import facts_of
from roundtable.operations.plan.services.activities.facts import Known
from roundtable.operations.plan.services.activities.rows import BATCH, COLUMNS, fill, fundings_of, link, shares_of
from roundtable.operations.plan.services.activity_links import KIND, entries_of
from roundtable.operations.plan.signals import Happened

PARTIES: Final = {"partners": Activity.partners.through, "participants": Activity.participants.through}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An activity as it is kept, what is to be said of it, and the names of the facts that differ."""

    kept: Activity
    facts: Facts
    changed: tuple[str, ...]


def write_new(
    many: Sequence[Facts], by_codes: Known, *, by: User | None, at: datetime, happened: Happened
) -> list[Activity]:
    """Write new activities."""
    demonstration = bool(by and by.demonstration)
    made = []
    for facts in many:
        activity = Activity(created_by=by, created_at=at, changed_at=at, demonstration=demonstration)
        fill(activity, facts)
        made.append(activity)
    Activity.objects.bulk_create(made, batch_size=BATCH)
    pairs = list(zip(made, many, strict=True))
    for name in (*PARTIES, "issues"):
        _link(name, pairs, by_codes)
    _write_money_and_shares(pairs, pairs, by_codes)
    for one in made:
        remember(happened, by=by, on=one, at=at, after={"revision": 1, "title": one.title})
    search.index_all(entries_of([one.pk for one in made]))
    return made


def write_changes(
    many: Sequence[Rewritten], by_codes: Known, *, by: User | None, at: datetime, happened: Happened
) -> None:
    """Write facts over activities that nobody else changed meanwhile, and remember what they were before."""
    before = {one.kept.pk: facts_of(one.kept).plain() for one in many}
    for one in many:
        one.kept.revision += 1
        one.kept.changed_at = at
        fill(one.kept, one.facts)
    Activity.objects.bulk_create(
        [one.kept for one in many],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*COLUMNS, "lead", "words", "revision", "changed_at"],
    )
    for name in (*PARTIES, "issues"):
        pairs = [(one.kept, one.facts) for one in many if name in one.changed]
        through = PARTIES.get(name, Activity.issues.through)
        _forget(through, [activity.pk for activity, _facts in pairs])
        _link(name, pairs, by_codes)
    shares = [(one.kept, one.facts) for one in many if "shares" in one.changed]
    fundings = [(one.kept, one.facts) for one in many if "fundings" in one.changed]
    _forget(Share, [activity.pk for activity, _facts in shares])
    _forget(Funding, [activity.pk for activity, _facts in fundings])
    _write_money_and_shares(fundings, shares, by_codes)
    for one in many:
        after = one.facts.plain()
        remember(
            happened,
            by=by,
            on=one.kept,
            at=at,
            before={**{name: before[one.kept.pk][name] for name in one.changed}, "revision": one.kept.revision - 1},
            after={**{name: after[name] for name in one.changed}, "revision": one.kept.revision},
        )
    search.index_anew(KIND, entries_of([one.kept.pk for one in many]))


def _forget(model: Any, numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), BATCH):
        model._default_manager.filter(activity_id__in=numbers[start : start + BATCH]).delete()


def _link(name: str, pairs: Iterable[tuple[Activity, Facts]], by_codes: Known) -> None:
    if name in PARTIES:
        link(PARTIES[name], "party_id", [(one.pk, code) for one, facts in pairs for code in getattr(facts, name)])
        return
    numbers = {code: issue.pk for code, issue in by_codes.issues.items()}
    named = [(one.pk, numbers[code]) for one, facts in pairs for code in facts.issues]
    link(Activity.issues.through, "horizontalissue_id", named)


def _write_money_and_shares(
    money: Iterable[tuple[Activity, Facts]], shared: Iterable[tuple[Activity, Facts]], by_codes: Known
) -> None:
    shares = [row for one, facts in shared for row in shares_of(one, facts.shares, by_codes)]
    Share.objects.bulk_create(shares, batch_size=BATCH)
    Funding.objects.bulk_create([row for one, facts in money for row in fundings_of(one, facts)], batch_size=BATCH)
