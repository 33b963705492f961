"""What of this room lies in the bin, for those who may bring it back."""

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.ground.parties.models import Participation
from roundtable.ground.parties.queries.government import stakeholders_kept_by
from roundtable.ground.parties.queries.table import names
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.links.bins import Binned

KEPT_IN_BIN: Final = timedelta(days=30)
"""How long something deleted can be brought back."""
MOST: Final = 200


def in_the_bin(person: Person, at: datetime) -> list[Binned]:
    """Give the stakeholders and the facts about taking part that a person may bring back."""
    if not actor(person, at).functions:
        return []
    return [*_stakeholders(person, at), *_facts(person, at)]


def _stakeholders(person: Person, at: datetime) -> list[Binned]:
    rows = stakeholders_kept_by(person, at=at).filter(deleted_at__gte=at - KEPT_IN_BIN).order_by("-deleted_at")
    return [
        Binned(
            title=one.name,
            kind=_("Stakeholder"),
            deleted_at=one.deleted_at,
            until=one.deleted_at + KEPT_IN_BIN,
            restore_url=reverse("parties:stakeholder-restore", args=[one.pk]),
        )
        for one in rows[:MOST]
        if one.deleted_at is not None
    ]


def _facts(person: Person, at: datetime) -> list[Binned]:
    if not actor(person, at).holds(Role.SECRETARIAT):
        return []
    rows = Participation.objects.filter(deleted_at__gte=at - KEPT_IN_BIN).order_by("-deleted_at")
    shown = names()
    return [
        Binned(
            title=_("%(name)s: %(standing)s from %(day)s")
            % {
                "name": shown.get(one.party_id, one.party_id),
                "standing": one.get_standing_display(),
                "day": date_format(one.starts, "DATE_FORMAT"),
            },
            kind=_("Fact about taking part"),
            deleted_at=one.deleted_at,
            until=one.deleted_at + KEPT_IN_BIN,
            restore_url=reverse("parties:fact-restore", args=[one.party_id, one.pk]),
        )
        for one in rows[:MOST]
        if one.deleted_at is not None
    ]
