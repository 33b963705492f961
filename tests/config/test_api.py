"""One way to sign in, one form of errors, one document."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust import services
from roundtable.ground.trust.models import Role, User
from tests.architecture.house import addresses
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

REPORTS = "/api/v1/plan/reports"


@pytest.fixture
def georgia() -> User:
    return person(Role.CONTACT_POINT, "GE")


def listed(start: str) -> str:
    """The address of a list: with or without a slash at its end, as its room has it."""
    return next(a.route for a in addresses() if a.route.rstrip("/") == start)


def reports_address() -> str:
    return listed(REPORTS)


def token(someone: User, *allows: str, days: int = 9) -> dict[str, str]:
    at = timezone.now()
    _token, secret = services.make_token(
        by=someone, name="t", allows=allows, expires_at=at + timedelta(days=days), at=at
    )
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def test_a_token_opens_the_rooms_it_was_made_for(client: Client, georgia):
    assert client.get(reports_address(), **token(georgia, "plan:read")).status_code == 200


def test_changing_includes_reading(client: Client, georgia):
    assert client.get(reports_address(), **token(georgia, "plan:write")).status_code == 200


@pytest.mark.parametrize("start", [REPORTS, "/api/v1/plan/activities"])
def test_a_token_opens_no_other_room_not_even_what_is_public(client: Client, georgia, start: str):
    answer = client.get(listed(start), **token(georgia, "parties:read"))
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/docs#problem-not-allowed")


def test_without_a_key_the_answer_is_a_problem_document_that_says_what_to_do(client: Client):
    answer = client.get(reports_address())
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json() == {
        "type": "/api/v1/docs#problem-not-signed-in",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Send a token (Authorization: Bearer …) or sign in.",
        "instance": reports_address(),
    }


@pytest.mark.parametrize("secret", ["", "rt_wrong", "Ünsinn", "x" * 5000])
def test_a_wrong_key_opens_nothing_even_beside_a_session(client: Client, georgia, secret: str):
    client.force_login(georgia)
    assert client.get(reports_address(), headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_key_of_somebody_whose_account_is_closed_opens_nothing(client: Client, georgia):
    key = token(georgia, "plan:read")
    services.deactivate(georgia, by=person(Role.SECRETARIAT), at=timezone.now())
    assert client.get(reports_address(), **key).status_code == 401


def test_a_session_reads_and_changes_nothing(client: Client, georgia):
    client.force_login(georgia)
    assert client.get(reports_address()).status_code == 200
    answer = client.post(listed("/api/v1/plan/activities"), data="{}", content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (
        401,
        "A session may only read here. Send a token to change something.",
    )


def test_a_role_that_could_never_do_it_finds_nothing(client: Client, georgia):
    someone = person(Role.OBSERVER)
    answer = client.get("/api/v1/plan/nothing-like-this", **token(someone, "plan:read"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_what_does_not_fit_is_named_part_by_part(client: Client, georgia):
    answer = client.get(listed("/api/v1/plan/activities") + "?year=soon", **token(georgia, "plan:read"))
    assert answer.status_code == 422
    assert "year" in answer.json()["errors"][0]["pointer"]


def test_an_answer_that_did_not_change_is_not_sent_twice(client: Client, georgia):
    key = token(georgia, "plan:read")
    first = client.get(reports_address(), **key)
    again = client.get(reports_address(), **key, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert "Authorization" in first.headers["Vary"]
    assert "private" in first.headers["Cache-Control"]


def test_the_use_of_a_token_is_noted(client: Client, georgia):
    client.get(reports_address(), **token(georgia, "plan:read"))
    assert georgia.tokens.get().last_used_at is not None


def test_the_document_is_openapi_3_1_and_names_the_way_to_sign_in(client: Client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"]["Caller"] == {"type": "http", "scheme": "bearer"}
    assert all(path.startswith("/api/v1/") for path in document["paths"])


def test_the_reference_shows_every_operation_without_script(client: Client):
    document = client.get("/api/v1/openapi.json").json()
    page = client.get("/api/v1/docs").content.decode()
    assert not re.search(r"<script(?![^>]*src=)", page)
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page
