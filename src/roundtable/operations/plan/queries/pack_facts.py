"""The facts of a year, read once for a monitoring pack: as many queries for few reports as for many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import override

from roundtable.ground.parties.public import PartyView, dialogue, footnotes, names, sort_by_name
from roundtable.ground.trust.public import Marking, highest_marking
from roundtable.operations.plan.domain.coverage import Coverage, Said, count, said, total
from roundtable.operations.plan.models import Action, Activity, Area, Frame, Report, Round, Share, labelled
from roundtable.operations.plan.queries import money
from roundtable.operations.plan.queries.markings import above
from roundtable.operations.plan.queries.money import Money
from roundtable.operations.plan.queries.rounds import ASKED, asked_in, asks, every_action

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
    """An action that the round on the year asks; `code` is its key, `label` is said in the language in force."""

    pk: int
    code: str
    area: str
    title: Words
    bare: str
    since: date | None
    until: date | None

    @property
    def label(self) -> str:
        """The code as people read it."""
        return labelled(self.bare, self.until)


@dataclass(frozen=True, slots=True)
class AreaFact:
    """An area with the actions that are asked, in order; `code` is its key, `numeral` what people read."""

    code: str
    numeral: str
    number: int
    title: Words
    actions: tuple[ActionFact, ...]


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """An activity that is no idea and was not cancelled.

    `actions` are those asked in the pack's year that it serves, `counted_in` the years in which it takes place and
    serves an action that was asked then.
    """

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
    counted_in: frozenset[int]
    elsewhere: frozenset[str]
    """The keys of the actions that it serves and that are not asked in the pack's year."""

    def in_year(self, year: int) -> bool:
        """Whether any of its days falls into the year."""
        return _in_year(self.starts, self.ends, year)

    def past_its_end(self, today: date) -> bool:
        """Whether its last day is over and it is still not said to be completed."""
        return self.stage == Activity.Stage.UNDER_WAY and self.ends is not None and self.ends < today


def _in_year(starts: date | None, ends: date | None, year: int) -> bool:
    first, last = starts or ends, ends or starts
    return first is not None and last is not None and first.year <= year <= last.year


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
    asked_on: date
    """The day by which the actions of the pack's year are chosen: that on which its round opens."""
    asked: dict[int, int]
    """How many Parties were asked, by year."""
    codes: dict[int, tuple[str, ...]]
    """Which actions were asked, by year."""
    said: dict[int, dict[str, dict[str, Said]]]
    reports: list[ReportFact]
    cited: Marking
    waiting: int
    activities: list[ActivityFact]
    money_by_action: dict[str, Money]
    money_by_area: dict[str, Money]
    money_elsewhere: Money
    """What goes to actions that are not asked in the pack's year: those that were dropped, or came later."""
    money_other_areas: Money
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

    def total(self, year: int) -> Coverage:
        """How all actions stand that were asked in a year."""
        return total(self.coverage(code, year) for code in self.codes[year])

    def cells(self, action: str, order: Iterable[str]) -> str:
        """What each Party said on an action in the pack's year: one character a Party, in the order given."""
        row = self.said[self.year].get(action, {})
        return "".join(str(row.get(code, Said.NOTHING)) for code in order)


def read(year: int, *, at: datetime, languages: Sequence[str], ceiling: Marking) -> Facts:
    """Read the facts of a year as they stand at an instant; `languages` are those in which names are kept.

    What a report under a higher marking than `ceiling` says in words is left out; its answer counts.
    """
    years = tuple(range(year - YEARS + 1, year + 1))
    rounds = {found.year: found for found in Round.objects.filter(year__in=years)}
    # A year without a round is counted as on its last day.
    asking = {one: rounds.get(one) or _without_round(one) for one in years}
    tables = {one: asked_in(asking[one]) for one in years}
    every = every_action()
    asked_actions = {one: [action for action in every if asks(asking[one], action)] for one in years}
    areas = _areas(asked_actions[year], languages)
    codes = {action.pk: action.key for one in years for action in asked_actions[one]}
    known = {one: frozenset(action.pk for action in asked_actions[one]) for one in years}
    asked_codes = {one: {party.code for party in tables[one]} for one in years}
    frame = Frame.objects.only("period").first()
    about = dialogue()
    begun = counted_activities().filter(starts__year=year)
    by_action, by_area = money.by_action(begun), money.by_area(begun)
    shown_areas = {area.code for area in areas}
    facts = Facts(
        year=year,
        years=years,
        day=at.date(),
        languages=tuple(languages),
        dialogue_name=_dialogue_name(languages),
        period=frame.period if frame else "",
        parties=_parties(tables[year], languages),
        areas=areas,
        asked_on=asking[year].opens_on,
        codes={one: tuple(action.key for action in asked_actions[one]) for one in years},
        asked={one: len(tables[one]) for one in years},
        said={one: defaultdict(dict) for one in years},
        reports=[],
        cited=Marking.PUBLIC,
        waiting=Report.objects.filter(ASKED, round__year=year, stage=Report.Stage.SUBMITTED, deleted_at=None).count(),
        activities=_activities(known, every, year),
        money_by_action={codes[pk]: found for pk, found in by_action.items() if pk in known[year]},
        money_by_area={code: found for code, found in by_area.items() if code in shown_areas},
        money_elsewhere=money.added(found for pk, found in by_action.items() if pk not in known[year]),
        money_other_areas=money.added(found for code, found in by_area.items() if code not in shown_areas),
        money=money.total(begun),
        money_by_year={one: found for one, found in money.by_year(counted_activities()).items() if one in years},
        demonstration=about.demonstration or any(found.demonstration for found in rounds.values()),
        order={one: sort_by_name([view.code for view in tables[year]], one) for one in languages},
        reported={one: set() for one in years},
    )
    # As everywhere: accepted reports count, on what their round asks (`queries.coverage`).
    counted = Report.objects.filter(ASKED, stage=Report.Stage.ACCEPTED, deleted_at=None)
    earlier = counted.filter(round__year__in=years[:-1])
    for one, party, action, answer, progress in earlier.values_list(
        "round__year", "party_id", "action_id", "answer", "progress"
    ):
        _put(facts, asked_codes, one, party, codes.get(action), said(answer, progress))
    texts = counted.filter(round__year=year).only(
        "row", "party_id", "action_id", "answer", "progress", "narrative", "obstacles", "needs", "marking"
    )
    for report in texts.order_by("pk"):
        code, party = codes.get(report.action_id), report.party_id
        answer, progress = report.answer, report.progress
        if _put(facts, asked_codes, year, party, code, said(answer, progress)) and code:
            fact = ReportFact(
                report.pk, party, code, answer, progress, report.narrative, report.obstacles, report.needs
            )
            if answer == Report.Answer.CONFIDENTIAL:
                # What was said in confidence is not ours to count by theme, nor to pass on.
                fact = replace(fact, progress=None, narrative="", obstacles="", needs="")
            elif above(report.marking, ceiling):
                fact = replace(fact, narrative="", obstacles="", needs="")
            else:
                facts.cited = highest_marking([facts.cited, Marking(report.marking or Marking.PARTIES)])
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


def _without_round(year: int) -> Round:
    last = date(year, 12, 31)
    return Round(year=year, opens_on=last, closes_on=last)


def _areas(asked: Sequence[Action], languages: Sequence[str]) -> list[AreaFact]:
    actions: dict[Area, list[ActionFact]] = defaultdict(list)
    for action in asked:
        title = _in_each(action.short_title, languages)
        fact = ActionFact(
            action.pk, action.key, action.area.key, title, bare=action.code, since=action.since, until=action.until
        )
        actions[action.area].append(fact)
    return [
        AreaFact(area.key, area.numeral, area.number, _in_each(area.short_title, languages), tuple(facts))
        for area, facts in actions.items()
    ]


def counted_activities() -> QuerySet[Activity]:
    """The activities that count: not in the bin, no ideas, not cancelled, not kept among leads and partners."""
    return Activity.objects.filter(deleted_at=None, stage__in=COUNTED_ACTIVITIES).exclude(
        audience=Activity.Audience.OWN
    )


def _activities(asked: Mapping[int, frozenset[int]], every: Iterable[Action], year: int) -> list[ActivityFact]:
    keys = {action.pk: action.key for action in every}
    served: dict[int, set[int]] = defaultdict(set)
    kept = Share.objects.filter(activity__deleted_at=None, activity__stage__in=COUNTED_ACTIVITIES).order_by()
    for activity, action in kept.values_list("activity_id", "action_id"):
        served[activity].add(action)
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
            frozenset(keys[action] for action in served[pk] & asked[year]),
            frozenset(one for one in asked if _in_year(starts, ends, one) and served[pk] & asked[one]),
            frozenset(keys[action] for action in served[pk] - asked[year]),
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
