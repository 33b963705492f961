"""Days and times are written in the shape of each language."""

from datetime import date, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "3 May 2026", "3 May 2026, 18:05"),
        ("ru", "3 мая 2026", "3 мая 2026, 18:05"),
        ("uk", "3 травня 2026", "3 травня 2026, 18:05"),
        ("tr", "3 Mayıs 2026", "3 Mayıs 2026, 18:05"),
        ("ar", "3 مايو 2026", "3 مايو 2026، 18:05"),
        ("fa-af", "3 می 2026", "3 می 2026، 18:05"),
    ],
)
def test_a_day_names_its_month_and_carries_no_abbreviation(language: str, day: str, moment: str) -> None:
    with override(language):
        assert date_format(date(2026, 5, 3), "DATE_FORMAT") == day
        assert date_format(datetime(2026, 5, 3, 18, 5), "DATETIME_FORMAT") == moment  # noqa: DTZ001 - only its shape counts


def test_a_short_day_in_english_is_never_three_numbers() -> None:
    with override("en"):
        assert date_format(date(2026, 5, 3), "SHORT_DATE_FORMAT") == "3 May 2026"
