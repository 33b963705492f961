"""A wall that is taken away to tell its price is really away, and stands again afterwards."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from roundtable.ground.trust.middleware import reading_remembered
from roundtable.ground.trust.models import Reading, Role
from roundtable.ground.trust.proofs.prices import without_the_headers, without_the_log
from roundtable.ground.trust.signals import Handed, handed_out
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_headers_go_and_come_back():
    with without_the_headers():
        bare = Client().get("/account/login/")
    dressed = Client().get("/account/login/")
    for name in ("Content-Security-Policy", "X-Frame-Options"):
        assert name not in bare.headers
        assert name in dressed.headers


def _read_something(rf):
    request = rf.get("/plan/reports/1/")
    request.user = person(Role.SECRETARIAT)
    request.at = AT

    def page(_request):
        handed_out(Handed("plan.report", "1", "GE", "GE I.1 2026"))
        return HttpResponse("")

    return reading_remembered(page)(request)


def test_the_log_of_reading_goes_and_comes_back(rf):
    with without_the_log():
        _read_something(rf)
    assert Reading.objects.count() == 0
    _read_something(rf)
    assert Reading.objects.count() == 1
