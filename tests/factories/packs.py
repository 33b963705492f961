"""A small dialogue for packs: every Party and the plan are there, a few reports and activities."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from roundtable.ground.parties.services.founding import found
from roundtable.ground.parties.services.seed import seed
from roundtable.operations.plan.models import Action, Activity, Report, Round, Share
from roundtable.operations.plan.services.frame import carry_own_frame

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def dialogue() -> None:
    """Parties and the plan."""
    found(name="The Dialogue", short_name="Dialogue", zone="Europe/Vienna", language="en")
    seed()
    carry_own_frame(at=LONG_AGO)


def round_on(year: int) -> Round:
    round_, _new = Round.objects.get_or_create(
        year=year, defaults={"opens_on": date(year, 10, 1), "closes_on": date(year, 11, 15)}
    )
    return round_


def report(party: str, action: str, step: int | None, *, year: int = 2026, **fields: Any) -> Report:
    """An accepted report; without a step it needs another answer."""
    values = {"narrative": "Something was done.", "stage": Report.Stage.ACCEPTED, "changed_at": LONG_AGO, **fields}
    return Report.objects.create(
        round=round_on(year),
        party_id=party,
        action=Action.objects.get(code=action, gone=False),
        progress=step,
        **values,
    )


def activity(title: str, shares: dict[str, str], **fields: Any) -> Activity:
    """An activity of 2026 that serves actions by shares."""
    values = {
        "kind": Activity.Kind.TRAINING,
        "stage": Activity.Stage.PLANNED,
        "audience": Activity.Audience.PUBLIC,
        "lead_id": "GE",
        "starts": date(2026, 3, 1),
        "ends": date(2026, 3, 5),
        "created_at": LONG_AGO,
        "changed_at": LONG_AGO,
        **fields,
    }
    made = Activity.objects.create(title=title, **values)
    for code, share in shares.items():
        Share.objects.create(activity=made, action=Action.objects.get(code=code, gone=False), share=Decimal(share))
    return made


def small_year() -> None:
    """Three Parties report on 2026, one has not moved for two years; one activity is late, one is done."""
    dialogue()
    for year, step in ((2024, 1), (2025, 1), (2026, 1)):
        report("GE", "I.1", step, year=year)
    report("AM", "I.1", 4)
    report("AM", "II.2", 3, needs="Training for border staff")
    report("CZ", "II.2", None, answer=Report.Answer.CONFIDENTIAL, narrative="not for others")
    report("CZ", "III.4", None, answer=Report.Answer.NO_COMPETENCE)
    activity(
        "=HYPERLINK(“x”) #set text[*] <b>", {"I.1": "0.6", "II.2": "0.4"}, budget=Decimal(1000), spent=Decimal(250)
    )
    activity("A late pilot", {"I.1": "1"}, stage=Activity.Stage.UNDER_WAY, budget=Decimal(500))
    activity(
        "A finished course", {"III.4": "1"}, stage=Activity.Stage.COMPLETED, budget=Decimal(300), spent=Decimal(300)
    )
    activity("Among ourselves", {"IV.1": "1"}, audience=Activity.Audience.OWN, budget=Decimal(9999))
