"""Whether the facts that people hand in can be kept, and in what words they are refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.parties.public import names, parties_on
from roundtable.ground.trust.public import User, below
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files.models import StoredFile
from roundtable.operations.plan.domain.activity import MESSAGES, NEXT, Facts, Fault, Stage, faults, may_follow
from roundtable.operations.plan.models import Action, Activity, ActivityDocument, HorizontalIssue
from roundtable.operations.plan.queries.activities import actions_by_key, issues
from roundtable.operations.plan.queries.markings import of_audience
from roundtable.operations.plan.services.activities.bin import FILES


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
    """Read what may be named: Parties and Partners, actions, and the issues in force or kept by the facts."""
    kept_issues = facts.issues if facts else ()
    return Known(
        parties=frozenset(names()),
        partners=frozenset(view.code for view in parties_on(day, "partner")),
        actions=actions_by_key(),
        issues={issue.key: issue for issue in issues(kept_issues)},
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


def check(facts: Facts, *, by_codes: Known, today: date, before: Facts | None = None) -> list[Fault]:
    """Everything that keeps the facts from being kept, in the order of the form; `before` is what was said before."""
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
    found += _left(facts, by_codes, before)
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
    if before is not None and below(of_audience(facts.audience), of_audience(before.audience)):
        gaps = {"was": of_audience(before.audience), "to": of_audience(facts.audience)}
        found.append(Fault("audience", "audience_lowered", gaps))
    if before is not None and facts.stage in set(Stage) and not may_follow(before.stage, facts.stage):
        labels = dict(Activity.Stage.choices)
        options = ", ".join(str(labels[stage]) for stage in Stage if stage in NEXT[Stage(before.stage)])
        values = {"before": labels[before.stage], "after": labels[facts.stage], "choices": options}
        found.append(Fault("stage", "stage_jump", values))
    return found


def _left(facts: Facts, by_codes: Known, before: Facts | None) -> list[Fault]:
    """Actions that were dropped before the activity begins: it may serve those in the plan now, or on its own days.

    What it served until now stays.
    """
    kept = {share.action for share in before.shares} if before else set()
    first, last = facts.starts or facts.ends, facts.ends or facts.starts
    return [
        Fault("shares", "share_left", {"value": action.code, "until": action.until})
        for share in facts.shares
        if (action := by_codes.actions.get(share.action)) is not None
        and action.gone
        and share.action not in kept
        and (first is None or not action.span.meets(first, last))
    ]


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


def foreign_files(facts: Facts, by: User, had: frozenset[int]) -> list[Fault]:
    """A file may be attached by whoever handed it in, and only once: nobody attaches what they could not read."""
    new = {one.file_id for one in facts.documents if one.file_id is not None} - had
    if not new:
        return []
    own = set(
        StoredFile.objects.filter(pk__in=new, purpose=FILES, by_id=by.pk, deleted_at=None).values_list("pk", flat=True)
    )
    attached = set(ActivityDocument.objects.filter(file_id__in=new).values_list("file_id", flat=True))
    return [Fault("documents", "document_foreign")] if new - (own - attached) else []


def reference_taken(facts: Facts, besides: int | None) -> list[Fault]:
    """The same lead cannot use a reference twice, not even while the other activity is in the bin."""
    if not facts.reference:
        return []
    others = Activity.objects.filter(lead=facts.lead, reference=facts.reference).exclude(pk=besides or 0)
    taken = others.values_list("title", "deleted_at").first()
    if taken is None:
        return []
    code = "reference_taken" if taken[1] is None else "reference_in_bin"
    return [Fault("reference", code, {"value": facts.reference, "title": taken[0]})]
