"""A dialogue of full size, made by rule, to measure a pack with: five years of reports on every action."""

import resource
import time
from datetime import UTC, date, datetime
from random import Random
from typing import Final

from django.db import transaction

from roundtable.operations.plan.domain.coverage import Said
from roundtable.operations.plan.exports.pack.pages import pages
from roundtable.operations.plan.models import Activity, Report, Round
from roundtable.operations.plan.queries.rounds import actions_asked, asked_in
from roundtable.operations.plan.services import packs
from roundtable.operations.plan.services.demo_activities import demo_activities

NARRATIVES: Final = (
    "A working group met three times and agreed on the next steps.",
    "Officials of two regions were trained; the material is in use.",
    "A draft was prepared and sent to the ministries for comments.",
    "The pilot was carried out in two places, and its results were written up.",
)
OBSTACLES: Final = (
    "",
    "",
    "Staff changed twice during the year.",
    "The translation of the material took longer than planned.",
)
NEEDS: Final = (
    "", "", "", "",
    "Training for front-line staff.",
    "Expert advice on the draft law.",
    "Equipment for two offices and software for the register.",
    "Statistics of neighbouring Parties, to compare with.",
    "Contact points in other Parties, and a study visit.",
    "Money for interpreters.",
)  # fmt: skip
SILENT: Final = 0.08
OTHER: Final = ((0.03, Said.NOT_APPLICABLE), (0.05, Said.NO_COMPETENCE), (0.08, Said.CONFIDENTIAL))
ANSWERS: Final = {
    Said.NOT_APPLICABLE: "not-applicable",
    Said.NO_COMPETENCE: "no-competence",
    Said.CONFIDENTIAL: "confidential",
}


@transaction.atomic
def fill(*, first: int = 2022, years: int = 5, activities: int = 20_000, seed: int = 7) -> dict[str, int]:
    """Fill an installation that has its Parties and its plan with reports and activities; answers with the counts.

    Does nothing where rounds exist already. All of it is marked as demonstration data.
    """
    if Round.objects.exists():
        return {"reports": Report.objects.count(), "activities": Activity.objects.count()}
    chance = Random(seed)  # noqa: S311 - made-up data
    reports: list[Report] = []
    steps: dict[tuple[str, int], int] = {}
    for year in range(first, first + years):
        round_ = Round.objects.create(
            year=year, opens_on=date(year + 1, 1, 15), closes_on=date(year + 1, 3, 15), demonstration=True
        )
        moment = datetime(year + 1, 4, 1, tzinfo=UTC)
        actions = actions_asked(round_)
        for place, party in enumerate(asked_in(round_)):
            if place % 12 == (year - first) % 12:
                continue
            for action in actions:
                made = _report(
                    round_, party.code, action.pk, moment, chance, steps, lively=0.2 + (action.pk * 37 % 60) / 100
                )
                if made:
                    reports.append(made)
    Report.objects.bulk_create(reports, batch_size=500)
    at = datetime(first + years - 1, 11, 24, 9, tzinfo=UTC)
    if activities:
        demo_activities(seed=seed, at=at, count=activities, years=years)
    return {"reports": len(reports), "activities": Activity.objects.count()}


def _report(  # noqa: PLR0913, PLR0917 - a report has these parts
    round_: Round,
    party: str,
    action: int,
    moment: datetime,
    chance: Random,
    steps: dict[tuple[str, int], int],
    *,
    lively: float,
) -> Report | None:
    luck = chance.random()
    if luck < SILENT:
        return None
    other = next((said for limit, said in OTHER if luck < SILENT + limit), None)
    if other is None:
        steps[party, action] = min(4, steps.get((party, action), 0) + (chance.random() < lively))
    answer = ANSWERS[other] if other else "progress"
    return Report(
        round=round_,
        party_id=party,
        action_id=action,
        answer=answer,
        progress=None if other else steps[party, action],
        narrative=chance.choice(NARRATIVES),
        obstacles=chance.choice(OBSTACLES),
        needs=chance.choice(NEEDS) if answer == "progress" else "",
        stage=Report.Stage.ACCEPTED,
        submitted_at=moment,
        reviewed_at=moment,
        changed_at=moment,
        demonstration=True,
    )


def measure(year: int, *, fmt: str = "pdf", language: str = "en", at: datetime) -> dict[str, float]:
    """Make a pack from the data to the file and say what it took: seconds, pages, bytes, and peak memory in MB."""
    begun = time.perf_counter()
    pack = packs.freeze(year, by=None, at=at)
    frozen = time.perf_counter()
    body = packs.laid_out(pack, fmt=fmt, language=language)
    return {
        "freeze_seconds": round(frozen - begun, 2),
        "seconds": round(time.perf_counter() - begun, 2),
        "pages": pages(body) if fmt == "pdf" else 0,
        "bytes": len(body),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
