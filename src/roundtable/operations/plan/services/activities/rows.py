"""Write the facts of activities into their tables."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from roundtable.operations.plan.domain.activity import Facts, ShareOf
from roundtable.operations.plan.models import Activity, ActivityDocument, Funding, Share
from roundtable.operations.plan.services.activities.facts import Known

BATCH: Final = 1000
COLUMNS: Final = (
    *("title", "kind", "stage", "audience", "reference", "about", "starts", "ends", "place", "online"),
    *("budget", "spent", "outputs"),
)
"""The facts that are columns of the activity's own table, besides its lead."""


def link(through: Any, column: str, pairs: Sequence[tuple[int, Any]]) -> None:
    """Write the rows that tie new activities to Parties or issues, many at a time."""
    rows = [through(**{"activity_id": pk, column: code}) for pk, code in pairs]
    through._default_manager.bulk_create(rows, batch_size=BATCH)


def words_text(title: str, reference: str, place: str, about: str) -> str:
    """The small letters in which the search of the list looks."""
    return f"{title}\n{reference}\n{place}\n{about}".casefold()


def write(activity: Activity, facts: Facts, by_codes: Known, changed: Iterable[str] | None = None) -> None:
    """Write the facts into the tables; `changed` names the only fields that need writing."""
    fill(activity, facts)
    activity.save()
    names_changed = set(changed) if changed is not None else {*facts.plain()}
    if "partners" in names_changed:
        activity.partners.set(cast("Any", facts.partners))
    if "participants" in names_changed:
        activity.participants.set(cast("Any", facts.participants))
    if "issues" in names_changed:
        activity.issues.set([by_codes.issues[code] for code in facts.issues])
    if "shares" in names_changed:
        _write_rows(activity, Share, shares_of(activity, facts.shares, by_codes))
    if "fundings" in names_changed:
        _write_rows(activity, Funding, fundings_of(activity, facts))
    if "documents" in names_changed:
        documents = [
            ActivityDocument(activity=activity, title=one.title.strip(), link=one.link, file_id=one.file_id)
            for one in facts.documents
        ]
        _write_rows(activity, ActivityDocument, documents)


def fill(activity: Activity, facts: Facts) -> None:
    """Set the activity's own columns, without saving them."""
    for name in COLUMNS:
        setattr(activity, name, getattr(facts, name))
    activity.lead_id = facts.lead
    activity.words = words_text(facts.title, facts.reference, facts.place, facts.about)


def fundings_of(activity: Activity, facts: Facts) -> list[Funding]:
    """Give the rows of its money, unsaved."""
    return [
        Funding(activity=activity, source=one.source.strip(), pledged=one.pledged, paid=one.paid)
        for one in facts.fundings
    ]


def shares_of(activity: Activity, shares: Sequence[ShareOf], by_codes: Known) -> list[Share]:
    """Give the rows of its shares, unsaved."""
    return [
        Share(activity=activity, action=by_codes.actions[one.action], share=one.percent / Decimal(100))
        for one in shares
    ]


def _write_rows(activity: Activity, model: type[Any], rows: Sequence[Any]) -> None:
    model.objects.filter(activity=activity).delete()
    model.objects.bulk_create(rows)
