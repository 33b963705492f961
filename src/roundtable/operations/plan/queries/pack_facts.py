"""The facts of a year, read once for a monitoring pack: as many queries for few reports as for many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import override

from roundtable.ground.parties.public import PartyView, dialogue, footnotes, names, sort_by_name
from roundtable.operations.plan.domain.coverage import Coverage, Said, count, said
from roundtable.operations.plan.models import Action, Activity, Area, Frame, Report, Round, Share
from roundtable.operations.plan.queries import money
from roundtable.operations.plan.queries.money import Money
from roundtable.operations.plan.queries.rounds import asked_in

YEARS: Final = 5
"""The development is shown over so many years, the year of the pack included."""

COUNTED_ACTIVITIES: Final = (Activity.Stage.PLANNED, Activity.Stage.UNDER_WAY, Activity.Stage.COMPLETED)
"""Ideas and cancelled activities serve no action yet, or no more."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PartyFact:
    """A Party that was asked, by its code; names and footnotes by language."""

    code: str
    names: Words
    footnotes: Words


@dataclass(frozen=True, slots=True)
class ActionFact:
    """An action in force."""

    pk: int
    code: str
    area: str
    title: Words


@dataclass(frozen=True, slots=True)
class AreaFact:
    """An area, with its actions in order."""

    code: str
    number: int
    title: Words
    actions: tuple[ActionFact, ...]


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """An activity that is no idea and was not cancelled, with the codes of the actions that it serves."""

    pk: int
    title: str
    kind: str
    stage: str
    public: bool
    lead: str
    starts: date | None
    ends: date | None
    demonstration: bool
    actions: frozenset[str]

    def in_year(self, year: int) -> bool:
        """Whether any of its days falls into the year."""
        first = self.starts or self.ends
        last = self.ends or self.starts
        return first is not None and last is not None and first.year <= year <= last.year

    def past_its_end(self, today: date) -> bool:
        """Whether its last day is over and it is still not said to be completed."""
        return self.stage == Activity.Stage.UNDER_WAY and self.ends is not None and self.ends < today


@dataclass(frozen=True, slots=True)
class ReportFact:
    """What a counted report of the pack's year says."""

    pk: int
    party: str
    action: str
    answer: str
    progress: int | None
    narrative: str
    obstacles: str
    needs: str


@dataclass(slots=True)
class Facts:
    """All that a pack is made from."""

    year: int
    years: tuple[int, ...]
    day: date
    languages: tuple[str, ...]
    dialogue_name: Words
    period: str
    parties: list[PartyFact]
    areas: list[AreaFact]
    asked: dict[int, int]
    said: dict[int, dict[str, dict[str, Said]]]
    reports: list[ReportFact]
    waiting: int
    activities: list[ActivityFact]
    money_by_action: dict[str, Money]
    money_by_area: dict[str, Money]
    money: Money
    money_by_year: dict[int, Money]
    demonstration: bool
    order: dict[str, list[str]] = field(default_factory=dict)
    """The codes of the Parties in the alphabetical order of each language: there is no other order in a pack."""
    reported: dict[int, set[str]] = field(default_factory=dict)

    @property
    def actions(self) -> list[ActionFact]:
        """Every action in the plan's order."""
        return [action for area in self.areas for action in area.actions]

    def coverage(self, action: str, year: int | None = None) -> Coverage:
        """How an action stands in a year, by the rule of `domain.coverage`."""
        year = year or self.year
        return count(self.said[year].get(action, {}).values(), asked=self.asked[year])

    def cells(self, action: str, order: Iterable[str]) -> str:
        """What each Party said on an action in the pack's year: one character a Party, in the order given."""
        row = self.said[self.year].get(action, {})
        return "".join(str(row.get(code, Said.NOTHING)) for code in order)


def read(year: int, *, at: datetime, languages: Sequence[str]) -> Facts:
    """Read the facts of a year as they stand at an instant; `languages` are those in which names are kept."""
    years = tuple(range(year - YEARS + 1, year + 1))
    rounds = {found.year: found for found in Round.objects.filter(year__in=years)}
    tables = {one: asked_in(rounds.get(one) or Round(year=one, closes_on=date(one, 12, 31))) for one in years}
    areas = _areas(languages)
    codes = {action.pk: action.code for area in areas for action in area.actions}
    asked_codes = {one: {party.code for party in tables[one]} for one in years}
    frame = Frame.objects.only("period").first()
    about = dialogue()
    begun = counted_activities().filter(starts__year=year)
    facts = Facts(
        year=year,
        years=years,
        day=at.date(),
        languages=tuple(languages),
        dialogue_name=_dialogue_name(languages),
        period=frame.period if frame else "",
        parties=_parties(tables[year], languages),
        areas=areas,
        asked={one: len(tables[one]) for one in years},
        said={one: defaultdict(dict) for one in years},
        reports=[],
        waiting=Report.objects.filter(round__year=year, stage=Report.Stage.SUBMITTED, deleted_at=None).count(),
        activities=_activities(codes),
        money_by_action={codes[pk]: found for pk, found in money.by_action(begun).items() if pk in codes},
        money_by_area=money.by_area(begun),
        money=money.total(begun),
        money_by_year={one: found for one, found in money.by_year(counted_activities()).items() if one in years},
        demonstration=about.demonstration or any(found.demonstration for found in rounds.values()),
        order={one: sort_by_name([view.code for view in tables[year]], one) for one in languages},
        reported={one: set() for one in years},
    )
    # As everywhere: accepted reports count (`queries.coverage`).
    counted = Report.objects.filter(stage=Report.Stage.ACCEPTED, deleted_at=None, action__gone=False)
    earlier = counted.filter(round__year__in=years[:-1])
    for one, party, action, answer, progress in earlier.values_list(
        "round__year", "party_id", "action_id", "answer", "progress"
    ):
        _put(facts, asked_codes, one, party, codes.get(action), said(answer, progress))
    texts = counted.filter(round__year=year).values_list(
        "pk", "party_id", "action_id", "answer", "progress", "narrative", "obstacles", "needs"
    )
    for pk, party, action, answer, progress, narrative, obstacles, needs in texts.order_by("pk"):
        code = codes.get(action)
        if _put(facts, asked_codes, year, party, code, said(answer, progress)) and code:
            fact = ReportFact(pk, party, code, answer, progress, narrative, obstacles, needs)
            if answer == Report.Answer.CONFIDENTIAL:
                # What was said in confidence is not ours to count by theme, nor to pass on.
                fact = replace(fact, progress=None, narrative="", obstacles="", needs="")
            facts.reports.append(fact)
    return facts


def _put(  # noqa: PLR0913, PLR0917 - what was said where
    facts: Facts, asked: Mapping[int, set[str]], year: int, party: str, action: str | None, what: Said
) -> bool:
    """Note what a Party said; a report of somebody who was not asked (left before the last day) is not counted."""
    if action is None or party not in asked[year]:
        return False
    facts.said[year][action][party] = what
    facts.reported[year].add(party)
    return True


def _in_each(text: Any, languages: Iterable[str]) -> Words:
    """A text by language: as it is, or from a text that holds several."""
    held = getattr(text, "data", text)
    if isinstance(held, Mapping):
        fallback = next((str(held[one]) for one in ("en", *held) if held.get(one)), "")
        return {one: str(held.get(one) or fallback) for one in languages}
    return {one: str(text) for one in languages}


def _dialogue_name(languages: Sequence[str]) -> Words:
    found = {}
    for one in languages:
        with override(one):
            found[one] = str(dialogue().name)
    return found


def _parties(views: Sequence[PartyView], languages: Sequence[str]) -> list[PartyFact]:
    called = {one: names(one) for one in languages}
    noted = {(view.code, one): footnotes([view.code], one) for view in views if view.footnote for one in languages}
    facts = [
        PartyFact(
            view.code,
            {one: called[one][view.code] for one in languages},
            {one: " ".join(noted[view.code, one]) for one in languages if noted.get((view.code, one))},
        )
        for view in views
    ]
    return sorted(facts, key=lambda party: party.code)


def _areas(languages: Sequence[str]) -> list[AreaFact]:
    actions: dict[int, list[ActionFact]] = defaultdict(list)
    for action in Action.objects.filter(gone=False).select_related("area").order_by("area__number", "number"):
        title = _in_each(action.short_title, languages)
        actions[action.area_id].append(ActionFact(action.pk, action.code, action.area.numeral, title))
    return [
        AreaFact(area.numeral, area.number, _in_each(area.short_title, languages), tuple(actions[area.pk]))
        for area in Area.objects.order_by("number")
    ]


def counted_activities() -> QuerySet[Activity]:
    """The activities that count: not in the bin, no ideas, not cancelled, not kept among leads and partners."""
    return Activity.objects.filter(deleted_at=None, stage__in=COUNTED_ACTIVITIES).exclude(
        audience=Activity.Audience.OWN
    )


def _activities(codes: Mapping[int, str]) -> list[ActivityFact]:
    served: dict[int, set[str]] = defaultdict(set)
    kept = Share.objects.filter(activity__deleted_at=None, activity__stage__in=COUNTED_ACTIVITIES).order_by()
    for activity, action in kept.values_list("activity_id", "action_id"):
        if action in codes:
            served[activity].add(codes[action])
    rows = (
        counted_activities()
        .order_by("pk")
        .values_list("pk", "title", "kind", "stage", "audience", "lead_id", "starts", "ends", "demonstration")
    )
    return [
        ActivityFact(
            pk,
            title,
            kind,
            stage,
            audience == Activity.Audience.PUBLIC,
            lead,
            starts,
            ends,
            demo,
            frozenset(served.get(pk, ())),
        )
        for pk, title, kind, stage, audience, lead, starts, ends, demo in rows.iterator(chunk_size=5000)
    ]


def amounts_of(numbers: Iterable[int]) -> dict[int, tuple[float | None, float | None]]:
    """Budget and spending of activities by number, in euro; None where it is not said. One query."""
    wanted = set(numbers)
    rows = counted_activities().order_by("pk").values_list("pk", "budget", "spent")
    return {
        pk: (None if budget is None else float(budget), None if spent is None else float(spent))
        for pk, budget, spent in rows.iterator(chunk_size=5000)
        if pk in wanted
    }
