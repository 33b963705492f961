"""Sign-in against a real identity service in its own process; the way through the browser is in `tests/journeys`."""

import html
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust import services
from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.rules import Function
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

START = "/account/outside/oidc/ministry/login/"
UNKNOWN = "No account opens with this sign-in"
NOT_OURS = "This sign-in does not count"


@pytest.fixture(autouse=True)
def _ministry(identity, settings):
    settings.OIDC_SERVER, settings.SOCIALACCOUNT_PROVIDERS = identity.url, identity.providers


def way(client: Client) -> str:
    """The address at the service to which the installation sends a reader."""
    found = re.search(r'content="0; url=([^"]+)"', client.post(START).content.decode())
    assert found is not None
    return html.unescape(found.group(1))


def answer(place: str, subject: str) -> str:
    """What the service answers when this person signs in there."""
    return httpx.post(place, data={"sub": subject}).headers["Location"]


def come(client: Client, subject: str):
    """Sign in through the service."""
    return client.get(answer(way(client), subject))


def test_the_service_is_asked_with_a_state_a_nonce_and_a_challenge(client: Client, settings):
    settings.OIDC_SECOND_FACTOR = ["acr:high", "amr:mfa"]
    asked = parse_qs(urlsplit(way(client)).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert set(asked["scope"][0].split()) == {"openid", "email", "profile"}
    assert (asked["code_challenge_method"], asked["acr_values"]) == (["S256"], ["high"])


def test_an_account_opens_by_the_verified_address_and_nothing_else_about_the_person_is_kept(client: Client, identity):
    nino = person(Role.CONTRIBUTOR, "GE", email="nino@ge.example", factor=False)
    identity.knows(
        "nino", email="Nino@GE.example", email_verified=True, birthdate="1980-01-01", picture="https://x.example"
    )

    assert come(client, "nino").headers["Location"] == "/desk/"

    account = SocialAccount.objects.get()
    assert (account.user, account.extra_data) == (nino, {"userinfo": {"sub": "nino", "email": "Nino@GE.example"}})


def test_an_invitation_is_accepted_by_whoever_the_service_vouches_for(client: Client, identity):
    now = timezone.now()
    for role in (Role.CONTRIBUTOR, Role.SENIOR_OFFICIAL):
        by = person(Role.CONTACT_POINT, "GE")
        services.invite("tamar@ge.example", "Tamar", Function(role, "GE"), starts=now.date(), by=by, at=now)
    identity.knows("tamar", email="tamar@ge.example", email_verified="true")

    assert come(client, "tamar").status_code == 302

    tamar = User.objects.get(email="tamar@ge.example")
    assert (tamar.name, tamar.has_usable_password()) == ("Tamar", False)
    assert sorted(tamar.terms.values_list("role", flat=True)) == ["contributor", "senior-official"]


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        ("stranger@ge.example", True),
        ("nino@ge.example", False),
        ("nino@ge.example", "false"),
        ("nino@ge.example", None),
        ("closed@ge.example", True),
        ("late@ge.example", True),
        ("withdrawn@ge.example", True),
    ],
    ids=["unknown", "unverified", "unverified, as a text", "nothing said", "closed", "invited long ago", "withdrawn"],
)
def test_the_unknown_the_unverified_and_the_closed_stay_outside_and_read_why(client: Client, identity, email, verified):
    person(Role.CONTRIBUTOR, "GE", email="nino@ge.example")
    person(Role.CONTRIBUTOR, "GE", email="closed@ge.example", is_active=False)
    by, now, offered = person(Role.CONTACT_POINT, "GE"), timezone.now(), Function(Role.CONTRIBUTOR, "GE")
    before = now - timedelta(days=15)
    services.invite("late@ge.example", "Late", offered, starts=before.date(), by=by, at=before)
    taken_back = services.invite("withdrawn@ge.example", "W", offered, starts=now.date(), by=by, at=now)
    services.withdraw(taken_back, by=by, at=now)
    identity.knows("someone", email=email, **({} if verified is None else {"email_verified": verified}))
    accounts = User.objects.count()

    page = come(client, "someone")

    assert (page.status_code, UNKNOWN in page.content.decode()) == (403, True)
    assert (SocialAccount.objects.count(), User.objects.count()) == (0, accounts)
    assert client.get("/desk/").headers["Location"].startswith("/account/login/")


def test_a_joined_account_that_was_closed_stays_closed(client: Client, identity):
    nino = person(Role.CONTRIBUTOR, "GE", email="nino@ge.example", factor=False)
    identity.knows("nino", email="nino@ge.example", email_verified=True)
    come(client, "nino")
    services.deactivate(nino, by=person(Role.SECRETARIAT), at=timezone.now())

    again = Client()
    assert again.get(come(again, "nino").headers["Location"]).content.decode().count("This account is closed") > 0
    assert again.get("/desk/").headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("taken", "said", "status"),
    [
        ([], {"amr": ["pwd", "mfa"]}, 302),
        (["amr:mfa"], {"amr": ["pwd"]}, 302),
        (["amr:mfa"], {"acr": "mfa"}, 302),
        (["amr:mfa"], {"amr": ["pwd", "mfa"]}, 200),
        (["acr:https://refeds.org/profile/mfa"], {"acr": "https://refeds.org/profile/mfa"}, 200),
    ],
    ids=["not trusted", "one factor", "said elsewhere", "two factors", "two factors, as a class"],
)
def test_the_services_second_factor_counts_where_the_setting_says_so(
    client, identity, settings, *, taken, said, status
):
    settings.OIDC_SECOND_FACTOR = taken
    person(Role.CONTRIBUTOR, "GE", email="nino@ge.example", factor=False)
    identity.knows("nino", email="nino@ge.example", email_verified=True, **said)

    come(client, "nino")

    assert client.get("/account/").status_code == status


def test_whoever_keeps_a_second_factor_here_is_asked_for_it_all_the_same(client: Client, identity, settings):
    settings.OIDC_SECOND_FACTOR = ["amr:mfa"]
    TOTP.activate(person(Role.CONTRIBUTOR, "GE", email="nino@ge.example", factor=False), "JBSWY3DPEHPK3PXP")
    identity.knows("nino", email="nino@ge.example", email_verified=True, amr=["mfa"])

    assert come(client, "nino").headers["Location"] == "/account/factors/authenticate/"


def test_an_answer_is_taken_once_and_only_from_the_browser_that_asked(client: Client, identity):
    identity.knows("nino", email="nino@ge.example", email_verified=True)
    person(None, email="nino@ge.example", factor=False)
    once = answer(way(client), "nino")

    pages = [Client().get(once), client.get(once), client.get(once)]

    assert [page.status_code for page in pages] == [401, 302, 401]
    assert NOT_OURS in pages[0].content.decode()
    assert NOT_OURS in pages[2].content.decode()


def test_an_answer_that_was_given_to_another_question_is_refused(client: Client, identity):
    person(Role.CONTRIBUTOR, "GE", email="nino@ge.example", factor=False)
    identity.knows("nino", email="nino@ge.example", email_verified=True)
    forged = re.sub(r"nonce=[^&]+", "nonce=of-another-day", way(client))

    page = client.get(answer(forged, "nino"))

    assert (page.status_code, NOT_OURS in page.content.decode()) == (401, True)
    assert not SocialAccount.objects.exists()


def test_whoever_stops_at_the_service_reads_so(client: Client):
    state = parse_qs(urlsplit(way(client)).query)["state"][0]
    stopped = client.get(f"{START}callback/?{urlencode({'error': 'access_denied', 'state': state})}", follow=True)
    assert "You are not signed in" in stopped.content.decode()


def test_a_service_that_does_not_answer_is_no_fault_of_ours(client: Client, settings, identity):
    away = {**identity.settings, "server_url": "http://127.0.0.1:9"}
    (known,) = identity.providers["openid_connect"]["APPS"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{**known, "settings": away}]}}

    page = client.post(START)

    assert (page.status_code, "The identity service does not answer" in page.content.decode()) == (503, True)
