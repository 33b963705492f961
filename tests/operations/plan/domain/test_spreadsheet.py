from datetime import date, datetime
from decimal import Decimal

import pytest

from roundtable.operations.plan.domain import spreadsheet as cell
from roundtable.operations.plan.domain.activity import Promise, ShareOf


@pytest.mark.parametrize("said", ["2026-05-12", "12.05.2026", "12/5/2026", date(2026, 5, 12), datetime(2026, 5, 12, 8)])  # noqa: DTZ001 - cells have no zone
def test_days_are_read_as_people_write_them(said):
    assert cell.day(said) == date(2026, 5, 12)


@pytest.mark.parametrize("said", ["31.02.2026", "May 2026", "2026", "12.13.2026"])
def test_what_is_no_day_is_told(said):
    with pytest.raises(cell.Misread):
        cell.day(said)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("12000", "12000"),
        ("12 000,50", "12000.50"),
        ("12\u00a0000.5", "12000.5"),
        (12000.1, "12000.1"),
        (7, "7"),
        ("5 €", "5"),
    ],
)
def test_amounts_are_read_as_people_write_them(said, amount):
    assert cell.amount(said) == Decimal(amount)


@pytest.mark.parametrize("said", ["1,234", "1.234.567", "about 5", "=1+1", True])
def test_an_amount_that_could_mean_two_things_is_told(said):
    with pytest.raises(cell.Misread):
        cell.amount(said)


@pytest.mark.parametrize("said", ["I.4: 60; II.1: 40", "I.4 60 %, II.1 40 %", "I.4=60\nII.1=40"])
def test_shares_are_read_as_people_and_our_exports_write_them(said):
    assert cell.shares_of(said) == (ShareOf("I.4", Decimal(60)), ShareOf("II.1", Decimal(40)))


def test_a_decimal_comma_in_a_share_is_no_new_action():
    assert cell.shares_of("I.4: 33,34; II.1: 66,66") == (
        ShareOf("I.4", Decimal("33.34")),
        ShareOf("II.1", Decimal("66.66")),
    )


def test_a_lone_action_has_the_whole_and_several_need_their_shares():
    assert cell.shares_of("I.4") == (ShareOf("I.4", Decimal(100)),)
    with pytest.raises(cell.Misread):
        cell.shares_of("I.4; II.1: 40")


def test_sources_say_what_was_pledged_and_paid():
    assert cell.promises("Fund A: 10 000 / 4000; Own budget: 2000") == (
        Promise("Fund A", Decimal(10000), Decimal(4000)),
        Promise("Own budget", Decimal(2000)),
    )
    with pytest.raises(cell.Misread):
        cell.promises("Fund A, much")
