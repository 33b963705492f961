"""Demonstration rounds and reports, made by rule from a seed: they carry no opinion or position of a real state."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from django.db import transaction

from roundtable.ground.parties.public import zone_of
from roundtable.ground.trust.public import Role, actor, holders
from roundtable.operations.plan.domain.deadline import last_instant
from roundtable.operations.plan.domain.report import Answer, Progress, Stage
from roundtable.operations.plan.models import Action, Report, Round
from roundtable.operations.plan.queries.rounds import actions_asked, asked_in

YEARS: Final = (2023, 2024, 2025, 2026)
BATCH: Final = 2000
GIVEN: Final = 4
"""So many reports of the open round each contributor of the demonstration writes."""

# Shares of silence and of each answer; the rest is progress. Chosen so that every state of the pages can be seen.
SILENT, NOT_APPLICABLE, NO_COMPETENCE, CONFIDENTIAL = 0.12, 0.06, 0.04, 0.03

DONE = (
    "Demonstration text: a working group met twice and agreed on next steps.",
    "Demonstration text: a guideline was drafted and tried in one region.",
    "Demonstration text: staff of two institutions were trained.",
    "Demonstration text: an inventory was made and shared with partners.",
    "Demonstration text: a procedure was reviewed and made shorter.",
    "Demonstration text: a pilot ended, and its results were written down.",
)
OBSTACLES = (
    "",
    "",
    "Demonstration text: staff changed during the year.",
    "Demonstration text: two systems do not exchange data yet.",
    "Demonstration text: the budget was decided late.",
)
NEEDS = (
    "",
    "",
    "Demonstration text: expertise for one workshop.",
    "Demonstration text: a partner for a second pilot.",
    "Demonstration text: equipment for one office.",
)
REASONS = {
    Answer.NOT_APPLICABLE: "Demonstration text: the action does not concern this Party.",
    Answer.NO_COMPETENCE: "Demonstration text: the matter is decided at another level.",
    Answer.CONFIDENTIAL: "Demonstration text: shared with the secretariat alone.",
}


@transaction.atomic
def demo_reports(*, seed: int, at: datetime, years: Sequence[int] = YEARS, silent: float = SILENT) -> int:
    """Make the demonstration rounds and their reports, once; gives how many reports were made. Safe to run twice.

    `silent` is the share of reports that were not written, four times as many while a round is open.
    The last year's round is open at `at` with reports in every stage; those before are accepted and published.
    """
    made = 0
    for year in years:
        is_open = year == max(years)
        round_, new = Round.objects.get_or_create(
            year=year,
            defaults={
                "opens_on": at.date() - timedelta(days=40) if is_open else date(year, 10, 1),
                "closes_on": at.date() + timedelta(days=24) if is_open else date(year, 12, 15),
                "closes_at": time(18, 0),
                "reminders": [30, 14, 3],
                "guidance": "Demonstration round: write two or three plain sentences for each action that you choose.",
                "published_at": None if is_open else datetime(year + 1, 2, 1, 9, 0, tzinfo=UTC),
                "demonstration": True,
            },
        )
        if not new:
            continue
        parties = [one.code for one in asked_in(round_)]
        reports = list(
            _reports(
                round_,
                parties,
                actions_asked(round_),
                first=min(years),
                seed=seed,
                silent=silent * (4 if is_open else 1),
                is_open=is_open,
                at=at,
            )
        )
        if is_open:
            _give_to_ministries(reports, at)
        Report.objects.bulk_create(reports, batch_size=BATCH)
        made += len(reports)
    return made


def _give_to_ministries(reports: Sequence[Report], at: datetime) -> None:
    """Assign some drafts of the open round to the institutions of the demonstration's contributors, in turn."""
    for party in sorted({str(report.party_id) for report in reports}):
        people = holders(Role.CONTRIBUTOR, party, on=at.date()).filter(demonstration=True).order_by("pk")
        places = [one.institution for person in people for one in actor(person, at).functions if one.institution]
        drafts = [one for one in reports if one.party_id == party and one.stage in {Stage.DRAFT, Stage.OFFERED}]
        for number, report in enumerate(drafts[: GIVEN * len(places)]):
            report.institution = places[number % len(places)]


def _reports(  # noqa: PLR0913 - what the rule depends on
    round_: Round,
    parties: Sequence[str],
    actions: Sequence[Action],
    *,
    first: int,
    seed: int,
    silent: float,
    is_open: bool,
    at: datetime,
) -> Iterator[Report]:
    for party in parties:
        for action in actions:
            # One source of chance for each Party and action, so that the years of one place tell one story.
            chance = Random(f"{seed}.{party}.{action.code}")  # noqa: S311 - a demonstration, no secret
            report = _report(round_, party, action, chance, passed=round_.year - first, at=at)
            own = Random(f"{seed}.{party}.{action.code}.{round_.year}")  # noqa: S311 - as above
            if own.random() < silent:
                continue
            _stage(report, own, is_open=is_open, at=at)
            yield report


def _report(  # noqa: PLR0913 - what the rule depends on
    round_: Round, party: str, action: Action, chance: Random, *, passed: int, at: datetime
) -> Report:
    point, begun, pace = chance.random(), chance.randint(0, 2), chance.choice((0, 0.5, 1))
    lines = chance.sample(DONE, 2)
    obstacle, need = chance.choice(OBSTACLES), chance.choice(NEEDS)
    answer = (
        Answer.NOT_APPLICABLE
        if point < NOT_APPLICABLE
        else Answer.NO_COMPETENCE
        if point < NOT_APPLICABLE + NO_COMPETENCE
        else Answer.CONFIDENTIAL
        if point < NOT_APPLICABLE + NO_COMPETENCE + CONFIDENTIAL
        else Answer.PROGRESS
    )
    progress = min(int(begun + passed * pace), int(Progress.DONE)) if answer is Answer.PROGRESS else None
    narrative = REASONS.get(answer) or ("" if progress == 0 else lines[passed % 2])
    return Report(
        round=round_,
        party_id=party,
        action=action,
        answer=answer,
        progress=progress,
        narrative=narrative,
        obstacles=obstacle if answer is Answer.PROGRESS else "",
        needs=need if answer is Answer.PROGRESS else "",
        changed_at=at,
        demonstration=True,
    )


def _stage(report: Report, chance: Random, *, is_open: bool, at: datetime) -> None:
    closes = datetime.combine(report.round.closes_on, time(12, 0), UTC)
    sent = (at if is_open else closes) - timedelta(days=chance.randint(1, 20), minutes=chance.randint(0, 600))
    report.changed_at = sent
    point = chance.random() if is_open else 1.0
    if point < 0.3:
        report.stage = Stage.DRAFT
    elif point < 0.4:
        report.stage = Stage.OFFERED
    elif point < 0.45:
        report.stage = Stage.RETURNED
        report.returned_note = "Demonstration text: please say in which region the pilot took place."
        zone = zone_of(str(report.party_id))
        day = at.astimezone(zone).date() + timedelta(days=chance.randint(3, 14))
        report.answer_by = last_instant(day, report.round.closes_at, zone)
        report.as_returned = {
            "answer": str(report.answer),
            "progress": report.progress,
            "narrative": report.narrative,
            "obstacles": report.obstacles,
            "needs": report.needs,
        }
    elif point < 0.7:
        report.stage, report.submitted_at = Stage.SUBMITTED, sent
    else:
        report.stage, report.submitted_at, report.reviewed_at = Stage.ACCEPTED, sent, sent + timedelta(days=3)
