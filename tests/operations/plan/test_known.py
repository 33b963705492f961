"""What every page reckons with is kept in memory, and never older than the tables."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from roundtable.kernel.base.once import one_request
from roundtable.operations.plan.models import Action, Extension, Round
from roundtable.operations.plan.queries.rounds import every_action, every_round
from tests.factories.parties import DialogueFactory
from tests.factories.reports import ActionOfPlanFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _dialogue():
    DialogueFactory()


def asked_for(question) -> int:
    """How many queries a question takes in a request of its own."""
    with one_request(), CaptureQueriesContext(connection) as asked:
        question()
    return len(asked)


def test_the_second_request_asks_only_whether_anything_changed():
    RoundFactory()
    ActionOfPlanFactory()
    every_round()
    every_action()
    assert (asked_for(every_round), asked_for(every_action)) == (1, 1)


def test_every_way_of_changing_a_round_is_seen(now):
    made = RoundFactory()
    assert [one.guidance for one in every_round()] == [made.guidance]
    made.guidance = "Two sentences."
    made.save()
    assert [one.guidance for one in every_round()] == ["Two sentences."]
    Round.objects.update(guidance="Three.")
    assert [one.guidance for one in every_round()] == ["Three."]
    Extension.objects.create(round=made, closes_on=date(2027, 2, 1), reason="A strike", at=now)
    assert [len(one.extensions.all()) for one in every_round()] == [1]
    Extension.objects.all().delete()
    Round.objects.bulk_create([Round(year=2031, opens_on=date(2031, 10, 1), closes_on=date(2031, 12, 1))])
    assert {len(one.extensions.all()) for one in every_round()} == {0}
    assert {one.year for one in every_round()} == {made.year, 2031}
    made.delete()
    assert [one.year for one in every_round()] == [2031]


def test_what_was_read_in_a_change_that_was_taken_back_is_given_to_nobody():
    action = ActionOfPlanFactory()
    before = [one.code for one in every_action()]

    with transaction.atomic():
        Action.objects.filter(pk=action.pk).update(code="IX.9")
        assert "IX.9" in [one.code for one in every_action()]
        transaction.set_rollback(True)
    assert [one.code for one in every_action()] == before
    Action.objects.filter(pk=action.pk).update(code="IX.8")
    assert [one.code for one in every_action()] == ["IX.8"]


def test_nobody_writes_into_what_others_are_given():
    RoundFactory()
    every_round()[0].guidance = "mine"
    assert every_round()[0].guidance != "mine"
