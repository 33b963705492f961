"""Periods of time as SDMX writes them: `2024`, `2024-Q1`, `2024-03`, `2024-W07`, `2024-03-30`, `2015-01-01/P5Y`."""

import re
from datetime import date, timedelta

MONTHS = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}
PARTS = {"A": 1, "S": 2, "T": 3, "Q": 4, "M": 12, "W": 53, "D": 366}
_GREGORIAN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)?)?(?:Z|[+-]\d\d:\d\d)?")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.]+)?/P(\d{1,3})([YMWD])")
_REPORTING = re.compile(r"(\d{4})-([ASTQMWD])(\d{1,3})")


def bounds(period: str) -> tuple[date, date] | None:
    """Give the first and the last day of a period, or None for what is no period of SDMX.

    Reporting periods (`2024-Q1`) are read with the reporting year that starts on 1 January.

    >>> bounds("2024-Q1")
    (datetime.date(2024, 1, 1), datetime.date(2024, 3, 31))
    >>> bounds("2023-02")
    (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    >>> bounds("2023-13") is None
    True
    """
    try:
        if found := _GREGORIAN.fullmatch(period):
            year, month, day = found.groups()
            if day:
                one = date(int(year), int(month), int(day))
                return one, one
            return _months(int(year), int(month) if month else 1, 1 if month else 12)
        if found := _RANGE.fullmatch(period):
            return _ranged(date.fromisoformat(found[1]), int(found[2]), found[3])
        if found := _REPORTING.fullmatch(period):
            return _reported(int(found[1]), found[2], int(found[3]))
    except (ValueError, OverflowError):
        return None
    return None


def _ranged(first: date, count: int, unit: str) -> tuple[date, date] | None:
    if not count:
        return None
    if unit in "WD":
        return first, first + timedelta(days=count * (7 if unit == "W" else 1) - 1)
    after = first.year * 12 + first.month - 1 + count * (12 if unit == "Y" else 1)
    # A range of months that starts on a day its last month lacks is none that SDMX can mean.
    return first, date(after // 12, after % 12 + 1, first.day) - timedelta(days=1)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = year * 12 + first - 1 + count
    return date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _reported(year: int, kind: str, number: int) -> tuple[date, date] | None:
    if not 1 <= number <= PARTS[kind]:
        return None
    if kind == "D":
        one = date(year, 1, 1) + timedelta(days=number - 1)
        return (one, one) if one.year == year else None
    if kind == "W":
        monday = date.fromisocalendar(year, number, 1)
        return monday, monday + timedelta(days=6)
    return _months(year, (number - 1) * MONTHS[kind] + 1, MONTHS[kind])
