"""Activities for the demonstration, made by rule from a seed: they say nothing about any real state or organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.db import transaction
from django.utils.translation import override

from roundtable.ground.parties.public import parties_on
from roundtable.kernel.links import search
from roundtable.operations.plan.domain.activity import Stage
from roundtable.operations.plan.domain.shares import divide
from roundtable.operations.plan.models import Action, Activity, ActivityDocument, Funding, HorizontalIssue, Share
from roundtable.operations.plan.queries.activities import issues
from roundtable.operations.plan.queries.frame import actions as frame_actions
from roundtable.operations.plan.services.activities import link, words_text
from roundtable.operations.plan.services.activity_links import entries_of

FIRST_YEAR: Final = 2023
COUNT: Final = 400
BATCH: Final = 1000

KINDS: Final = {
    Activity.Kind.TRAINING: ("Training on {topic}", 24),
    Activity.Kind.EXPERT_MEETING: ("Expert meeting on {topic}", 16),
    Activity.Kind.WORKSHOP: ("Workshop on {topic}", 16),
    Activity.Kind.STUDY_VISIT: ("Study visit on {topic}", 12),
    Activity.Kind.PILOT: ("Pilot on {topic}", 8),
    Activity.Kind.PUBLICATION: ("Guide on {topic}", 8),
    Activity.Kind.RESEARCH: ("Study on {topic}", 7),
    Activity.Kind.CAMPAIGN: ("Campaign on {topic}", 4),
    Activity.Kind.EQUIPMENT: ("Software for {topic}", 3),
    Activity.Kind.OTHER: ("Exchange on {topic}", 2),
}
LENGTHS: Final = {
    Activity.Kind.TRAINING: (1, 5),
    Activity.Kind.EXPERT_MEETING: (1, 2),
    Activity.Kind.WORKSHOP: (1, 3),
    Activity.Kind.STUDY_VISIT: (2, 5),
}
LONG: Final = (60, 540)
OUTPUTS: Final = ("Summary of the discussion", "Material for trainers", "List of contact points", "Short guide")
SOURCES: Final = ("Fund A (demonstration)", "Fund B (demonstration)", "Own budget (demonstration)")
COSTS: Final = {
    Activity.Kind.PILOT: (80_000, 400_000),
    Activity.Kind.EQUIPMENT: (60_000, 300_000),
    Activity.Kind.RESEARCH: (30_000, 120_000),
}
USUAL_COST: Final = (6_000, 60_000)


@dataclass(frozen=True)
class Made:
    """One activity with the rows that belong to it, before they are written."""

    activity: Activity
    shares: list[Share]
    fundings: list[Funding]
    partners: list[str]
    participants: list[str]
    issues: list[int]
    document: ActivityDocument | None


def demo_activities(*, seed: int, at: datetime, count: int = COUNT, years: int = 5) -> int:
    """Make `count` activities over `years` years from 2023; nothing where activities for demonstration exist already.

    The same seed, instant and frame give the same activities. Answers how many were made: none without a frame.
    """
    if Activity.objects.filter(demonstration=True).exists():
        return 0
    actions = list(frame_actions())
    parties = [view.code for view in parties_on(at.date())]
    partners = [view.code for view in parties_on(at.date(), "partner")]
    if not actions or not parties:
        return 0
    with override("en"):
        maker = _Maker(Random(seed), at, actions, sorted(parties), sorted(partners), issues(), years)  # noqa: S311 - a demonstration, not a secret
        made = [maker.one(number) for number in range(1, count + 1)]
    with transaction.atomic():
        _write(made)
    return len(made)


class _Maker:
    """Draws activities one after the other from one seed."""

    def __init__(  # noqa: PLR0913, PLR0917 - what there is to draw from
        self,
        chance: Random,
        at: datetime,
        actions: Sequence[Action],
        parties: Sequence[str],
        partners: Sequence[str],
        issues: Sequence[HorizontalIssue],
        years: int,
    ) -> None:
        self.chance, self.at, self.today = chance, at, at.date()
        self.parties, self.partners, self.issues = list(parties), list(partners), list(issues)
        # Some actions find nobody, as in life: the coverage matrix has to have something to show.
        idle = set(range(7, len(actions), 12))
        self.actions = [action for place, action in enumerate(actions) if place not in idle] or list(actions)
        self.first = date(FIRST_YEAR, 1, 10)
        self.days = 365 * years - 30

    def one(self, number: int) -> Made:
        chance = self.chance
        kind = chance.choices(list(KINDS), weights=[weight for _template, weight in KINDS.values()])[0]
        served = chance.sample(self.actions, min(chance.choices((1, 2, 3), (65, 25, 10))[0], len(self.actions)))
        starts = self.first + timedelta(days=chance.randrange(self.days))
        shortest, longest = LENGTHS.get(kind, LONG)
        ends = starts + timedelta(days=chance.randint(shortest, longest) - 1)
        stage = self._stage(starts, ends)
        undated = stage == Stage.IDEA and chance.random() < 0.5
        lead = chance.choice(self.parties if chance.random() < 0.8 or not self.partners else self.partners)
        title = f"{KINDS[kind][0].format(topic=_small(str(served[0].short_title)))} (demonstration {number})"[:200]
        budget = self._budget(kind)
        spent = None
        if budget is not None and stage == Stage.COMPLETED and chance.random() < 0.85:
            spent = (budget * chance.randint(80, 104) / 100).quantize(Decimal(1))
        online = chance.random() < 0.3
        reference = f"DEMO-{number:05d}"
        about = (
            f"Made for the demonstration: an activity that serves {served[0].code} and says nothing about any real one."
        )
        place = "" if online else "Conference centre (demonstration)"
        changed = min(self.at, self._moment(starts) - timedelta(days=chance.randint(5, 90)))
        activity = Activity(
            title=title,
            reference=reference,
            kind=kind,
            stage=stage,
            audience=chance.choices(("public", "parties", "own"), (70, 27, 3))[0],
            about=about,
            lead_id=lead,
            starts=None if undated else starts,
            ends=None if undated else ends,
            place=place,
            online=online,
            budget=budget,
            spent=spent,
            outputs=chance.choice(OUTPUTS) + " (demonstration)" if stage == Stage.COMPLETED else "",
            words=words_text(title, reference, place, about),
            created_at=changed,
            changed_at=changed,
            demonstration=True,
        )
        return Made(
            activity=activity,
            shares=self._shares(activity, served),
            fundings=self._fundings(activity, budget, stage),
            partners=self._partners(),
            participants=self._participants(lead),
            issues=[issue.pk for issue in self.issues if chance.random() < 0.3],
            document=self._document(activity, number, stage),
        )

    def _partners(self) -> list[str]:
        count = self.chance.choices((0, 1, 2), (60, 30, 10))[0]
        return sorted(self.chance.sample(self.partners, min(count, len(self.partners))))

    def _moment(self, day: date) -> datetime:
        return self.at.replace(year=day.year, month=day.month, day=min(day.day, 28))

    def _stage(self, starts: date, ends: date) -> str:
        drawn = self.chance.random()
        if ends < self.today:
            return Stage.COMPLETED if drawn < 0.88 else Stage.CANCELLED if drawn < 0.95 else Stage.PLANNED
        if starts <= self.today:
            return Stage.UNDER_WAY
        return Stage.IDEA if drawn < 0.25 else Stage.PLANNED

    def _budget(self, kind: Activity.Kind) -> Decimal | None:
        if self.chance.random() < 0.12:
            return None
        least, most = COSTS.get(kind, USUAL_COST)
        return Decimal(self.chance.randrange(least, most, 500))

    def _shares(self, activity: Activity, served: Sequence[Action]) -> list[Share]:
        weights = [self.chance.choice((1, 1, 2, 3)) for _action in served]
        parts = divide(10_000, weights)
        return [
            Share(activity=activity, action=action, share=Decimal(part) / 10_000)
            for action, part in zip(served, parts, strict=True)
        ]

    def _fundings(self, activity: Activity, budget: Decimal | None, stage: str) -> list[Funding]:
        if budget is None or self.chance.random() < 0.15:
            return []
        covered = int(budget) * self.chance.choice((50, 70, 80, 100, 100, 100)) // 100
        count = self.chance.choice((1, 1, 2))
        names = self.chance.sample(SOURCES, count)
        paid = {Stage.COMPLETED: 100, Stage.UNDER_WAY: 60}.get(Stage(stage), 0)
        return [
            Funding(activity=activity, source=name, pledged=Decimal(part), paid=Decimal(part * paid // 100))
            for name, part in zip(names, divide(covered, [1] * count), strict=True)
        ]

    def _participants(self, lead: str) -> list[str]:
        count = self.chance.choices((4, 8, 14, len(self.parties)), (40, 35, 22, 3))[0]
        chosen = set(self.chance.sample(self.parties, min(count, len(self.parties))))
        return sorted(chosen | ({lead} & set(self.parties)))

    def _document(self, activity: Activity, number: int, stage: str) -> ActivityDocument | None:
        if stage != Stage.COMPLETED or self.chance.random() < 0.5:
            return None
        link = f"https://demo.example/activities/{number}"
        return ActivityDocument(activity=activity, title="Report of the activity (demonstration)", link=link)


def _small(title: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation."""
    first = title.partition(" ")[0]
    return title if len(first) > 1 and first.isupper() else title[:1].lower() + title[1:]


def _write(made: Sequence[Made]) -> None:
    Activity.objects.bulk_create([one.activity for one in made], batch_size=BATCH)
    Share.objects.bulk_create([share for one in made for share in one.shares], batch_size=BATCH)
    Funding.objects.bulk_create([funding for one in made for funding in one.fundings], batch_size=BATCH)
    documents = [one.document for one in made if one.document is not None]
    ActivityDocument.objects.bulk_create(documents, batch_size=BATCH)
    link(Activity.partners.through, "party_id", _pairs((one.activity, one.partners) for one in made))
    link(Activity.participants.through, "party_id", _pairs((one.activity, one.participants) for one in made))
    link(Activity.issues.through, "horizontalissue_id", _pairs((one.activity, one.issues) for one in made))
    search.index_all(entries_of([one.activity.pk for one in made]))


def _pairs(linked: Iterable[tuple[Activity, Sequence[str | int]]]) -> list[tuple[int, str | int]]:
    return [(activity.pk, code) for activity, codes in linked for code in codes]
