"""The same call with the same key is done once, however often and by which operation it comes."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from roundtable.config import once
from roundtable.config.api import api
from roundtable.ground.trust.models import Entry, Token
from roundtable.ground.trust.public import Role
from roundtable.ground.trust.services.tokens import make_token
from roundtable.kernel.base.models import AnsweredCall
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Activity, Report
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import ActionOfPlanFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller():
    DialogueFactory()
    PartyFactory()
    now = timezone.now()
    by = person(Role.CONTACT_POINT, "GE")
    _token, secret = make_token(
        by=by, name="machine", allows=["plan:write"], expires_at=now + timedelta(days=1), at=now
    )
    return secret


def asked(how, where, said, secret, key, **head):
    return getattr(Client(), how)(
        where,
        json.dumps(said),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": str(key), **head},
    )


def planned(secret, key, title="A course"):
    action = ActionOfPlanFactory() if not Activity.objects.exists() else Activity.objects.get().shares.get().action
    said = {"title": title, "kind": "training", "lead": "GE", "shares": [{"action": action.key, "percent": "100"}]}
    return asked("post", "/api/v1/plan/activities/", said, secret, key)


def test_a_new_activity_a_change_and_a_deletion_that_are_sent_twice_are_done_once(caller):
    made, again = (planned(caller, one) for one in [uuid4()] * 2)
    assert (made.status_code, again.status_code) == (201, 201)
    assert again.json() == made.json()
    assert (again["Location"], again["Idempotency-Replayed"]) == (made["Location"], "true")

    key = uuid4()
    change, changed = (
        asked("patch", made["Location"], {"title": "A visit"}, caller, key, **{"If-Match": made["ETag"]})
        for _time in range(2)
    )
    assert (change.status_code, changed.status_code, changed.json()) == (200, 200, change.json())

    key = uuid4()
    gone = [
        asked("delete", made["Location"], {}, caller, key, **{"If-Match": change["ETag"]}).status_code
        for _time in range(2)
    ]
    assert gone == [204, 204]
    assert [Activity.objects.get().revision, Entry.objects.filter(kind="plan.activity").count()] == [3, 3]


def test_a_report_that_is_submitted_twice_is_submitted_once(caller):
    report = complete(stage=Stage.DRAFT)
    where = f"/api/v1/plan/reports/{report.pk}"
    mark = Client().get(where, headers={"Authorization": f"Bearer {caller}"})["ETag"]
    key = uuid4()
    first, second = (asked("post", f"{where}/submit", {}, caller, key, **{"If-Match": mark}) for _time in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json()["stage"] == "submitted"
    assert Report.objects.get().revision == report.revision + 1


def test_a_key_is_for_one_call_and_one_caller(caller):
    key = uuid4()
    made = planned(caller, key)
    other = planned(caller, key, title="Something else")
    assert (made.status_code, other.status_code) == (201, 422)
    assert planned(caller, "no-key").status_code == 422

    Token.objects.update(revoked_at=timezone.now())
    assert planned(caller, key).status_code == 401
    assert Activity.objects.count() == 1


def test_what_was_refused_is_tried_anew_under_the_same_key(caller):
    key = uuid4()
    assert planned(caller, key, title="").status_code == 422
    assert not AnsweredCall.objects.exists()
    assert planned(caller, key).status_code == 201


def test_old_keys_are_forgotten(caller):
    planned(caller, uuid4())
    assert once.forget(before=timezone.now() - once.KEPT) == 0
    assert once.forget(before=timezone.now() + timedelta(minutes=1)) == 1


def test_every_operation_that_changes_something_says_that_it_takes_a_key():
    paths = api.get_openapi_schema()["paths"]
    changing = [said for ways in paths.values() for way, said in ways.items() if way not in {"get", "head"}]
    assert changing
    for said in changing:
        named = {one["name"] for one in said.get("parameters", []) if one["in"] == "header"}
        assert "Idempotency-Key" in named, said["operationId"]
