"""Until when something may be kept."""

from datetime import date


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
