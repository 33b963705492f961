"""What needs attention: actions nobody works on, and reports that have not moved.

Neither is a judgement of a Party: nothing here sorts or scores Parties.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from roundtable.operations.plan.domain.coverage import STEPS, Said

YEARS_WITHOUT_A_STEP: Final = 2
"""A report stands still when its step is no further than it was this many years before."""


class Gap(StrEnum):
    """Why an action stands in the list of gaps."""

    NOBODY = "nobody"
    """No activity in the year, and no Party reports that it prepared anything or went further."""
    NO_ACTIVITY = "no-activity"
    """Parties report work, but no activity of the plan serves the action in the year."""
    NO_REPORT = "no-report"
    """Activities serve the action in the year, but no Party reports any work."""


def gap(*, activities: int, working: int) -> Gap | None:
    """Say whether an action is a gap: how many activities serve it in the year, and how many Parties report work on it.

    >>> gap(activities=0, working=0), gap(activities=0, working=3)
    (<Gap.NOBODY: 'nobody'>, <Gap.NO_ACTIVITY: 'no-activity'>)
    >>> gap(activities=2, working=0), gap(activities=1, working=1)
    (<Gap.NO_REPORT: 'no-report'>, None)
    """
    if activities and working:
        return None
    if activities:
        return Gap.NO_REPORT
    return Gap.NO_ACTIVITY if working else Gap.NOBODY


def stands_still(years: Sequence[str]) -> bool:
    """Whether a Party's work on an action stands still, from what it said in each year, the oldest first.

    The last year is this one. It stands still when the step is known now and was known two years ago, is not further
    than then, and is not done. A year in which nothing was said, or said in confidence, is no proof either way.

    >>> stands_still("223"), stands_still("222"), stands_still("2.2"), stands_still("32c"), stands_still("444")
    (False, True, True, False, False)
    """
    if len(years) <= YEARS_WITHOUT_A_STEP:
        return False
    before, now = years[-1 - YEARS_WITHOUT_A_STEP], years[-1]
    known = {str(step) for step in STEPS}
    return before in known and now in known and now != str(Said.STEP_4) and int(now) <= int(before)
