"""A session ends after a while, when its person says so, and where they say so; and leaves nothing behind."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roundtable.ground.trust.models import Entry
from roundtable.kernel.base.logs import OneLine, asked_by
from tests.factories.trust import PASSWORD, person

pytestmark = pytest.mark.django_db


def came_in(email: str = "a@b.example") -> Client:
    client = Client()
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    assert client.get("/account/").status_code == 200
    return client


def later(**while_: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**while_), tick=False)


def test_a_session_at_rest_ends_and_says_so():
    person(factor=False, email="a@b.example")
    client = came_in()

    with later(minutes=119):
        assert client.get("/account/").status_code == 200
    with later(minutes=119 + 119):
        assert client.get("/account/").status_code == 200
    with later(minutes=119 + 119 + 121):
        answer = client.get("/account/", follow=True)
        assert "Your session has ended" in answer.content.decode()
        assert client.get("/account/").status_code == 302


def test_a_session_ends_twelve_hours_after_the_sign_in_however_busy_it_is():
    person(factor=False, email="a@b.example")
    client = came_in()

    for hour in range(1, 12):
        with later(hours=hour):
            assert client.get("/account/").status_code == 200
    with later(hours=12, seconds=1):
        assert client.get("/account/").status_code == 302


def test_a_request_soon_after_another_writes_nothing():
    person(factor=False, email="a@b.example")
    client = came_in()

    with CaptureQueriesContext(connection) as asked:
        assert client.get("/account/").status_code == 200
    assert [one["sql"] for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))] == []


def test_whoever_signs_out_leaves_nothing_in_the_browser():
    person(factor=False, email="a@b.example")
    client = came_in()

    answer = client.post("/account/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/").headers


def test_showing_again_who_one_is_gives_the_session_a_new_key():
    someone = person(factor=False, email="a@b.example")
    client = came_in()
    before = client.session.session_key
    assert before is not None
    stolen = Client()
    stolen.cookies["session"] = before

    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.session.session_key != before
    assert client.get("/account/").status_code == 200
    assert stolen.get("/account/").status_code == 302
    assert list(UserSession.objects.filter(user=someone).values_list("session_key", flat=True)) == [
        client.session.session_key
    ]


def test_one_session_is_ended_from_another_after_showing_again_who_one_is():
    someone = person(factor=False, email="a@b.example")
    here, there = came_in(), came_in()
    number = UserSession.objects.get(session_key=there.session.session_key).pk
    address = f"/account/sessions/{number}/end/"

    with later(minutes=20):
        assert here.post(address, {}).headers["Location"].startswith("/account/reauthenticate/")
        assert there.get("/account/").status_code == 200
        here.post("/account/reauthenticate/", {"password": PASSWORD})
        assert "Sign out in" in here.get(address).content.decode()
        assert here.post(address, {"sure": "on"}).headers["Location"] == "/account/sessions/"
        assert there.get("/account/").status_code == 302
        assert here.get("/account/").status_code == 200
    assert Entry.objects.filter(happened="trust.signed-out-there", by=someone).count() == 1


def test_the_address_changes_only_after_showing_again_who_one_is():
    person(factor=False, email="a@b.example")
    client = came_in()
    asked = {"email": "new@b.example", "action_add": ""}

    assert client.post("/account/email/", asked).headers["Location"].startswith("/account/reauthenticate/")
    assert not EmailAddress.objects.filter(email="new@b.example").exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", asked)
    assert EmailAddress.objects.filter(email="new@b.example", verified=False).exists()


def test_nobody_ends_the_session_of_somebody_else():
    person(factor=False, email="a@b.example")
    person(factor=False, email="c@d.example")
    mine, theirs = came_in(), came_in("c@d.example")
    number = UserSession.objects.get(session_key=theirs.session.session_key).pk
    mine.post("/account/reauthenticate/", {"password": PASSWORD})

    answers = [mine.post(f"/account/sessions/{pk}/end/", {"sure": "on"}) for pk in (number, number + 1000)]
    assert [answer.headers.get("Location", answer.status_code) for answer in answers] == [404, 404]
    assert theirs.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("deed", "said"),
    [("right", "signed in"), ("wrong", "not let in"), ("often", "too many tries"), ("elsewhere", "refused")],
)
def test_what_happens_at_the_doors_is_noted_without_addresses_or_words_of_people(deed, said, caplog):
    someone = person(factor=False, email="a@b.example")
    client = Client()
    caplog.set_level(logging.INFO, logger="roundtable.security")
    typed = {"login": "a@b.example", "password": PASSWORD if deed in {"right", "elsewhere"} else "wrong\nwords"}
    for _try in range(6 if deed == "often" else 1):
        client.post("/account/login/", typed)
    if deed == "elsewhere":
        client.get("/account/people/")
    lines = [OneLine().format(record) for record in caplog.records if record.name == "roundtable.security"]
    assert said in [json.loads(line)["said"] for line in lines]
    assert all("b.example" not in line and "words" not in line and "\n" not in line for line in lines)
    assert someone.name not in "".join(lines)


def test_a_line_says_who_asked_and_stays_one_line_whatever_was_sent(rf):
    someone = person(factor=False)
    request = rf.get("/x%0aERROR forged")
    request._cached_user = someone
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", ("/x\nERROR",), None)
    with asked_by(request):
        line = OneLine().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["person"], told["way"], told["said"]) == (someone.pk, "GET /x\nERROR forged", "Not Found: /x\nERROR")
