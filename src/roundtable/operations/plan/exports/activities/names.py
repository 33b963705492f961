"""The names and footnotes that rows of activities are read with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from roundtable.ground.parties.public import PartyView, everybody
from roundtable.operations.plan.domain.activity import Facts
from roundtable.operations.plan.models import Action, HorizontalIssue
from roundtable.operations.plan.queries.activities import actions_by_key, issues
from roundtable.ui.amounts import euro_exactly


@dataclass(frozen=True)
class Known:
    """What the rows are read with: Parties by code in the reader's alphabet, actions by key, issues."""

    parties: Mapping[str, PartyView]
    actions: Mapping[str, Action]
    issues: Sequence[HorizontalIssue]

    def name(self, code: str) -> str:
        """The name of a Party or Partner with its mark; its code where nobody knows it."""
        view = self.parties.get(code)
        return view.name if view else code


def known(day: date, facts: Facts | None = None) -> Known:
    """Read names, the actions, and the issues in force and those that the facts keep. Three queries."""
    kept = facts.issues if facts else ()
    return Known({view.code: view for view in everybody(day)}, actions_by_key(), issues(kept))


def notes(known: Known, activities: Sequence[Any] | None) -> list[str]:
    """The footnotes of the designations that these rows name; None asks for those of all designations."""
    if activities is None:
        return footnotes_of(known, set(known.parties))
    codes = {str(one.lead_id) for one in activities}
    for one in activities:
        codes |= one.row.partners | one.row.participants
    return footnotes_of(known, codes)


def footnotes_of(known: Known, codes: set[str]) -> list[str]:
    """The footnotes of designations, each once, in the order of the names."""
    found = [view.footnote for code, view in known.parties.items() if code in codes and view.footnote]
    return list(dict.fromkeys(found))


def euro(amount: Decimal) -> str:
    """An amount as people read it everywhere: grouped, with cents where there are any, with the sign of the euro."""
    return euro_exactly(amount)
