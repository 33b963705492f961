"""What follows from the facts of a year, the same in every language: gaps, delays, needs, and the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from roundtable.operations.plan.domain.attention import Gap, gap, stands_still
from roundtable.operations.plan.domain.coverage import Coverage, Said, total
from roundtable.operations.plan.domain.needs import Theme, grouped
from roundtable.operations.plan.queries.pack_facts import ActionFact, ActivityFact, Facts


@dataclass(slots=True)
class Findings:
    """What follows from the facts, the same in every language."""

    facts: Facts
    name: str
    taken_at: datetime
    coverage: dict[str, Coverage]
    serving: dict[str, list[ActivityFact]]
    gaps: dict[str, Gap]
    late: dict[str, list[ActivityFact]]
    still: dict[str, list[str]]
    needs: dict[str, dict[Theme, list[int]]]
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)

    def area(self, code: str) -> Coverage:
        """The counts of an area, all its actions together."""
        return total(self.coverage[action.code] for action in self.facts.actions if action.area == code)

    def late_in(self, actions: Sequence[ActionFact]) -> list[ActivityFact]:
        """The late activities that serve any of these actions, each once, by number."""
        found = {one.pk: one for action in actions for one in self.late[action.code]}
        return [found[pk] for pk in sorted(found)]

    def prove(self, key: str, kind: str, ids: Sequence[int]) -> str:
        """Keep what was counted for a figure, and give the figure's key."""
        self.evidence[key] = {"kind": kind, "ids": sorted(ids)}
        return key


def findings(facts: Facts, *, name: str, taken_at: datetime) -> Findings:
    """Work out gaps, delays and needs from the facts."""
    coverage = {action.code: facts.coverage(action.code) for action in facts.actions}
    serving: dict[str, list[ActivityFact]] = {action.code: [] for action in facts.actions}
    late: dict[str, list[ActivityFact]] = {action.code: [] for action in facts.actions}
    for activity in facts.activities:
        for code in activity.actions:
            if activity.in_year(facts.year):
                serving[code].append(activity)
            if activity.past_its_end(facts.day):
                late[code].append(activity)
    gaps = {
        code: found
        for code, counts in coverage.items()
        if (found := gap(activities=len(serving[code]), working=counts.at_least(1))) is not None
    }
    needs = {
        area.code: [
            (report.needs, report.pk)
            for report in facts.reports
            if report.needs.strip() and _in(area.actions, report.action)
        ]
        for area in facts.areas
    }
    return Findings(
        facts=facts,
        name=name,
        taken_at=taken_at,
        coverage=coverage,
        serving=serving,
        gaps=gaps,
        late=late,
        still={action.code: _still(facts, action.code) for action in facts.actions},
        needs={code: grouped(found) for code, found in needs.items()},
    )


def _in(actions: Sequence[ActionFact], code: str) -> bool:
    return any(action.code == code for action in actions)


def _still(facts: Facts, action: str) -> list[str]:
    nothing: Mapping[str, Said] = {}
    return [
        party.code
        for party in facts.parties
        if stands_still(
            [str(facts.said[year].get(action, nothing).get(party.code, Said.NOTHING)) for year in facts.years]
        )
    ]
