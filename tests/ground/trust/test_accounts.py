from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roundtable.ground.trust import services
from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.queries import token_shown
from roundtable.ground.trust.queries.held import held_about
from roundtable.kernel.base.errors import Invalid, NotAllowed
from tests.factories.trust import PASSWORD, TermFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT, demonstration=True, factor=False)


@pytest.fixture
def georgia():
    return person(Role.CONTACT_POINT, "GE", demonstration=True, factor=False, email="contact@ge.example")


def signed_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": email, "password": password})
    assert answer.headers.get("Location") == "/desk/", answer.content
    return client


def test_closing_an_account_ends_every_session_and_token_within_the_same_second(secretariat, georgia):
    first, second = signed_in("contact@ge.example"), signed_in("contact@ge.example")
    began = timezone.now()
    _token, secret = services.make_token(
        by=georgia, name="script", allows=["plan:read"], expires_at=began + timedelta(days=9), at=began
    )
    assert first.get("/account/").status_code == 200
    assert token_shown(secret, at=began) is not None

    services.deactivate(georgia, by=secretariat, at=began)

    # Not one request is let through with an instant that is still the same.
    for client in (first, second):
        answer = client.get("/account/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/account/")
    assert token_shown(secret, at=began) is None


def test_an_account_opened_again_finds_its_old_sessions_and_tokens_ended(secretariat, georgia, now: datetime):
    client = signed_in("contact@ge.example")
    _token, secret = services.make_token(
        by=georgia, name="script", allows=["plan:read"], expires_at=now + timedelta(days=9), at=now
    )
    services.deactivate(georgia, by=secretariat, at=now)
    services.reactivate(User.objects.get(pk=georgia.pk), by=secretariat, at=now)
    assert client.get("/account/").status_code == 302
    assert token_shown(secret, at=now) is None
    assert signed_in("contact@ge.example").get("/account/").status_code == 200


def test_a_closed_account_cannot_sign_in_and_answers_like_a_wrong_password_would_redirect(secretariat, georgia, now):
    services.deactivate(georgia, by=secretariat, at=now)
    answer = Client().post("/account/login/", {"login": "contact@ge.example", "password": PASSWORD})
    assert answer.headers.get("Location") == "/account/inactive/"


def test_signing_out_everywhere_ends_the_other_sessions_too(georgia):
    here, there = signed_in("contact@ge.example"), signed_in("contact@ge.example")
    assert here.post("/account/sessions/").status_code == 302
    assert [client.get("/account/").status_code for client in (here, there)] == [302, 302]


def test_the_list_of_sessions_names_each_browser_once(georgia):
    client = signed_in("contact@ge.example")
    signed_in("contact@ge.example")
    page = client.get("/account/sessions/").content.decode()
    assert page.count("127.0.0.1") == 2


def test_a_contact_point_closes_accounts_of_the_own_party_alone(georgia, now: datetime):
    own, other = person(Role.CONTRIBUTOR, "GE"), person(Role.CONTRIBUTOR, "CZ")
    both = person(Role.CONTRIBUTOR, "GE")
    TermFactory(user=both, role=Role.ANALYST, scope="dialogue")
    services.deactivate(own, by=georgia, at=now)
    for someone in (other, both):
        with pytest.raises(NotAllowed):
            services.deactivate(someone, by=georgia, at=now)
    assert [User.objects.get(pk=one.pk).is_active for one in (own, other, both)] == [False, True, True]


def test_nobody_closes_the_own_account(secretariat, now: datetime):
    with pytest.raises(Invalid):
        services.deactivate(secretariat, by=secretariat, at=now)


def test_people_change_their_name_language_and_zone_and_nothing_else(georgia, now: datetime):
    client = signed_in("contact@ge.example")
    sent = {
        "name": "Nino",
        "language": "ru",
        "timezone": "Asia/Tbilisi",
        "mail": "daily",
        "role": "secretariat",
        "email": "x@y.example",
    }
    assert client.post("/account/", sent).status_code == 302
    georgia.refresh_from_db()
    assert (georgia.name, georgia.language, georgia.timezone) == ("Nino", "ru", "Asia/Tbilisi")
    assert (georgia.terms.count(), georgia.email) == (1, "contact@ge.example")


def test_what_is_held_about_a_person_names_secrets_and_gives_none(georgia, now: datetime):
    _token, secret = services.make_token(
        by=georgia, name="script", allows=["plan:read"], expires_at=now + timedelta(days=9), at=now
    )
    held = held_about(georgia, at=now)
    tables = {(one["table"], one["names_the_person_in"]): one for one in held["tables"]}
    assert tables["trust.user", "pk"]["rows"][0]["email"] == "contact@ge.example"
    assert [term["role"] for term in tables["trust.term", "user_id"]["rows"]] == ["contact-point"]
    assert [token["name"] for token in tables["trust.token", "user_id"]["rows"]] == ["script"]
    assert tables["trust.user", "pk"]["basis"] == "public task"
    assert tables["trust.user", "pk"]["not_told"]["password"].startswith("a secret")
    assert secret not in str(held)
    assert georgia.password not in str(held)


def test_the_list_of_sessions_costs_the_same_for_one_and_for_three_and_forgets_dead_ones(georgia):
    def cost(count: int) -> tuple[int, int]:
        clients = [signed_in(georgia.email) for _browser in range(count + 1)]
        clients.pop().session.delete()
        page = clients[0].get("/account/sessions/").content.decode()
        with CaptureQueriesContext(connection) as asked:
            clients[0].get("/account/sessions/")
        return len(asked), page.count("127.0.0.1")

    first, second = cost(1), cost(3)
    assert (first[1], second[1], UserSession.objects.count()) == (1, 4, 4)
    assert first[0] == second[0] <= 15
