"""Functions held for a Party that does not take part rest: its people see what everybody sees."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from roundtable.ground.parties.models import Standing
from roundtable.ground.trust.public import NOBODY, Role, actor, holders
from tests.factories.parties import DialogueFactory, ParticipationFactory, PartyFactory
from tests.factories.trust import TermFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(now):
    """A contact point of a Party that has not taken part since yesterday."""
    cache.clear()
    DialogueFactory()
    party = PartyFactory(code="GE")
    someone = person(Role.CONTACT_POINT, "GE")
    ParticipationFactory(
        party=party, standing=Standing.NOT_PARTICIPATING, starts=now.date() - timedelta(days=1), ends=None
    )
    return someone


def test_a_function_rests_while_its_party_does_not_take_part(leaver, now):
    assert actor(leaver, now).functions == NOBODY.functions
    assert {one.scope for one in actor(leaver, now - timedelta(days=2)).functions} == {"GE"}


def test_nobody_is_told_for_a_party_that_does_not_take_part(leaver, now):
    assert list(holders(Role.CONTACT_POINT, "GE", on=now.date())) == []
    assert list(holders(Role.CONTACT_POINT, "GE", on=now.date() - timedelta(days=2))) == [leaver]


def test_what_is_held_elsewhere_goes_on(leaver, now):
    TermFactory(user=leaver, role=Role.OBSERVER, scope="dialogue")
    assert {one.role for one in actor(leaver, now).functions} == {Role.OBSERVER}


def test_a_standing_that_no_source_states_is_not_the_same_as_not_taking_part(now):
    DialogueFactory()
    PartyFactory(code="BY", facts=False)
    assert actor(person(Role.CONTACT_POINT, "BY"), now).holds(Role.CONTACT_POINT)


def test_a_party_that_comes_back_finds_its_functions_again(now):
    DialogueFactory()
    party = PartyFactory(code="GE")
    someone = person(Role.CONTACT_POINT, "GE")
    ParticipationFactory(
        party=party, standing=Standing.NOT_PARTICIPATING, starts=date(2022, 1, 1), ends=now.date() - timedelta(days=1)
    )
    assert actor(someone, now).holds(Role.CONTACT_POINT)


def test_the_account_says_why_a_function_opens_nothing(leaver, client, settings):
    settings.ROUNDTABLE_SECOND_FACTOR = False
    client.force_login(leaver)
    with_rest = client.get("/account/").content.decode()
    assert "does not take part in the dialogue at present" in with_rest
