"""What people do in a browser: sign in, set up a second factor, read their mail."""

import re
import time
from email.message import EmailMessage

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from roundtable.ground.trust.models import User
from roundtable.kernel.tasks.worker import run_waiting
from tests.factories.trust import PASSWORD
from tests.servers import PostOffice

SECRET = "JBSWY3DPEHPK3PXP"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


STEP, TO_TYPE = 30, 8
"""Seconds for which an app shows a code, and what a slow machine may need to type it."""


def code(secret: str) -> str:
    """What the app on the phone shows, once it will show it for long enough to be typed."""
    left = STEP - time.time() % STEP
    if left < TO_TYPE:
        time.sleep(left + 0.1)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_app(person: User) -> User:
    """Let a person keep an app for codes as the second factor."""
    TOTP.activate(person, SECRET)
    return person


def sign_in(page: Page, base: str, person: User) -> None:
    """Sign in with password and app."""
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.fill("input[name=code]", code(SECRET))
    page.press("input[name=code]", "Enter")
    page.wait_for_url(f"{base}/desk/")


def carry_session(context: BrowserContext, base: str, person: User) -> Page:
    """Give a page on which a person is signed in, without walking through the sign-in again."""
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base}])
    return context.new_page()


def phone(browser: Browser) -> BrowserContext:
    """A browser of somebody else, on a phone."""
    return browser.new_context(**PHONE, reduced_motion="reduce")


def mail_to(office: PostOffice, address: str) -> EmailMessage:
    """Let the worker do what waits, and give the one mail that came to an address."""
    run_waiting()
    (found,) = [mail for mail in office.mails if mail["To"] == address]
    return found


def link_in(mail: EmailMessage) -> str:
    """The first link in a mail."""
    found = re.search(r"https?://\S+", mail.get_content())
    assert found is not None
    return found.group()
