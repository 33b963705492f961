"""What waits for whom because of texts, and what it costs to know."""

from datetime import timedelta

import pytest

from roundtable.ground.documents.queries.waiting import waiting_for
from roundtable.ground.documents.services import contributing, silence
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.documents.services.silence import Opening
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.models import Role
from roundtable.ground.trust.public import actor
from roundtable.kernel.base.once import one_request
from tests.factories.documents import AT, document, office, revision
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=20)


@pytest.fixture(autouse=True)
def _table(settings, tmp_path) -> None:
    settings.ROUNDTABLE_KEYS = tmp_path
    seed()


def _open_silence(on):
    deadline = silence.deadline_read((AT + timedelta(hours=100)).replace(tzinfo=None), "UTC")
    return silence.open_silence(on, Opening(deadline, ("GE", "CZ")), by=office(), at=AT)


def _told(somebody, at=AT):
    return [(one.kind, one.function) for one in waiting_for(somebody, at)]


def test_comments_wait_for_contact_points_until_their_day_and_then_answers_for_the_secretariat():
    text = revision(document(comments_until=AT + timedelta(days=3), comments_zone="UTC"))
    georgian = person(Role.CONTACT_POINT, "GE")
    assert _told(georgian) == [("documents.comments", "contact-point@GE")]
    assert [one.detail for one in waiting_for(georgian, AT)] == ["Your Party has not spoken yet."]
    contributing.contribute(text, Words("comment", "GE", "p2", 0, 5, text="Why?"), by=georgian, at=AT)
    assert [one.detail for one in waiting_for(georgian, AT)] == ["Your Party has spoken already."]
    assert _told(office()) == []
    assert _told(office(), LATER) == [("documents.answers", "secretariat@secretariat")]
    assert _told(georgian, LATER) == []


def test_a_silence_waits_for_its_addressees_and_once_it_ended_for_the_secretariat():
    _open_silence(revision())
    asked = person(Role.CONTACT_POINT, "GE")
    assert _told(asked) == [("documents.silence", "contact-point@GE")]
    assert _told(person(Role.CONTACT_POINT, "AM")) == []
    assert _told(asked, LATER) == []
    assert _told(office(), LATER) == [("documents.certificate", "secretariat@secretariat")]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_two_queries_while_silences_run_however_many(count, django_assert_num_queries):
    for number in range(count):
        _open_silence(revision(document(number=f"{100 + number}/26", comments_until=LATER)))
    for somebody in (person(Role.CONTACT_POINT, "GE"), office()):
        with one_request():
            actor(somebody, AT)
            with django_assert_num_queries(2):
                list(waiting_for(somebody, AT))


def test_it_costs_one_query_while_none_runs_and_nothing_without_a_function(django_assert_num_queries):
    revision(document(comments_until=LATER))
    keeper, official = office(), person(Role.OBSERVER, "GE")
    asked = ((person(Role.CONTACT_POINT, "GE"), 1), (keeper, 1), (official, 0))
    for somebody, queries in asked:
        with one_request():
            actor(somebody, AT)
            with django_assert_num_queries(queries):
                list(waiting_for(somebody, AT))


def test_what_opens_later_does_not_wait_yet():
    _open_silence(revision())
    assert _told(person(Role.CONTACT_POINT, "GE"), AT - timedelta(days=1)) == []
    assert _told(office(), AT - timedelta(days=1)) == []
