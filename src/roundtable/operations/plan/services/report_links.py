"""What reports offer to the rest of the house: search, and what lies in the bin."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import Marking, Person, Role, User, actor, holders
from roundtable.kernel import drafts
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.links import search
from roundtable.kernel.links.bins import Binned
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.queries.markings import of_report
from roundtable.operations.plan.queries.reports import evidence_in_bin, in_bin
from roundtable.operations.plan.services.evidence import IN_BIN
from roundtable.operations.plan.services.report_writing import KIND as WRITING

MOST = 100
KIND: Final = "plan.report"


def entry_of(report: Report, party: str) -> search.Entry:
    """Say how an accepted report is found; of one that not all who take part may read, only that it exists."""
    hidden = of_report(report) is not Marking.PARTIES
    text = "" if hidden else "\n".join(part for part in (report.narrative, report.obstacles, report.needs) if part)
    return search.Entry(
        kind=KIND,
        object_id=report.pk,
        title=f"{report.action.label}, {party}, {report.round.year}",
        url=reverse("plan:report", args=[report.pk]),
        text=text,
        codes=[report.action.code],
        scope="parties",
        demonstration=report.demonstration,
    )


def every_entry() -> Iterator[search.Entry]:
    """Give every accepted report, for the index to be built anew."""
    shown = names()
    accepted = Report.objects.filter(stage=Report.Stage.ACCEPTED, deleted_at=None).select_related("action", "round")
    for report in accepted.iterator(chunk_size=2000):
        yield entry_of(report, shown.get(str(report.party_id), str(report.party_id)))


def found_by(person: Person, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the entries that a person may find: accepted reports are read by those who take part."""
    return entries if actor(person).functions else entries.none()


SEARCH: Final = search.Source(kind=KIND, label=lazy("Reports"), rebuild=every_entry, allowed=found_by, order=40)


def find_anew(report: Report, **_signal: Any) -> None:
    """Bring the search up to date with a report that was accepted or corrected."""
    search.index(entry_of(report, names().get(str(report.party_id), str(report.party_id))))


def in_the_bin(person: Person, at: datetime) -> list[Binned]:
    """Give the drafts and the evidence that a person may bring back."""
    since = at - IN_BIN
    drafts = [
        Binned(
            _("%(code)s, report on %(year)s") % {"code": one.action.label, "year": one.round.year},
            _("Draft report"),
            one.deleted_at,
            one.deleted_at + IN_BIN,
            reverse("plan:report-restore", args=[one.pk]),
        )
        for one in in_bin(person, at).filter(deleted_at__gte=since)[:MOST]
        if one.deleted_at is not None
    ]
    evidence = [
        Binned(
            one.title,
            _("Evidence"),
            one.deleted_at,
            one.deleted_at + IN_BIN,
            reverse("plan:evidence-restore", args=[one.pk]),
        )
        for one in evidence_in_bin(person, at).filter(deleted_at__gte=since)[:MOST]
        if one.deleted_at is not None
    ]
    return [*drafts, *evidence]


@looking_across("what waits for the choice of somebody who leaves passes on unread")
def hand_over_words(*, leaver: User, successor: User | None, scope: str, at: datetime, **_signal: Any) -> None:
    """Give the words that a leaver still had to decide on, in reports of a Party, to who goes on for it."""
    others = holders(Role.CONTACT_POINT, scope, on=at.date()).exclude(pk=leaver.pk).order_by("pk")
    heir = successor or others.first()
    if heir is not None:
        numbers = Report.objects.filter(party=scope).exclude(stage=Report.Stage.ACCEPTED).values_list("pk", flat=True)
        drafts.hand_over(of=leaver.pk, to=heir.pk, kind=WRITING, keys=[str(number) for number in numbers])
