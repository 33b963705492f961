"""The plan on the public home and on the desk."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.domain.coverage import Said, count
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Action, Round
from roundtable.operations.plan.views.cards import numbers
from roundtable.operations.plan.views.frame import bar_parts
from tests.factories.plan import activity, frame
from tests.factories.reports import complete
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


def test_the_page_of_a_party_tells_what_it_does_as_far_as_the_reader_may_see(client, django_assert_max_num_queries):
    frame()
    activity("A course in Tbilisi", lead_id="GE")
    activity("A course in Yerevan", lead_id="AM")
    activity("Kept inside", lead_id="GE", audience="own")
    complete(stage=Stage.ACCEPTED)
    anonymous = client.get("/parties/ge/").content.decode()
    shown = [title in anonymous for title in ("A course in Tbilisi", "A course in Yerevan", "Kept inside")]
    assert shown == [True, False, False]
    assert "/plan/reports/all/" not in anonymous
    client.force_login(person(Role.ANALYST))
    client.get("/parties/ge/")
    with django_assert_max_num_queries(15):
        page = client.get("/parties/ge/").content.decode()
    assert "/plan/reports/all/?party=GE&amp;round=" in page
    assert "/plan/activities/?party=GE" in page


def test_the_page_of_a_party_holds_its_row_of_the_matrix_with_words_and_its_activities(client):
    frame()
    report = complete(stage=Stage.ACCEPTED)
    code = report.action.code
    activity("A course in Tbilisi", {code: "1"}, lead_id="GE")
    Round.objects.filter(pk=report.round_id).update(published_at=timezone.now())
    year = report.round.year

    stranger = client.get("/parties/ge/").content.decode()
    assert f'<a href="/plan/activities/?action={code}&amp;party=GE">1 activity</a>' in stranger
    assert "/plan/reports/all/" not in stranger

    client.force_login(person(Role.ANALYST))
    page = client.get("/parties/ge/").content.decode()
    words = {4: "done", 3: "advanced", 2: "begun", 1: "prepared", 0: "not begun"}[report.progress]
    assert f'<a href="/plan/reports/all/?round={year}&amp;code={code}&amp;party=GE">{words}</a>' in page
    assert f'<a href="/plan/activities/?action={code}&amp;party=GE">1 activity</a>' in page
    assert f'href="/plan/coverage/?year={year}"' in page
    assert page.count("</i><span><a href=") == Action.objects.count()
    assert '<span class="quiet">no report</span>' in page


def test_what_the_shades_of_a_bar_mean_stands_once_above_the_bars(client):
    frame()
    report = complete(stage=Stage.ACCEPTED)
    Round.objects.filter(pk=report.round_id).update(published_at=timezone.now())
    legend = "".join(
        f'<li><i class="{kind}"></i>{words}</li>'
        for kind, words in (
            ("shade-1", "done or advanced"),
            ("shade-2", "begun or prepared"),
            ("shade-3", "not begun"),
            ("none", "no report, or in confidence"),
        )
    )
    area = f"/plan/area/{report.action.area.key}/"
    for address in ("/", "/plan/", area, f"/plan/action/{report.action.key}/", "/plan/coverage/"):
        assert client.get(address).content.decode().count(legend) == 1, address


def test_a_bar_tells_what_was_said_to_be_not_begun_from_what_nobody_said():
    parts = bar_parts(count([Said.STEP_4, Said.STEP_1, Said.STEP_0, Said.CONFIDENTIAL], asked=5))
    assert [(part.share, part.none) for part in parts] == [(20, False), (20, False), (20, False), (40, True)]
