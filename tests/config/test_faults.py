"""Whatever is lacking, and wherever it is noticed, people and machines get an answer that says what to do."""

import errno
from http import HTTPStatus

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import include, path

from roundtable.ground.trust.public import PUBLIC, door


@door(PUBLIC)
def away(_request):
    raise OperationalError("the connection is lost")


@door(PUBLIC)
def full(_request):
    raise OSError(errno.ENOSPC, "No space left on device")


@door(PUBLIC)
def faulty(_request):
    raise ValueError("ours")


urlpatterns = [
    *(path(f"{start}{view.__name__}", view) for start in ("", "api/v1/") for view in (away, full, faulty)),
    path("", include("roundtable.config.urls")),
]
handler500 = "roundtable.config.faults.on_fault"

STATUS = {
    "away": HTTPStatus.SERVICE_UNAVAILABLE,
    "full": HTTPStatus.INSUFFICIENT_STORAGE,
    "faulty": HTTPStatus.INTERNAL_SERVER_ERROR,
}
SAYS = {"away": "load this page again", "full": "was not saved", "faulty": "Something went wrong on our side"}


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("name", STATUS)
def test_a_page_says_what_is_lacking_without_asking_the_database(client, name):
    answer = client.get(f"/{name}")
    assert answer.status_code == STATUS[name]
    assert SAYS[name] in answer.content.decode()
    assert ("Retry-After" in answer.headers) == (name != "faulty")


@pytest.mark.parametrize("name", STATUS)
def test_the_api_says_the_same_as_a_problem(client, name):
    answer = client.get(f"/api/v1/{name}")
    assert answer.status_code == STATUS[name]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == STATUS[name]


@pytest.mark.parametrize("name", STATUS)
def test_the_same_is_said_when_a_session_cannot_be_read(client, name, monkeypatch):
    def cannot(_request):
        {"away": away, "full": full, "faulty": faulty}[name](_request)

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", cannot)
    assert client.get("/").status_code == STATUS[name]
