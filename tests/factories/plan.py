"""Activities for tests: a plan of two areas, three Parties and a Partner, and nothing that surprises."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from roundtable.ground.parties.models import Kind
from roundtable.operations.plan.models import Action, Activity, Area, Funding, HorizontalIssue, Share
from tests.factories.parties import DialogueFactory, PartyFactory

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def frame() -> None:
    """Areas I and II with three actions each, two horizontal issues; Georgia, Armenia and Kosovo, and one Partner."""
    DialogueFactory()
    for code, iso3, listed in (("GE", "GEO", "Georgia"), ("AM", "ARM", "Armenia")):
        PartyFactory(code=code, iso3=iso3, listed_as=listed)
    PartyFactory(
        code="XK",
        iso3="XKX",
        listed_as="Kosovo",
        designation="Kosovo",
        footnote_mark="*",
        footnote="Without prejudice.",
    )
    PartyFactory(code="IOM", iso3="", kind=Kind.PARTNER, listed_as="IOM", designation="IOM")
    for number, numeral in ((1, "I"), (2, "II")):
        area = Area.objects.create(number=number, numeral=numeral, short_title=f"Area {numeral}")
        for place in (1, 2, 3):
            Action.objects.create(
                area=area, number=place, code=f"{numeral}.{place}", short_title=f"Action {numeral}.{place}"
            )
    for number in (1, 2):
        HorizontalIssue.objects.create(number=number, code=f"H{number}", short_title=f"Issue {number}")


def activity(title: str = "Training on documents", shares: dict[str, str] | None = None, **fields: Any) -> Activity:
    """A public training led by Georgia in May 2026 that serves I.1, unless told otherwise."""
    values = {
        "kind": Activity.Kind.TRAINING,
        "stage": Activity.Stage.PLANNED,
        "audience": Activity.Audience.PUBLIC,
        "lead_id": "GE",
        "starts": date(2026, 5, 4),
        "ends": date(2026, 5, 6),
        "words": title.casefold(),
        "created_at": LONG_AGO,
        "changed_at": LONG_AGO,
        **fields,
    }
    participants = values.pop("participants", [])
    pledged = values.pop("pledged", None)
    made = Activity.objects.create(title=title, **values)
    made.participants.set(participants)
    for code, share in (shares or {"I.1": "1"}).items():
        Share.objects.create(activity=made, action=Action.objects.get(code=code, gone=False), share=Decimal(share))
    if pledged is not None:
        Funding.objects.create(activity=made, source="Fund A", pledged=Decimal(pledged))
    return made
