"""Until when something may be kept."""

from datetime import date


def due(since: date, months: int) -> date:
    """Give the first day on which something kept since a day must be gone.

    >>> due(date(2024, 1, 31), 1), due(date(2024, 11, 30), 24)
    (datetime.date(2024, 3, 1), datetime.date(2026, 12, 1))
    """
    month = since.month - 1 + months
    year, month = since.year + month // 12, month % 12 + 1
    while True:
        try:
            return date.fromordinal(date(year, month, since.day).toordinal() + 1)
        except ValueError:  # a month that has no such day: its last one, and then the day after
            since = date.fromordinal(since.toordinal() - 1)


def before(today: date, months: int) -> date:
    """Give the first day since which something may still be kept today: what is older must be gone.

    >>> before(date(2026, 12, 1), 24)
    datetime.date(2024, 12, 1)
    """
    month = today.month - 1 - months
    year, month = today.year + month // 12, month % 12 + 1
    day = today.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
