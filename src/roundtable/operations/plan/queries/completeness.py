"""How complete the reports of a round are: totals for all who take part, the counts on the way for those they concern.

| who                                             | of the own Party               | of other Parties |
|-------------------------------------------------|--------------------------------|------------------|
| contact point, senior official, contributor     | everything, its closing too    | what is accepted |
| secretariat                                     | everything                     | everything       |
| everybody else who takes part                   |                                | what is accepted |

Accepted reports are open to all who take part, so is their number. What was returned or withdrawn, what waits for
review and who was given more time is between a Party and the secretariat. Drafts are the Party's own, and not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import PartyView
from roundtable.ground.trust.public import Person, allows
from roundtable.operations.plan.domain.deadline import Window
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Report, Round
from roundtable.operations.plan.queries.rounds import ASKED, actions_asked, asked_in, window_for
from roundtable.operations.plan.rules import Do
from roundtable.ui import moments

WITHDRAWN = Q(stage__in=[str(Stage.DRAFT), str(Stage.OFFERED)], first_submitted_at__isnull=False, answer_by=None)
"""What the secretariat had received, and the Party took back before it was accepted or returned."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a Party and the secretariat know of the Party's reports: counts and its own closing, no judgement."""

    window: Window
    submitted: int
    returned: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete one Party's reports are, as one reader may know it: counts only."""

    party: PartyView
    asked: int
    accepted: int
    inside: Inside | None
    """None for those who are neither of the Party nor of the secretariat."""

    @property
    def closes_day(self) -> str:
        """The day on which it closes, in the Party's own time; empty for those whom it does not concern."""
        return moments.day(self._closes.date()) if self._closes else ""

    @property
    def closes_hour(self) -> str:
        """The hour at which it closes, with the place whose time that is."""
        if self._closes is None:
            return ""
        return _("%(time)s in %(city)s") % {"time": f"{self._closes:%H:%M}", "city": moments.place(self.party.zone)}

    @property
    def _closes(self) -> datetime | None:
        return self.inside.window.closes.astimezone(ZoneInfo(self.party.zone)) if self.inside else None


@dataclass(frozen=True, slots=True)
class Reported:
    """Who has reported in a round, as one reader may know it: Parties in the order of their names, never of results."""

    rows: tuple[Completeness, ...]
    handed_in: int
    """How many Parties handed in something that did not come back."""

    @property
    def whole(self) -> bool:
        """Whether the reader knows of every Party what is between it and the secretariat."""
        return all(row.inside is not None for row in self.rows)


def completeness(round_: Round, person: Person, at: datetime, parties: list[PartyView] | None = None) -> Reported:
    """Say for each Party asked how many reports it handed in, as far as the person may know. Three queries."""
    counted: dict[str, Mapping[str, Any]] = {
        str(row["party_id"]): row
        for row in Report.objects.filter(ASKED, round=round_, deleted_at=None)
        .order_by()
        .values("party_id")
        .annotate(
            submitted=Count("pk", filter=Q(stage=Stage.SUBMITTED)),
            returned=Count("pk", filter=Q(answer_by__isnull=False)),
            withdrawn=Count("pk", filter=WITHDRAWN),
            accepted=Count("pk", filter=Q(stage=Stage.ACCEPTED)),
        )
    }
    asked = len(actions_asked(round_))
    rows = []
    handed_in = 0
    for party in parties if parties is not None else asked_in(round_):
        row = counted.get(party.code, {})
        handed_in += bool(row.get("submitted") or row.get("accepted"))
        rows.append(
            Completeness(
                party=party,
                asked=asked,
                accepted=row.get("accepted", 0),
                inside=_inside(round_, party, row) if allows(person, Do.FOLLOW_REPORTS, party, at=at) else None,
            ),
        )
    return Reported(tuple(rows), handed_in)


def _inside(round_: Round, party: PartyView, row: Mapping[str, Any]) -> Inside:
    return Inside(
        window=window_for(round_, party.code, ZoneInfo(party.zone)),
        submitted=row.get("submitted", 0),
        returned=row.get("returned", 0),
        withdrawn=row.get("withdrawn", 0),
    )
