"""Which actions a round asks: the rule, in one place for desks, pages, counts, the pack and the API.

* An action is **in the plan** from the day `since` until the day `until`; both days count. A revised text brings new
  actions from its day on, and what it drops was in the plan until the day before. A number that moves changes nothing:
  the action is the same.
* A round **asks** the actions that are in the plan on the day it **opens**. That day cannot be changed once it has
  come, so nobody's questions change while they answer them: not by a revised text that comes later, and not by more
  time for some. What a later text brings is asked in the next round that opens.
* No `since` means: from the beginning. No `until` means: in the plan still.
* What was reported on an action in a round that does not ask it (a text was put in force for a day before the round
  opened) stays readable and exported; it is counted nowhere.

>>> dropped, new = Span(until=date(2025, 12, 31)), Span(since=date(2026, 1, 1))
>>> [one.covers(date(2025, 10, 1)) for one in (dropped, new)], [one.covers(date(2026, 10, 1)) for one in (dropped, new)]
([True, False], [False, True])
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which an action is in the plan; an end that is not known lies open."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the action is in the plan on a day."""
        return self.meets(day, day)

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether the action is in the plan on any day from the first to the last; a day that is not said lies open.

        >>> Span(until=date(2025, 12, 31)).meets(date(2025, 12, 30), date(2026, 2, 1))
        True
        """
        begun = self.since is None or last is None or self.since <= last
        going = self.until is None or first is None or first <= self.until
        return begun and going


def day_before(day: date) -> date:
    """The last day of what a text drops that counts from this day."""
    return day - timedelta(days=1)
