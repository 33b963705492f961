"""Machines plan meetings, write agendas, lay materials and lead the list of speakers: by the same rules as people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from roundtable.ground.trust.public import Role
from roundtable.ground.trust.services.tokens import make_token
from roundtable.records.meetings.models import Item, Material, Meeting, Turn
from tests.factories.meetings import item, meeting, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
PLAN = {
    "kind": "experts",
    "title": {"en": "Experts 2028", "ru": "Эксперты 2028"},
    "first_day": "2028-03-01",
    "last_day": "2028-03-02",
    "zone": "Europe/Vienna",
}


@pytest.fixture
def one():
    table()
    return meeting(chair_id="AM")


@pytest.fixture
def send(client):
    def sent(somebody, method, address, said=None, *, key="", form=False):
        now = timezone.now()
        secret = make_token(
            by=somebody, name="t", allows=["meetings:write"], expires_at=now + timedelta(days=1), at=now
        )[1]
        headers = {"Authorization": f"Bearer {secret}", **({"Idempotency-Key": key} if key else {})}
        more = {} if form else {"content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/meetings/{address}", said or {}, headers=headers, **more)

    return sent


def _refused(answer, status, field=""):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert not field or field in answer.content.decode()


def test_a_meeting_is_planned_changed_and_called(send, one):
    office = person(Role.SECRETARIAT)
    answer = send(office, "post", "", PLAN)
    assert answer.status_code == 201
    made = Meeting.objects.get(code=answer.json()["code"])
    assert answer["Location"] == f"/api/v1/meetings/{made.code}"
    assert (made.stage, made.circulate, made.title.data) == ("planned", 42, PLAN["title"])
    _refused(send(office, "patch", made.code, {"place": {"en": "Vienna"}, "revision": 7}), 409)
    answer = send(office, "patch", made.code, {"place": {"en": "Vienna"}, "revision": made.revision})
    assert (answer.status_code, answer.json()["place"], answer.json()["title"]) == (200, "Vienna", "Experts 2028")
    answer = send(office, "post", f"{made.code}/stage", {"to": "called"})
    assert (answer.status_code, answer.json()["stage"]) == (200, "called")
    _refused(send(office, "post", f"{made.code}/stage", {"to": "planned"}), 403)


def test_what_does_not_fit_is_named_and_nothing_is_written(send, one):
    office = person(Role.SECRETARIAT)
    for wrong, field in (
        ({"last_day": "2028-02-01"}, "last_day"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"title": {"xx": "Experts"}}, "title"),
        ({"comment": 90}, "comment"),
    ):
        _refused(send(office, "post", "", {**PLAN, **wrong}), 422, field)
    assert Meeting.objects.count() == 1


def test_the_same_key_plans_one_meeting(client, one):
    office, key, now = person(Role.SECRETARIAT), str(uuid4()), timezone.now()
    secret = make_token(by=office, name="t", allows=["meetings:write"], expires_at=now + timedelta(days=1), at=now)[1]
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
    answers = [
        client.post("/api/v1/meetings/", PLAN, content_type="application/json", headers=headers) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert Meeting.objects.count() == 2


def test_an_agenda_is_written_item_by_item(send, one):
    office = person(Role.SECRETARIAT)
    answer = send(office, "post", f"{one.code}/items", {"title": {"en": "Opening"}, "minutes": 20, "codes": ["I.1"]})
    assert (answer.status_code, answer.json()["number"], answer.json()["codes"]) == (201, "1", ["I.1"])
    made = Item.objects.get()
    address = f"{one.code}/items/{made.pk}"
    changed = {"title": {"en": "Opening", "ru": "Открытие"}, "revision": made.revision}
    assert send(office, "patch", address, changed).status_code == 200
    made.refresh_from_db()
    assert (made.minutes, made.codes, made.texts["ru"]["title"]) == (20, ["I.1"], "Открытие")
    _refused(send(office, "patch", address, changed), 409)
    _refused(send(office, "post", f"{one.code}/items", {"minutes": 10}), 422, "title_en")
    _refused(send(office, "post", f"{one.code}/items", {"title": {"en": "x"}, "codes": ["first"]}), 422, "codes")
    assert send(office, "delete", address).status_code == 204
    assert not Item.objects.exists()


def test_a_document_is_laid_to_an_item_and_taken_back(send, one):
    office = person(Role.SECRETARIAT)
    item(one)
    said = {"title": "Draft conclusions", "item": "1", "marking": "LIMITE"}
    _refused(send(office, "post", f"{one.code}/materials", said, form=True), 422, "number")
    upload = SimpleUploadedFile("draft.txt", b"Draft")
    answer = send(office, "post", f"{one.code}/materials", {**said, "file": upload}, form=True)
    assert answer.status_code == 201, answer.content
    made = Material.objects.get()
    assert answer.json() == {
        "id": made.pk, "title": "Draft conclusions", "number": "", "language": "en", "marking": "LIMITE",
        "item": "1", "text": None, "file": f"/files/{made.file_id}/",
    }  # fmt: skip
    _refused(send(office, "post", f"{one.code}/materials", {**said, "text": 77}, form=True), 422, "text")
    _refused(
        send(office, "post", f"{one.code}/materials", {**said, "item": "9", "number": "1"}, form=True), 422, "item"
    )
    assert send(office, "delete", f"{one.code}/materials/{made.pk}").status_code == 204
    made.refresh_from_db()
    assert made.deleted_at is not None


def test_a_contact_point_keeps_no_meeting(send, one):
    somebody, first = person(Role.CONTACT_POINT, "GE"), item(one)
    for method, address, said in (
        ("post", "", PLAN),
        ("patch", one.code, {"source": "x", "revision": 1}),
        ("post", f"{one.code}/stage", {"to": "cancelled"}),
        ("post", f"{one.code}/items", {"title": {"en": "x"}}),
        ("patch", f"{one.code}/items/{first.pk}", {"minutes": 1, "revision": 1}),
        ("delete", f"{one.code}/items/{first.pk}", None),
    ):
        _refused(send(somebody, method, address, said), 404)
    answer = send(somebody, "post", f"{one.code}/materials", {"title": "x", "number": "1"}, form=True)
    _refused(answer, 404)
    one.refresh_from_db()
    assert (one.stage, Item.objects.count(), Material.objects.count()) == ("called", 1, 0)


def test_the_floor_is_asked_for_and_given(client, send, one):
    item(one)
    georgian, chair = person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "AM")
    answer = send(georgian, "post", f"{one.code}/speakers", {"party": "ge", "item": "1"})
    assert (answer.status_code, answer.json()["stage"]) == (201, "waiting")
    address = f"{one.code}/speakers/{answer.json()['id']}"
    _refused(send(georgian, "post", f"{one.code}/speakers", {"party": "AM"}), 403)
    _refused(send(georgian, "post", address, {"do": "give"}), 403)
    assert send(chair, "post", address, {"do": "give"}).json()["stage"] == "speaking"
    assert send(chair, "post", address, {"do": "end"}).json()["stage"] == "spoken"
    assert Turn.objects.get().ended_at is not None
    client.force_login(georgian)
    told = client.get(f"/api/v1/meetings/{one.code}").json()
    assert [(row["party"], row["item"], row["stage"]) for row in told["speakers"]] == [("GE", "1", "spoken")]
