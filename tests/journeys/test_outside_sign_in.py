"""Sign-in through an organisation's own identity service, in a browser."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from roundtable.ground.trust import services
from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.rules import Function
from tests.browser import axe
from tests.factories.trust import person

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser_page, identity, live_server, transactional_db, settings):
    settings.ROUNDTABLE_ADDRESS, settings.OIDC_SERVER = live_server.url, identity.url
    settings.SOCIALACCOUNT_PROVIDERS = identity.providers
    browser_page.base = live_server.url
    yield browser_page
    assert browser_page.refused == []


def come(page, subject: str) -> None:
    """Go to the sign-in page, choose the ministry, and be somebody there."""
    page.goto(f"{page.base}/account/login/")
    page.get_by_role("button", name="Ministry").click()
    page.fill("input[name=sub]", subject)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{page.base}/**")


def test_whoever_was_invited_comes_in_through_the_ministry_and_a_stranger_reads_why_not(page, identity):
    now = timezone.now()
    contact = person(Role.CONTACT_POINT, "GE")
    services.invite(
        "tamar@ge.example", "Tamar", Function(Role.CONTRIBUTOR, "GE"), starts=now.date(), by=contact, at=now
    )
    identity.knows("tamar", email="tamar@ge.example", email_verified=True)
    identity.knows("stranger", email="stranger@ge.example", email_verified=True)

    come(page, "stranger")
    assert page.inner_text("h1") == "No account opens with this sign-in"
    assert axe(page) == []
    page.goto(f"{page.base}/desk/")
    assert "/account/login/" in page.url

    come(page, "tamar")
    assert page.url.endswith("/account/factors/")
    assert SocialAccount.objects.get().user == User.objects.get(email="tamar@ge.example")


def test_an_answer_stolen_from_one_browser_opens_nothing_in_another(page, identity, settings, browser):
    settings.OIDC_SECOND_FACTOR = ["amr:mfa"]
    person(Role.CONTRIBUTOR, "GE", email="nino@ge.example", factor=False)
    identity.knows("nino", email="nino@ge.example", email_verified=True, amr=["pwd", "mfa"])
    answers: list[str] = []
    page.on("request", lambda asked: answers.append(asked.url) if "/login/callback/" in asked.url else None)

    come(page, "nino")
    assert page.url.endswith("/desk/")
    again = page.request.get(answers[0])
    elsewhere = browser.new_context()
    stranger = elsewhere.new_page()
    stranger.goto(answers[0])

    assert again.status == 401
    assert stranger.inner_text("h1") == "This sign-in does not count"
    elsewhere.close()
