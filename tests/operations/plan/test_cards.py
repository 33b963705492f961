"""The plan on the public home and on the desk."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.views.cards import numbers
from tests.factories.plan import activity, frame
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def test_sums_that_an_auditor_saw_are_not_shown_to_an_observer_of_the_same_place():
    cache.clear()
    frame()
    activity("Among ourselves", audience="own", budget=9999)

    def count(who):
        request = RequestFactory().get("/desk/")
        request.user, request.at = who, timezone.now()
        return str(numbers(request)["figures"][0].value)

    seen = [count(person(Role.AUDITOR, "dialogue")), count(person(Role.OBSERVER, "dialogue"))]
    cache.clear()

    assert seen == ["1", "0"]
