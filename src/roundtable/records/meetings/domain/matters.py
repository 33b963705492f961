"""Matters arising: the conclusions that a meeting has to take up. None that is open can be missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Concluded:
    """A conclusion, as far as its follow-up is concerned."""

    key: int
    series: str
    """The series of the meeting that concluded it; empty where it belongs to none."""
    concluded_on: date
    """The last day of that meeting."""
    number: int
    due: date | None = None
    closed_on: date | None = None

    def open_on(self, day: date) -> bool:
        """Whether it stands open on a day: it was concluded before, and was not closed before.

        >>> one = Concluded(1, "", date(2022, 5, 13), 1, closed_on=date(2022, 10, 24))
        >>> one.open_on(date(2022, 5, 13)), one.open_on(date(2022, 10, 24)), one.open_on(date(2022, 10, 25))
        (False, True, False)
        """
        return self.concluded_on < day and (self.closed_on is None or self.closed_on >= day)


def arising(conclusions: Iterable[Concluded], *, on: date, series: str = "", gathers: bool = True) -> list[Concluded]:
    """Give what is open on the first day of a meeting: the most overdue first, those without a day last.

    A meeting that `gathers` takes up whatever is open; another one what is open in its own series.
    """
    found = [one for one in conclusions if one.open_on(on) and (gathers or (series and one.series == series))]
    return sorted(found, key=lambda one: (one.due or date.max, one.concluded_on, one.number, one.key))
