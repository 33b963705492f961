"""The report desk of a Party: every action that the round asks, and where its report stands."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.operations.plan.domain.coverage import Coverage, count, said
from roundtable.operations.plan.domain.deadline import Phase, Window
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Action, Report, Round
from roundtable.operations.plan.queries.reports import own_to
from roundtable.operations.plan.queries.rounds import actions_asked, window_for

NOT_STARTED = "not-started"


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One action on the desk: its report, if begun, and what was accepted last time."""

    action: Action
    report: Report | None
    earlier: Report | None

    @property
    def state(self) -> str:
        """The stage of the report, or that there is none."""
        return self.report.stage if self.report else NOT_STARTED


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the desk of one Party in one round, as one person may see it."""

    round: Round
    party: str
    rows: tuple[DeskRow, ...]
    window: Window
    phase: Phase
    clears: bool
    """Whether the person may begin, assign and submit (the contact point), not only contribute."""
    beside: tuple[Report, ...] = ()
    """What was begun on actions that the round does not ask, or no longer: kept and read, and counted nowhere."""

    def count(self, state: str) -> int:
        """How many actions are in a state."""
        return sum(1 for row in self.rows if row.state == state)

    @property
    def coverage(self) -> Coverage:
        """What the Party would be counted with if everything were accepted as it stands."""
        begun = (row.report for row in self.rows if row.report)
        return count((said(report.answer, report.progress) for report in begun), asked=len(self.rows))


def _place(report: Report) -> tuple[int, int, int]:
    return report.action.area.number, report.action.number, report.action_id


def parties_of(person: Person, at: datetime) -> list[str]:
    """Give the codes of the Parties whose desk a person may open."""
    return sorted(actor(person, at).scopes_as(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL, Role.CONTRIBUTOR))


def desk(person: Person, round_: Round, party: str, at: datetime, *, zone: ZoneInfo | None = None) -> Desk:
    """Give the desk of a Party in four queries; contributors find only what is assigned to their institution."""
    who = actor(person, at)
    reports = {
        report.action_id: report
        for report in Report.objects.filter(
            own_to(person, at), round=round_, party=party, deleted_at=None
        ).select_related("action__area", "round")
    }
    everything = who.holds(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL, scope=party)
    asked = actions_asked(round_)
    actions = [one for one in asked if everything or one.pk in reports]
    earlier: dict[int, Report] = {}
    before = Report.objects.filter(party=party, round__year__lt=round_.year, stage=Stage.ACCEPTED, deleted_at=None)
    of_these = {one.pk for one in actions}
    # What was said on an action that became part of another is the last word on it, until there is one of its own.
    for report in before.select_related("round", "action").order_by("round__year", "-action__gone", "pk"):
        for number in (report.action_id, report.action.merged_into_id):
            if number in of_these:
                earlier[number] = report
    frame = window_for(round_, party, zone)
    return Desk(
        round=round_,
        party=party,
        rows=tuple(DeskRow(one, reports.get(one.pk), earlier.get(one.pk)) for one in actions),
        window=frame,
        phase=frame.phase(at),
        clears=who.holds(Role.CONTACT_POINT, scope=party),
        beside=tuple(sorted((reports[number] for number in reports.keys() - {one.pk for one in asked}), key=_place)),
    )
