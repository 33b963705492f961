"""Passkeys, apps and recovery codes in a browser with an authenticator of its own (Chromium's, without hardware).

The installation is reached as `localhost`: passkeys are bound to a name, and a bare address of the network is none.
"""

import pytest
from allauth.mfa.models import Authenticator

from roundtable.ground.trust.models import Role
from tests.browser import axe
from tests.factories.parties import DialogueFactory
from tests.factories.trust import PASSWORD, person
from tests.journeys.people import carry_session, with_app

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def base(live_server, transactional_db, settings):
    settings.ROUNDTABLE_ADDRESS = live_server.url
    DialogueFactory()
    return live_server.url


@pytest.fixture
def page(browser_page):
    """A page in a browser that holds a key."""
    devices = browser_page.context.new_cdp_session(browser_page)
    browser_page.set_default_timeout(9000)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield browser_page
    assert (browser_page.refused, browser_page.troubles) == ([], [])


def password(page, base: str, email: str) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def leave(page, base: str) -> None:
    page.goto(f"{base}/account/logout/")
    page.get_by_role("button", name="Sign Out").click()
    page.wait_for_url(f"{base}/")


def add_key(page, base: str, *, alone: bool) -> None:
    page.goto(f"{base}/account/factors/webauthn/add/")
    assert axe(page) == []
    if alone:
        page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add this key").click()


def test_a_passkey_is_added_renamed_used_and_stays_while_it_is_the_last_factor(base, page):
    nino = person(Role.CONTACT_POINT, "GE", email="nino@ge.example", factor=False)
    password(page, base, nino.email)
    page.wait_for_url(f"{base}/account/factors/")
    add_key(page, base, alone=True)
    page.wait_for_url(f"{base}/account/factors/recovery-codes/")

    page.goto(f"{base}/account/factors/webauthn/")
    page.get_by_role("link", name="Rename").click()
    page.fill("input[name=name]", "My laptop")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{base}/account/factors/webauthn/")
    assert page.inner_text("main tbody th") == "My laptop"

    leave(page, base)
    page.goto(f"{base}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{base}/desk/")

    page.goto(f"{base}/account/factors/webauthn/")
    page.get_by_role("link", name="Remove").click()
    assert "This is your last second factor" in page.inner_text("main")
    assert Authenticator.objects.filter(user=nino, type="webauthn").count() == 1


def test_a_key_stands_in_for_the_app_and_then_the_app_may_go(base, page):
    nino = with_app(person(Role.CONTACT_POINT, "GE", email="nino@ge.example", factor=False))
    carry_session(page.context, base, nino).close()
    page.goto(f"{base}/account/factors/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add this key").click()
    page.wait_for_url(f"{base}/account/factors/recovery-codes/")
    code = page.locator("main li code").first.inner_text()

    page.goto(f"{base}/account/factors/totp/deactivate/")
    page.get_by_role("button", name="Remove the app").click()
    page.wait_for_url(f"{base}/account/factors/")
    assert sorted(Authenticator.objects.filter(user=nino).values_list("type", flat=True)) == [
        "recovery_codes",
        "webauthn",
    ]

    leave(page, base)
    password(page, base, nino.email)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(f"{base}/desk/")

    # Without the key a recovery code opens the account, once.
    leave(page, base)
    for opens in (True, False):
        password(page, base, nino.email)
        page.fill("input[name=code]", code)
        page.press("input[name=code]", "Enter")
        page.wait_for_load_state()
        assert (page.url == f"{base}/desk/") is opens
        if opens:
            leave(page, base)


def test_a_key_that_cannot_be_used_is_told_in_words(base, page):
    page.goto(f"{base.replace('localhost', '127.0.0.1')}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").wait_for()
    assert "not under a bare number" in page.get_by_role("alert").inner_text()

    page.goto(f"{base}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").wait_for()
    assert "The key was not used" in page.get_by_role("alert").inner_text()
