"""Every address says how it is asked for, so that the proofs ask all of them; and every table is planted in."""

import pytest
from django.apps import apps

from roundtable.ground.trust.public import plantings, ways
from tests.architecture.house import addresses


def test_every_address_with_arguments_says_how_it_is_asked_for() -> None:
    said = {way.name for way in ways}
    routes = {address.route for address in addresses() if address.name in said}
    assert [one.route for one in addresses() if not one.plain and one.route not in routes] == []


def test_nothing_is_said_of_addresses_that_are_not_there() -> None:
    names = {address.name for address in addresses()}
    assert [way.name for way in ways if way.name not in names] == []
    assert len({way.name for way in ways}) == len(ways)


@pytest.mark.parametrize("way", [way for way in ways if way.thing], ids=lambda way: way.name)
def test_what_an_address_names_is_a_table(way) -> None:
    assert apps.get_model(way.thing) is not None


def test_every_room_with_tables_that_hold_words_plants_in_them() -> None:
    assert {planting.room for planting in plantings} >= {
        "trust",
        "parties",
        "meetings",
        "plan",
        "documents",
        "observatory",
    }
