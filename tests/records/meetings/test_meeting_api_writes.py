"""Machines write conclusions, say what became of them, and name who comes: by the same rules as people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roundtable.ground.trust.public import Role
from roundtable.ground.trust.services.tokens import make_token
from roundtable.records.meetings.models import Conclusion, Participant
from tests.factories.meetings import conclusion, item, meeting, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    table()
    return meeting()


def _token(somebody):
    now = timezone.now()
    ends = now + timedelta(days=1)
    return make_token(by=somebody, name="t", allows=["meetings:write"], expires_at=ends, at=now)[1]


def _post(client, somebody, address, *, secret="", key="", **said):
    headers = {"Authorization": f"Bearer {secret or _token(somebody)}", **({"Idempotency-Key": key} if key else {})}
    return client.post(f"/api/v1/meetings/{address}", said, content_type="application/json", headers=headers)


def test_a_conclusion_is_written_with_its_item_owner_and_codes(client, one):
    opening = item(one)
    somebody = person(Role.SECRETARIAT)
    answer = _post(
        client, somebody, "som-2027/conclusions", text="A list is made.", owner="GE", item="1", codes=["I.1"]
    )
    assert answer.status_code == 201
    made = Conclusion.objects.get()
    assert (made.number, made.owner, made.item_id, made.codes) == (1, "GE", opening.pk, ["I.1"])
    assert answer.json()["id"] == made.pk


@pytest.mark.parametrize("wrong", [{"owner": "XX"}, {"item": "7"}, {"codes": ["first"]}, {"text": ""}])
def test_what_is_wrong_is_named_and_nothing_is_written(client, one, wrong):
    item(one)
    somebody = person(Role.SECRETARIAT)
    assert _post(client, somebody, "som-2027/conclusions", **{"text": "A list is made.", **wrong}).status_code == 422
    assert not Conclusion.objects.exists()


def test_the_owner_says_what_became_of_it_and_nobody_else(client, one):
    promise = conclusion(one, owner="GE")
    somebody = person(Role.CONTACT_POINT, "AM")
    assert _post(client, somebody, f"conclusions/{promise.pk}/outcome", outcome="Done.").status_code in {403, 404}
    somebody = person(Role.CONTACT_POINT, "GE")
    answer = _post(client, somebody, f"conclusions/{promise.pk}/outcome", outcome="Done.")
    assert (answer.status_code, answer.json()["stage"]) == (200, "done")


def test_a_contact_point_names_its_delegation_and_no_other(client, one):
    somebody = person(Role.CONTACT_POINT, "GE")
    answer = _post(client, somebody, "som-2027/participants", party="GE", name="Nino Example", part="head")
    assert (answer.status_code, answer.json()["stage"]) == (201, "asked")
    assert _post(client, somebody, "som-2027/participants", party="AM", name="Ani Example").status_code in {403, 404}
    assert Participant.objects.count() == 1


def test_a_key_sent_twice_names_somebody_once(client, one):
    somebody = person(Role.CONTACT_POINT, "GE")
    secret, key = _token(somebody), "5c4f4c4e-0d68-4bb1-b5c4-2d9a3f5d1f10"
    for _time in range(2):
        said = {"party": "GE", "name": "Nino Example"}
        assert _post(client, somebody, "som-2027/participants", secret=secret, key=key, **said).status_code == 201
    assert Participant.objects.count() == 1
