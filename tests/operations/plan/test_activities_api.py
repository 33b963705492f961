"""Activities over the API: tokens, ETags, and problems in words."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust.public import Role
from roundtable.ground.trust.services.tokens import make_token
from roundtable.operations.plan.models import Activity
from tests.factories.plan import activity, frame
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
API = "/api/v1/plan/activities/"
BODY = {
    "title": "Training on documents",
    "kind": "training",
    "lead": "GE",
    "shares": [{"action": "I.1", "percent": 60}, {"action": "II.1", "percent": 40}],
    "starts": "2026-05-04",
    "budget": "12.50",
}


@pytest.fixture(autouse=True)
def _frame(db):
    frame()


def key_of(someone, now, *allows: str) -> dict[str, str]:
    _token, secret = make_token(by=someone, name="a script", allows=allows, expires_at=now + timedelta(days=30), at=now)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def headers(now):
    return key_of(person(Role.CONTACT_POINT, "GE"), timezone.now(), "plan:read", "plan:write")


def post(body, headers, **more):
    return Client().post(API, json.dumps(body), content_type="application/json", headers={**headers, **more})


def patch(number, body, headers, **more):
    return Client().patch(
        f"{API}{number}", json.dumps(body), content_type="application/json", headers={**headers, **more}
    )


def test_planning_reading_and_changing_with_a_token(headers):
    made = post(BODY, headers)
    number = made.json()["number"]

    assert (made.status_code, made.headers["Location"]) == (201, f"{API}{number}")
    read = Client().get(f"{API}{number}", headers=headers)
    assert (read.json()["shares"], read.json()["budget"]) == ({"I.1": "60.00", "II.1": "40.00"}, "12.50")
    changed = patch(number, {"budget": None, "place": "Tbilisi"}, headers, **{"If-Match": read.headers["ETag"]})
    assert (changed.status_code, changed.json()["budget"], changed.json()["place"]) == (200, None, "Tbilisi")
    assert (changed.json()["title"], changed.json()["revision"]) == ("Training on documents", 2)


def test_an_unchanged_copy_is_not_sent_twice(headers):
    number = post(BODY, headers).json()["number"]
    etag = Client().get(f"{API}{number}", headers=headers).headers["ETag"]

    assert Client().get(f"{API}{number}", headers={**headers, "If-None-Match": etag}).status_code == 304


def test_a_change_names_its_copy_and_an_old_copy_is_refused(headers):
    number = post(BODY, headers).json()["number"]
    etag = Client().get(f"{API}{number}", headers=headers).headers["ETag"]
    patch(number, {"place": "Tbilisi"}, headers, **{"If-Match": etag})

    assert patch(number, {"place": "Yerevan"}, headers).status_code == 428
    stale = patch(number, {"place": "Yerevan"}, headers, **{"If-Match": etag})
    assert (stale.status_code, stale.headers["Content-Type"]) == (412, "application/problem+json")
    assert Activity.objects.get().place == "Tbilisi"


def test_the_same_key_makes_one_activity(headers):
    key = {"Idempotency-Key": str(uuid4())}

    assert post(BODY, headers, **key).json()["number"] == post(BODY, headers, **key).json()["number"]
    assert Activity.objects.count() == 1


def test_faults_come_as_a_problem_with_each_field(headers):
    answer = post({**BODY, "shares": [{"action": "I.1", "percent": 90}]}, headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"] == [
        {"pointer": "shares", "detail": "The shares add up to 90 %: 10 % are missing to 100 %."}
    ]


def test_a_token_opens_what_it_was_made_for_and_no_more():
    reader = key_of(person(Role.CONTACT_POINT, "GE"), timezone.now(), "plan:read")
    stranger = key_of(person(Role.CONTACT_POINT, "AM"), timezone.now(), "plan:read", "plan:write")
    own = activity("Among ourselves", audience="own")

    assert post(BODY, reader).status_code == 403
    assert post(BODY, {}).status_code == 401
    assert post(BODY, stranger).status_code == 403
    assert Client().get(f"{API}{own.pk}", headers=reader).status_code == 200
    assert Client().get(f"{API}{own.pk}", headers=stranger).status_code == 404
    assert patch(own.pk, {"place": "x"}, stranger, **{"If-Match": "*"}).status_code == 404
    assert Client().get(f"{API}{own.pk}").status_code == 404
    assert Client().get(API).json()["count"] == 0


def test_deleting_puts_in_the_bin(headers):
    number = post(BODY, headers).json()["number"]

    assert Client().delete(f"{API}{number}", headers={**headers, "If-Match": "*"}).status_code == 204
    assert Client().get(f"{API}{number}", headers=headers).status_code == 404
    assert Activity.objects.get().deleted_at is not None


def test_pages_lead_to_the_next(headers):
    for number in range(51):
        activity(f"Training {number}")

    first = Client().get(f"{API}?kind=training").json()
    second = Client().get(first["next"]).json()

    assert (first["count"], first["pages"], len(first["items"])) == (51, 2, 50)
    assert (len(second["items"]), second["next"]) == (1, None)
    assert not {row["number"] for row in first["items"]} & {row["number"] for row in second["items"]}
    assert Client().get(f"{API}?page=3").status_code == 404
