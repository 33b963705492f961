"""Plan activities, change them, put them in the bin and take them out again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.parties.public import names, parties_on
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Collision, Invalid, NotThere
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.links import search
from roundtable.operations.plan.domain.activity import (
    MESSAGES,
    NEXT,
    Facts,
    Fault,
    ShareOf,
    Stage,
    differences,
    faults,
    may_follow,
)
from roundtable.operations.plan.models import (
    Action,
    Activity,
    ActivityDocument,
    Funding,
    HorizontalIssue,
    Share,
)
from roundtable.operations.plan.queries.activities import (
    KEPT_IN_BIN,
    actions_by_key,
    facts_of,
    issues,
    key_of,
    with_everything,
)
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activity_links import entries_of, find_anew
from roundtable.operations.plan.signals import Happened

FILES: Final = "plan.activity"
"""The purpose under which files of activities are stored."""
SPREADSHEETS: Final = "plan.activities-import"
"""The purpose under which a spreadsheet waits for its confirmation; no rule lets anybody download it."""
BATCH: Final = 1000
ABANDONED: Final = timedelta(days=2)
"""How long a file waits for the form with which it was handed in."""


@dataclass(frozen=True, slots=True)
class Leads:
    """Whose an activity will be: the thing that rules ask about before the activity exists."""

    scope: str


@dataclass(frozen=True)
class Known:
    """The codes that facts may name, read once for a form or for a whole spreadsheet."""

    parties: frozenset[str]
    partners: frozenset[str]
    actions: Mapping[str, Action]
    issues: Mapping[str, HorizontalIssue]


def known(day: date, facts: Facts | None = None) -> Known:
    """Read the codes that may be named: Parties and Partners, actions and issues in force or kept by the facts."""
    keys = [share.action for share in facts.shares] if facts else []
    kept_issues = facts.issues if facts else ()
    return Known(
        parties=frozenset(names()),
        partners=frozenset(view.code for view in parties_on(day, "partner")),
        actions=actions_by_key(keys),
        issues={key_of(issue): issue for issue in issues(kept_issues)},
    )


def tidy(facts: Facts) -> Facts:
    """Give the facts without what slips in by accident: spaces around texts, a lead who is its own partner, doubles."""
    return replace(
        facts,
        title=" ".join(facts.title.split()),
        reference=facts.reference.strip(),
        place=" ".join(facts.place.split()),
        about=normalize_newlines(facts.about).strip(),
        outputs=normalize_newlines(facts.outputs).strip(),
        partners=tuple(sorted({code for code in facts.partners if code != facts.lead})),
        participants=tuple(sorted(set(facts.participants))),
        issues=tuple(sorted(set(facts.issues))),
    )


def check(facts: Facts, *, by_codes: Known, today: date, before: str | None = None) -> list[Fault]:
    """Everything that keeps the facts from being kept, in the order of the form; `before` is the stage they had."""
    found = faults(facts, today=today)
    named = [("lead", facts.lead), *(("partners", code) for code in facts.partners)]
    named += [("participants", code) for code in facts.participants]
    found += [
        Fault(name, "party_unknown", {"value": code}) for name, code in named if code and code not in by_codes.parties
    ]
    found += [
        Fault("participants", "participant_is_partner", {"value": code})
        for code in facts.participants
        if code in by_codes.partners
    ]
    found += [
        Fault("shares", "share_unknown", {"value": share.action})
        for share in facts.shares
        if share.action not in by_codes.actions
    ]
    found += [
        Fault("issues", "issue_unknown", {"value": code, "choices": ", ".join(by_codes.issues)})
        for code in facts.issues
        if code not in by_codes.issues
    ]
    for name, value, choices in (
        ("kind", facts.kind, Activity.Kind),
        ("audience", facts.audience, Activity.Audience),
    ):
        if value not in choices.values:
            options = ", ".join(str(label) for label in choices.labels)
            found.append(Fault(name, f"{name}_unknown", {"value": value, "choices": options}))
    if before is not None and facts.stage in set(Stage) and not may_follow(before, facts.stage):
        labels = dict(Activity.Stage.choices)
        options = ", ".join(str(labels[stage]) for stage in Stage if stage in NEXT[Stage(before)])
        values = {"before": labels[before], "after": labels[facts.stage], "choices": options}
        found.append(Fault("stage", "stage_jump", values))
    return found


def sentence(fault: Fault) -> str:
    """Say a fault in the reader's language."""
    values = {
        name: date_format(value, "DATE_FORMAT") if isinstance(value, date) else value
        for name, value in fault.values.items()
    }
    return _(MESSAGES[fault.code]) % values


def refuse(found: Sequence[Fault]) -> None:
    """Raise `Invalid` with each fault's sentence under its field; nothing happens when there is none."""
    if not found:
        return
    fields: dict[str, list[str]] = {}
    for fault in found:
        fields.setdefault(fault.field, []).append(sentence(fault))
    text = ngettext(
        "The activity was not saved: %(count)s thing has to be put right.",
        "The activity was not saved: %(count)s things have to be put right.",
        len(found),
    )
    raise Invalid(text % {"count": len(found)}, fields=fields)


@transaction.atomic
def plan(facts: Facts, *, by: User, at: datetime, key: UUID | None = None, demonstration: bool = False) -> Activity:
    """Plan an activity. The same key sent again by the same person gives the activity that was made with it.

    Raises `NotAllowed` for a lead whom the person does not work for, `Invalid` with a sentence for each fault.
    """
    facts = tidy(facts)
    made = Activity.objects.filter(made_by_key=key, created_by=by).first() if key else None
    if made is not None:
        return made
    if facts.lead:
        require(by, Do.PLAN_ACTIVITY, Leads(facts.lead), at=at)
    by_codes = known(at.date())
    refuse(
        [
            *check(facts, by_codes=by_codes, today=at.date()),
            *_reference_taken(facts, None),
            *_foreign_files(facts, by, frozenset()),
        ]
    )
    activity = Activity(
        made_by_key=key, created_by=by, created_at=at, changed_at=at, demonstration=demonstration or by.demonstration
    )
    _write(activity, facts, by_codes)
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
    by_codes = known(at.date(), facts_of(kept))
    had = frozenset(one.file_id for one in kept.documents.all() if one.file_id is not None)
    refuse(
        [
            *check(facts, by_codes=by_codes, today=at.date(), before=kept.stage),
            *_reference_taken(facts, kept.pk),
            *_foreign_files(facts, by, had),
        ]
    )
    _put_aside(had - {one.file_id for one in facts.documents if one.file_id is not None}, at=at)
    return write_changed(kept, facts, by_codes, by=by, at=at, happened=happened)


def write_changed(  # noqa: PLR0913 - what, by whom, when
    kept: Activity, facts: Facts, by_codes: Known, *, by: User | None, at: datetime, happened: Happened
) -> Activity:
    """Write facts that were checked over an activity, and remember what they were before."""
    before, after = facts_of(kept).plain(), facts.plain()
    changed = differences(before, after)
    kept.revision += 1
    kept.changed_at = at
    _write(kept, facts, by_codes, changed)
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


def write_new(many: Sequence[Facts], by_codes: Known, *, by: User | None, at: datetime) -> list[Activity]:
    """Write many new activities whose facts were checked, in a constant number of queries."""
    demonstration = bool(by and by.demonstration)
    made = []
    for facts in many:
        activity = Activity(created_by=by, created_at=at, changed_at=at, demonstration=demonstration)
        _fill(activity, facts)
        made.append(activity)
    Activity.objects.bulk_create(made, batch_size=BATCH)
    pairs = list(zip(made, many, strict=True))
    link(Activity.partners.through, "party_id", [(one.pk, code) for one, facts in pairs for code in facts.partners])
    link(
        Activity.participants.through,
        "party_id",
        [(one.pk, code) for one, facts in pairs for code in facts.participants],
    )
    numbers = {code: issue.pk for code, issue in by_codes.issues.items()}
    issues_named = [(one.pk, numbers[code]) for one, facts in pairs for code in facts.issues]
    link(Activity.issues.through, "horizontalissue_id", issues_named)
    Share.objects.bulk_create(
        [row for one, facts in pairs for row in _shares(one, facts.shares, by_codes)], batch_size=BATCH
    )
    Funding.objects.bulk_create([row for one, facts in pairs for row in _fundings(one, facts)], batch_size=BATCH)
    search.index_all(entries_of([one.pk for one in made]))
    return made


def link(through: Any, column: str, pairs: Sequence[tuple[int, Any]]) -> None:
    """Write the rows that tie new activities to Parties or issues, many at a time."""
    rows = [through(**{"activity_id": pk, column: code}) for pk, code in pairs]
    through._default_manager.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def put_in_bin(activity: Activity, *, by: User, at: datetime) -> None:
    """Put an activity in the bin, from which its owners can take it for thirty days. Doing it twice changes nothing."""
    kept = Activity.objects.select_for_update().get(pk=activity.pk)
    require(by, Do.DELETE_ACTIVITY, kept, at=at)
    if kept.deleted_at is not None:
        return
    kept.deleted_at, kept.deleted_by = at, by
    kept.revision += 1
    kept.save(update_fields=["deleted_at", "deleted_by", "revision"])
    remember(Happened.ACTIVITY_DELETED, by=by, on=kept, at=at, after={"revision": kept.revision})
    find_anew(kept)


@transaction.atomic
def restore(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Take an activity out of the bin as it was. Raises `NotThere` once its thirty days are over."""
    kept = Activity.objects.select_for_update().get(pk=activity.pk)
    require(by, Do.RESTORE_ACTIVITY, kept, at=at)
    if kept.deleted_at is None:
        return kept
    if kept.deleted_at + KEPT_IN_BIN <= at:
        raise NotThere(_("The thirty days in which this could be brought back are over."))
    kept.deleted_at = kept.deleted_by = None
    kept.revision += 1
    kept.save(update_fields=["deleted_at", "deleted_by", "revision"])
    remember(Happened.ACTIVITY_RESTORED, by=by, on=kept, at=at, after={"revision": kept.revision})
    find_anew(kept)
    return kept


@transaction.atomic
def empty_bin(*, at: datetime) -> int:
    """Erase what has been in the bin for more than thirty days, and files whose form was never saved.

    The history stays. Gives how many activities were erased.
    """
    gone = Activity.objects.filter(deleted_at__lte=at - KEPT_IN_BIN)
    documents = ActivityDocument.objects.filter(activity__in=gone)
    files = {number for number in documents.values_list("file_id", flat=True) if number is not None}
    _count, by_model = gone.delete()
    waiting = StoredFile.objects.filter(purpose__in=[FILES, SPREADSHEETS], deleted_at=None, kept_at__lte=at - ABANDONED)
    attached = ActivityDocument.objects.filter(file_id__isnull=False).values("file_id")
    for stored in StoredFile.objects.filter(pk__in=files) | waiting.exclude(pk__in=attached):
        store.delete(stored, at=at)
    return by_model.get("plan.Activity", 0)


def _put_aside(numbers: Iterable[int], *, at: datetime) -> None:
    for stored in StoredFile.objects.filter(pk__in=list(numbers), deleted_at=None):
        store.delete(stored, at=at)


def _foreign_files(facts: Facts, by: User, had: frozenset[int]) -> list[Fault]:
    """A file may be attached by whoever handed it in, and only once: nobody attaches what they could not read."""
    new = {one.file_id for one in facts.documents if one.file_id is not None} - had
    if not new:
        return []
    own = set(
        StoredFile.objects.filter(pk__in=new, purpose=FILES, by_id=by.pk, deleted_at=None).values_list("pk", flat=True)
    )
    attached = set(ActivityDocument.objects.filter(file_id__in=new).values_list("file_id", flat=True))
    return [Fault("documents", "document_foreign")] if new - (own - attached) else []


def words_text(title: str, reference: str, place: str, about: str) -> str:
    """The small letters in which the search of the list looks."""
    return f"{title}\n{reference}\n{place}\n{about}".casefold()


def _reference_taken(facts: Facts, besides: int | None) -> list[Fault]:
    if not facts.reference:
        return []
    others = Activity.objects.filter(lead=facts.lead, reference=facts.reference).exclude(pk=besides or 0)
    taken = others.values_list("title", "deleted_at").first()
    if taken is None:
        return []
    code = "reference_taken" if taken[1] is None else "reference_in_bin"
    return [Fault("reference", code, {"value": facts.reference, "title": taken[0]})]


def _write(activity: Activity, facts: Facts, by_codes: Known, changed: Iterable[str] | None = None) -> None:
    """Write the facts into the tables; `changed` names the only fields that need writing."""
    _fill(activity, facts)
    activity.save()
    names_changed = set(changed) if changed is not None else {*facts.plain()}
    if "partners" in names_changed:
        activity.partners.set(cast("Any", facts.partners))
    if "participants" in names_changed:
        activity.participants.set(cast("Any", facts.participants))
    if "issues" in names_changed:
        activity.issues.set([by_codes.issues[code] for code in facts.issues])
    if "shares" in names_changed:
        _write_rows(activity, Share, _shares(activity, facts.shares, by_codes))
    if "fundings" in names_changed:
        _write_rows(activity, Funding, _fundings(activity, facts))
    if "documents" in names_changed:
        documents = [
            ActivityDocument(activity=activity, title=one.title.strip(), link=one.link, file_id=one.file_id)
            for one in facts.documents
        ]
        _write_rows(activity, ActivityDocument, documents)


def _fill(activity: Activity, facts: Facts) -> None:
    plain_fields = ("title", "kind", "stage", "audience", "reference", "about", "starts", "ends", "place", "online")
    for name in (*plain_fields, "budget", "spent", "outputs"):
        setattr(activity, name, getattr(facts, name))
    activity.lead_id = facts.lead
    activity.words = words_text(facts.title, facts.reference, facts.place, facts.about)


def _fundings(activity: Activity, facts: Facts) -> list[Funding]:
    return [
        Funding(activity=activity, source=one.source.strip(), pledged=one.pledged, paid=one.paid)
        for one in facts.fundings
    ]


def _shares(activity: Activity, shares: Sequence[ShareOf], by_codes: Known) -> list[Share]:
    return [
        Share(activity=activity, action=by_codes.actions[one.action], share=one.percent / Decimal(100))
        for one in shares
    ]


def _write_rows(activity: Activity, model: type[Any], rows: Sequence[Any]) -> None:
    model.objects.filter(activity=activity).delete()
    model.objects.bulk_create(rows)
