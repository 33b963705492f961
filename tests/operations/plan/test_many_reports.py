"""One thing done to many reports: each by itself, with an account of what was done."""

import pytest
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import NotAllowed
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.services.many_reports import assign_all, begin_all
from roundtable.operations.plan.services.reports import assign, begin
from tests.factories.parties import DialogueFactory, InstitutionFactory, PartyFactory
from tests.factories.reports import ActionOfPlanFactory, RoundFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()
    PartyFactory()
    InstitutionFactory(code="ge-stat")


@pytest.fixture
def contact():
    return person(Role.CONTACT_POINT, "GE")


@pytest.fixture
def three():
    """Three actions: the report on the first is a draft, that on the second was accepted, the third is not begun."""
    actions = [ActionOfPlanFactory() for _one in range(3)]
    complete(action=actions[0], round=RoundFactory())
    complete(action=actions[1], round=RoundFactory(), stage=Stage.ACCEPTED)
    return actions


def test_one_report_that_is_locked_does_not_keep_the_others_from_being_assigned(three, contact, now):
    done = assign_all(RoundFactory(), "GE", three, "ge-stat", by=contact, at=now)

    assert [one.action for one in done.reports] == [three[0], three[2]]
    assert [sentence.split(":")[0] for sentence in done.refused] == [three[1].code]
    assert list(Report.objects.order_by("action").values_list("institution", flat=True)) == ["ge-stat", "", "ge-stat"]


def test_what_cannot_be_assigned_is_not_begun_either(three, contact, now):
    done = assign_all(RoundFactory(), "GE", three, "nobody", by=contact, at=now)

    assert (len(done.reports), len(done.refused)) == (0, 3)
    assert not Report.objects.filter(action=three[2]).exists()


def test_what_was_so_already_is_told_apart_from_what_was_done(three, contact, now):
    begun = begin_all(RoundFactory(), "GE", three, by=contact, at=now)
    again = begin_all(RoundFactory(), "GE", three, by=contact, at=now)

    assert ([one.action for one in begun.reports], [one.action for one in begun.same]) == (three[2:], three[:2])
    assert ([one.action for one in again.reports], [one.action for one in again.same]) == ([], three)


def test_who_may_not_begin_for_a_party_learns_nothing_of_its_reports(three, now):
    with pytest.raises(NotAllowed):
        begin_all(RoundFactory(), "GE", three, by=person(Role.CONTACT_POINT, "AM"), at=now)


def test_the_desk_tells_what_was_done_and_what_was_not(client, three, contact):
    client.force_login(contact)
    place = {"round": RoundFactory().year, "party": "GE", "action": [one.pk for one in three]}

    page = client.post(
        reverse("plan:report-many"), {**place, "do": "assign", "institution": "ge-stat"}, follow=True
    ).content.decode()

    assert ("Done for 2 actions." in page, f"{three[1].code}: This report was accepted" in page) == (True, True)


def test_assigning_a_report_makes_an_older_copy_of_it_stale(contact, now):
    report = begin(RoundFactory(), "GE", ActionOfPlanFactory(), by=contact, at=now)
    before = report.revision

    assigned = assign(report, "ge-stat", by=contact, at=now)
    assign(report, "ge-stat", by=contact, at=now)

    report.refresh_from_db()
    assert (assigned.revision, report.revision) == (before + 1, before + 1)
