"""The API of figures: the same datasets and cells as on the pages; loads that are answered, published, withdrawn."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from roundtable.ground.trust.public import Role, make_token
from roundtable.records.observatory.models import Finding, State, Vintage
from roundtable.records.observatory.services import publishing
from tests.factories.observatory import LONG_AGO, MAPPING, published, staged, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
BASE = "/api/v1/observatory"
CSV = "geo,sex,year,people\nAUT,F,2023,800\nAUT,F,2024,3\n"


def token(person_):
    now = timezone.now()
    return make_token(
        by=person_, name="a script", allows=["observatory:write"], expires_at=now + timedelta(days=30), at=now
    )


@pytest.fixture
def send(client):
    """Send as an officer, with a token that may change things."""
    officer = person(Role.SECRETARIAT)
    _row, secret = token(officer)

    def call(path, body, key=None, token=secret):
        headers = {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key else {})}
        return client.post(f"{BASE}{path}", json.dumps(body), content_type="application/json", headers=headers)

    return call


def test_datasets_and_cells_are_told_as_the_pages_show_them(client):
    table()
    published()
    staged(mapping=MAPPING.replace("dataset: arrivals", "dataset: waiting"))
    listed = client.get(f"{BASE}/").json()
    assert [(one["code"], one["rows"], one["licence"]) for one in listed["items"]] == [("arrivals", 8, "CC BY 4.0")]
    told = client.get(f"{BASE}/arrivals").json()
    assert (told["dimensions"], [one["state"] for one in told["history"]]) == (
        {"geo": ["AUT", "GEO"], "sex": ["F", "M"]},
        ["published"],
    )
    data = client.get(f"{BASE}/arrivals/data?by=geo&in-sex=F&in-geo=AUT&start=2024").json()
    assert [(one["code"], one["period"], one["value"], one["nothing"]) for one in data["cells"]] == [
        ("AUT", "2024", 0.0, "0")
    ]
    assert client.get(f"{BASE}/arrivals/data?in-age=Y1").status_code == 422
    assert client.get(f"{BASE}/waiting").status_code == 404


def test_what_was_withdrawn_answers_machines_with_410(client):
    table()
    wrong = published()
    with TestCase.captureOnCommitCallbacks(execute=True):
        publishing.withdraw(wrong, notice="Swapped.", by=None, at=LONG_AGO + timedelta(days=1))
    gone = client.get(f"{BASE}/arrivals/data")
    assert (gone.status_code, gone.json()["code" if "code" in gone.json() else "detail"]) == (
        410,
        "These figures were withdrawn: Swapped.",
    )


def test_a_load_comes_in_is_answered_published_and_withdrawn(client, send):
    looked = send("/", {"mapping": MAPPING, "table": CSV, "dry_run": True})
    assert (looked.status_code, looked.json()["findings"], Vintage.objects.count()) == (
        200,
        {"fall-of-99-percent": 1},
        0,
    )

    key = str(uuid.uuid4())
    made = send("/", {"mapping": MAPPING, "table": CSV}, key=key)
    again = send("/", {"mapping": MAPPING, "table": CSV}, key=key)
    assert (made.status_code, again.status_code, Vintage.objects.count()) == (201, 201, 1)
    number = made.json()["vintage"]

    assert send(f"/loads/{number}/publication", {}).status_code == 403
    found = list(Finding.objects.values_list("pk", flat=True))
    answered = send(f"/loads/{number}/answers", {"findings": found, "answer": "accepted", "reason": "Closed border."})
    assert answered.json() == {"answered": 1, "waiting": 0}
    assert send(f"/loads/{number}/publication", {}).json()["state"] == State.PUBLISHED
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert send(f"/loads/{number}/withdrawal", {"notice": "Wrong."}).json()["state"] == State.WITHDRAWN
    second = send("/", {"mapping": MAPPING, "table": CSV})
    with TestCase.captureOnCommitCallbacks(execute=True):
        refused = send(f"/loads/{second.json()['vintage']}/refusal", {"notice": "Again wrong."})
    assert refused.json()["state"] == State.REFUSED


def test_what_cannot_be_loaded_says_where_and_why(send):
    wrong = send("/", {"mapping": MAPPING, "table": "geo,sex,year,people\nAUT,F,2023,many\n"})
    assert (wrong.status_code, "Row 1, column people" in wrong.json()["detail"]) == (422, True)
    unknown = send("/", {"mapping": "no mapping", "table": CSV})
    assert (unknown.status_code, "The mapping cannot be used" in unknown.json()["detail"]) == (422, True)


def test_others_change_nothing(client):
    waiting = staged()
    _row, secret = token(person(Role.CONTACT_POINT, "GE"))
    headers = {"Authorization": f"Bearer {secret}"}
    for path in ("/", f"/loads/{waiting.pk}/publication", f"/loads/{waiting.pk}/withdrawal"):
        answer = client.post(f"{BASE}{path}", "{}", content_type="application/json", headers=headers)
        assert answer.status_code in {404, 422}
    waiting.refresh_from_db()
    assert waiting.state == State.STAGED
