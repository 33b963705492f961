"""Coverage: who said what on which action, counted by the rule of `domain.coverage`. No Party is ranked."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from roundtable.ground.parties.public import PartyView
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.operations.plan.domain.coverage import Coverage, Said, count, said, total
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Action, Area, Report, Round
from roundtable.operations.plan.queries.reports import own_to
from roundtable.operations.plan.queries.rounds import actions_asked, asked_in


@dataclass(frozen=True)
class Matrix:
    """What every Party asked said on every action that the round asks, as one person may see it.

    `rows` holds for each action (by its id) one string with a character for each Party, in the order of `parties`;
    the characters are `domain.coverage.Said`. It is empty for the public, which sees totals alone (`open_cells` is
    False).
    """

    year: int
    parties: tuple[PartyView, ...]
    actions: tuple[Action, ...]
    rows: dict[int, str] = field(default_factory=dict)
    coverage: dict[int, Coverage] = field(default_factory=dict)
    open_cells: bool = True
    demonstration: bool = False

    def cell(self, action: Action, party: str) -> Said:
        """What a Party said on an action."""
        return Said(self.rows[action.pk][self._place[party]])

    def cells(self, action: Action) -> list[tuple[PartyView, Said]]:
        """What each Party said on an action, in the order of names."""
        return [(party, Said(mark)) for party, mark in zip(self.parties, self.rows.get(action.pk, ""), strict=False)]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {party.code: place for place, party in enumerate(self.parties)}

    @cached_property
    def whole(self) -> Coverage:
        """The counts over all actions."""
        return total(self.coverage.values())

    @cached_property
    def by_area(self) -> dict[str, Coverage]:
        """The counts of each area, by its key (`Area.key`), in the order of the plan."""
        return {
            area.key: total(self.coverage[action.pk] for action in self.actions if action.area_id == area.pk)
            for area in self.areas
        }

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The areas of the actions asked, in the order of the plan."""
        return tuple(dict.fromkeys(action.area for action in self.actions))

    @cached_property
    def by_party(self) -> dict[str, Coverage]:
        """The counts of each Party over all actions, in the order of names; empty where cells are not open."""
        if not self.open_cells:
            return {}
        return {
            party.code: count((self.rows[action.pk][place] for action in self.actions), asked=len(self.actions))
            for place, party in enumerate(self.parties)
        }

    @cached_property
    def parties_that_reported(self) -> tuple[int, int]:
        """How many of the Parties asked said anything at all: "44 of 48". For who sees cells."""
        spoke = sum(1 for counts in self.by_party.values() if counts.reported)
        return spoke, len(self.parties)

    def silent_actions(self) -> tuple[Action, ...]:
        """The actions on which no Party is known to have prepared or done anything: the gaps of the plan."""
        return tuple(action for action in self.actions if not self.coverage[action.pk].at_least(1))


def matrix(round_: Round, person: Person, *, at: datetime, live: bool = False) -> Matrix:
    """Give the matrix of a round in three queries: actions, Parties, reports. Its actions are those that it asks.

    Counted are accepted reports, so that everybody reads the same numbers. `live` adds what is on its way and visible
    to this person: submitted reports for the secretariat, all that is begun for the own Party. The public sees totals
    of published rounds alone, and of others nothing.
    """
    who = actor(person, at)
    takes_part = bool(who.functions)
    counted = Q(stage=Stage.ACCEPTED)
    if live and takes_part:
        counted |= own_to(person, at)
        if who.holds(Role.SECRETARIAT):
            counted |= Q(stage=Stage.SUBMITTED)
    actions = actions_asked(round_)
    parties = tuple(asked_in(round_))
    if not takes_part and round_.published_at is None:
        return Matrix(
            round_.year, parties, actions, coverage={one.pk: Coverage(0) for one in actions}, open_cells=False
        )
    place = {party.code: number for number, party in enumerate(parties)}
    marks = {action.pk: [str(Said.NOTHING)] * len(parties) for action in actions}
    said_of = _said if takes_part else _published
    for action_id, party, answer, progress in said_of(round_, counted):
        if party in place and action_id in marks:
            marks[action_id][place[party]] = str(said(answer, progress))
    rows = {pk: "".join(row) for pk, row in marks.items()}
    return Matrix(
        year=round_.year,
        parties=parties,
        actions=actions,
        rows=rows if takes_part else {},
        coverage={pk: count(row, asked=len(parties)) for pk, row in rows.items()},
        open_cells=takes_part,
        demonstration=round_.demonstration,
    )


def _said(round_: Round, counted: Q) -> list[tuple[int, str, str, int | None]]:
    # Ordered by nothing: the rows go into their places.
    found = Report.objects.filter(counted, round=round_, deleted_at=None).order_by()
    return list(found.values_list("action_id", "party_id", "answer", "progress"))


_published = looking_across("published totals are counted from what each Party said, and tell it of none")(_said)


def coverage_of(round_: Round, action: Action, *, asked: int, without: str = "") -> Coverage:
    """Count what was accepted on one action, in one query; `without` counts a Party as asked and silent."""
    found = Report.objects.filter(round=round_, action=action, stage=Stage.ACCEPTED, deleted_at=None).order_by()
    answers = found.values_list("party_id", "answer", "progress")
    return count((said(answer, progress) for party, answer, progress in answers if party != without), asked=asked)
