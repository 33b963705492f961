"""Plant the table: institutions, contact cards, stakeholders and facts of every Party, some in the bin."""

from datetime import timedelta
from typing import Any

from roundtable.ground.parties.models import (
    ContactCard,
    Institution,
    MeetingInvitation,
    Participation,
    Party,
    Stakeholder,
    Standing,
)
from roundtable.ground.parties.signals import Happened
from roundtable.ground.trust.public import INSTITUTIONS, PARTIES, PARTNERS, RESTING, Planting, Soil, remember


def plant(soil: Soil) -> None:
    """Plant everything."""
    for party in (*PARTIES, RESTING):
        _party(soil, party)
    for named_by in (None, *PARTIES, RESTING, *PARTNERS):
        for binned in (False, True):
            _stakeholder(soil, named_by, binned=binned)


def _party(soil: Soil, party: str) -> None:
    for code in INSTITUTIONS[party]:
        Institution.objects.create(code=code, party_id=party, name=code, kind=Institution.Kind.MINISTRY)
    contact = soil.person("contact-point", party)
    ContactCard.objects.create(user=contact, party_id=party)
    for place in INSTITUTIONS[party]:
        ContactCard.objects.create(user=soil.person("contributor", party, place), party_id=party)
    today = soil.at.date()
    for deleted_at in (None, soil.at):
        Participation.objects.create(
            party_id=party,
            standing=Standing.NOT_PARTICIPATING if party == RESTING else Standing.PARTICIPATING,
            starts=today - timedelta(days=50),
            source="",
            deleted_at=deleted_at,
        )
    MeetingInvitation.objects.create(
        party_id=party, meeting=party, first_day=today, last_day=today, invited=party != RESTING, source="A list"
    )
    _told(soil, Happened.FACT_CHANGED, Party.objects.get(pk=party), "source")


def _stakeholder(soil: Soil, named_by: str | None, *, binned: bool) -> None:
    made = Stakeholder.objects.create(
        name=soil.mint.words(),
        kind=Stakeholder.Kind.BUSINESS,
        party_id=named_by,
        website=f"https://{soil.mint()}.example/",
        deleted_at=soil.at if binned else None,
    )
    _told(soil, Happened.STAKEHOLDER_CHANGED, made, "about")


def _told(soil: Soil, happened: Happened, on: Any, field: str) -> None:
    by = soil.person("secretariat", "secretariat")
    before, after = {field: soil.mint.words()}, {field: soil.mint.words()}
    remember(happened, by=by, on=on, at=soil.at, before=before, after=after)


PLANTING = Planting("parties", plant, order=20)
