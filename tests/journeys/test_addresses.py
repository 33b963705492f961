"""Nobody meets a bare page: not by a link to a button, not by a wrong way of asking, not by a fault."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import permission_denied

from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.services.tokens import make_token
from roundtable.ui.refusals import our_fault
from tests.factories.trust import person
from tests.journeys.walking import everywhere, only_sent_to

HOUSE = '<header class="masthead">'


@pytest.fixture
def readers(dialogue) -> list[Client]:
    found = []
    for email in ("secretariat@demo.example", "contact.ge@demo.example"):
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(email=email))
        found.append(client)
    return found


def test_every_address_that_is_only_sent_to_leads_to_its_page(readers):
    wrong, seen = [], set()
    for client in readers:
        for name, place in everywhere():
            if name.startswith(("account_", "mfa_", "socialaccount_")) or not only_sent_to(client, place):
                continue
            seen.add(name)
            answer = client.get(place)
            page = client.get(answer.headers.get("Location", ""), follow=True)
            if answer.status_code != 302 or page.status_code not in {200, 404} or HOUSE not in page.content.decode():
                wrong.append(f"{place}: {answer.status_code} to {answer.headers.get('Location')}: {page.status_code}")

    assert len(seen) >= 30
    assert wrong == []


def _said(answer) -> tuple[int, str]:
    text = answer.content.decode()
    assert HOUSE in text
    return answer.status_code, re.search(r"<h1>(.*?)</h1>", text).group(1)


@pytest.fixture
def someone(db) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(person(Role.SECRETARIAT))
    return client


def test_an_address_that_does_not_exist_gets_a_page(someone):
    assert _said(someone.get("/no-such-page/")) == (404, "There is nothing at this address")


def test_a_wrong_way_of_asking_gets_a_page_and_is_told_the_right_one(db):
    answer = Client().put(reverse("ui:preferences"))

    assert _said(answer) == (405, "This address does not answer to that")
    assert answer.headers["Allow"] == "POST"


def test_a_page_that_was_open_too_long_says_so_when_it_is_sent(someone):
    assert _said(someone.post(reverse("portal:inbox-read"))) == (403, "This page was open for too long")


def test_what_is_not_allowed_gets_a_page(db):
    request = RequestFactory().get("/")
    request.user, request.at = AnonymousUser(), timezone.now()
    answer = permission_denied(request, PermissionDenied())

    assert _said(answer) == (403, "You may not do this")


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_what_is_far_too_large_is_refused_with_the_limit_before_it_is_unpacked(kind, settings, someone):
    settings.ROUNDTABLE_UPLOAD_MB = 1
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024

    answer = someone.post(reverse("portal:inbox-read"), b"a=" + b"x" * 4 * 1024 * 1024, content_type=kind)

    assert _said(answer) == (413, "This is too large to be sent")
    assert "A file may have at most 1 MB." in answer.content.decode()


def test_a_text_that_is_too_long_for_a_form_is_refused_with_a_page(settings, someone):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    someone.handler.enforce_csrf_checks = False

    answer = someone.post(reverse("portal:inbox-read"), "a=" + "x" * 4096, "application/x-www-form-urlencoded")

    assert _said(answer) == (413, "This is too large to be sent")


def test_a_program_that_sends_too_much_is_told_so_as_programs_are(settings, db):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    _token, secret = make_token(
        by=person(Role.SECRETARIAT),
        name="a script",
        allows=["plan:write"],
        expires_at=timezone.now() + timedelta(days=1),
        at=timezone.now(),
    )

    answer = Client(raise_request_exception=False).post(
        "/api/v1/plan/activities/",
        "x" * 4096,
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )

    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(("cookie", "said"), [("dark", 'data-theme="dark"'), ("", "")])
def test_a_fault_of_ours_gets_a_page_that_asks_nothing_of_the_database(cookie, said, django_assert_num_queries, db):
    request = RequestFactory().get("/", headers={"cookie": f"theme={cookie}"})
    with django_assert_num_queries(0):
        answer = our_fault(request)

    assert _said(answer) == (500, "Something went wrong on our side")
    assert said in answer.content.decode()


def test_what_cannot_be_read_gets_a_page(someone):
    answer = someone.get("/plan/activities/", headers={"host": "another host!"})

    assert _said(answer) == (400, "We could not understand this request")
