"""What waits for whom because of meetings, and what it costs to know."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import Role, actor
from roundtable.kernel.base.once import one_request
from roundtable.kernel.links.waiting import waiting_for
from roundtable.records.meetings.models import Stage
from roundtable.records.meetings.queries.waiting import waiting_for as waiting_in_meetings
from roundtable.records.meetings.services import agenda, meetings, people
from tests.factories.meetings import conclusion, meeting, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
NINO = {"name": "Nino Example", "part": "member"}


@pytest.fixture
def officer():
    return person(Role.SECRETARIAT)


def test_duties_wait_for_exactly_one_function_each(now, officer):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    soon = meeting(first_day=now.date() + timedelta(days=20), last_day=now.date() + timedelta(days=21))
    conclusion(meeting("before", stage=Stage.HELD), owner="GE", due=now.date() + timedelta(days=3))
    agenda.add_material(soon, title="Draft", number="1/26", by=officer, at=now)
    mine = [(one.kind, one.function, one.late) for one in waiting_for(georgian, now) if one.kind.startswith("meetings")]
    assert mine == [
        ("meetings.conclusion", "contact-point@GE", False),
        ("meetings.registration", "contact-point@GE", False),
    ]
    people.register(soon, "GE", {"name": "Nino Example", "part": "head"}, by=georgian, at=now)
    theirs = [one.kind for one in waiting_for(officer, now) if one.kind.startswith("meetings")]
    assert theirs == ["meetings.approvals"]


@pytest.mark.parametrize("count", [1, 3])
def test_duties_cost_two_queries_for_one_meeting_and_for_three(count, now, django_assert_num_queries):
    table()
    for number in range(count):
        day = now.date() + timedelta(days=20)
        one = meeting(f"m-{number}", first_day=day, last_day=day)
        conclusion(one, owner="GE", due=now.date())
    georgian = person(Role.CONTACT_POINT, "GE")
    assert len([one for one in waiting_in_meetings(georgian, now) if one.kind == "meetings.conclusion"]) == count
    with one_request():
        actor(georgian, now)
        names()
        with django_assert_num_queries(2):
            list(waiting_in_meetings(georgian, now))


def test_duties_cost_one_query_where_no_conclusion_is_due_and_none_without_a_function(now, django_assert_num_queries):
    table()
    meeting()
    georgian, official = person(Role.CONTACT_POINT, "GE"), person(Role.OBSERVER, "GE")
    for somebody, asked in ((georgian, 1), (official, 0)):
        list(waiting_in_meetings(somebody, now))
        with one_request():
            actor(somebody, now)
            names()
            with django_assert_num_queries(asked):
                list(waiting_in_meetings(somebody, now))


def test_a_meeting_that_changes_is_seen_at_once_on_the_desk(now, officer):
    table()
    one = meeting(first_day=now.date() + timedelta(days=20), last_day=now.date() + timedelta(days=21))
    georgian = person(Role.CONTACT_POINT, "GE")
    assert [duty.kind for duty in waiting_in_meetings(georgian, now)] == ["meetings.registration"]
    meetings.name_guest(one, "GE", invited=False, as_observer=False, reason="It asked so.", by=officer, at=now)
    assert list(waiting_in_meetings(georgian, now)) == []


def test_what_is_due_on_a_day_shows_the_day_alone_and_what_is_due_at_an_hour_its_hour(now):
    table()
    day = now.date() + timedelta(days=3)
    conclusion(meeting("before", stage=Stage.HELD), owner="GE", due=day)
    meeting(first_day=now.date() + timedelta(days=20), last_day=now.date() + timedelta(days=21))
    georgian = person(Role.CONTACT_POINT, "GE")
    due = {one.kind: one.shown for one in waiting_for(georgian, now) if one.kind.startswith("meetings")}

    assert due["meetings.conclusion"] == day
    assert isinstance(due["meetings.registration"], datetime)

    told = render_to_string("portal/waiting.html", {"things": waiting_for(georgian, now), "me": georgian.pk})
    assert f'<time datetime="{day.isoformat()}" title=' in told
    assert ", 00:00" not in told


def test_a_meeting_without_hours_is_waited_for_by_its_day(now, officer):
    table()
    over = meeting(
        first_day=now.date() - timedelta(days=3), last_day=now.date() - timedelta(days=2), starts=None, ends=None
    )
    [held] = [one for one in waiting_for(officer, now) if one.kind == "meetings.held"]
    assert held.shown == over.last_day
