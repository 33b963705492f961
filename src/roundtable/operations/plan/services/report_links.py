"""What reports offer to the rest of the house: what lies in the bin."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import Person
from roundtable.kernel.links.bins import Binned
from roundtable.operations.plan.queries.reports import evidence_in_bin, in_bin
from roundtable.operations.plan.services.evidence import IN_BIN

MOST = 100


def in_the_bin(person: Person, at: datetime) -> list[Binned]:
    """Give the drafts and the evidence that a person may bring back."""
    since = at - IN_BIN
    drafts = [
        Binned(
            _("%(code)s, report on %(year)s") % {"code": one.action.code, "year": one.round.year},
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
