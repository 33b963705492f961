"""People come by invitation, hand over when they leave, and are out at once when their account is closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roundtable.ground.trust import services
from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.rules import Function
from tests.browser import axe
from tests.factories.plan import activity, frame
from tests.factories.reports import ReportFactory
from tests.factories.trust import person
from tests.journeys.people import carry_session, code, link_in, mail_to, phone, sign_in, with_app

pytestmark = pytest.mark.browser

PASSWORD = "a quiet evening in Batumi"


@pytest.fixture
def base(live_server, transactional_db, settings):
    settings.ROUNDTABLE_ADDRESS = live_server.url
    frame()
    return live_server.url


def test_a_contributor_comes_from_the_mail_to_the_desk_on_a_phone(base, browser, browser_page, post_office):
    contact = with_app(person(Role.CONTACT_POINT, "GE", factor=False))
    office = carry_session(browser_page.context, base, contact)
    office.goto(f"{base}/account/people/invite/")
    office.fill("input[name=name]", "Tamar")
    office.fill("input[name=email]", "tamar@ge.example")
    office.select_option("select[name=role]", "contributor")
    office.get_by_role("button", name="Send the invitation").click()
    office.wait_for_url(f"{base}/account/people/")
    link = link_in(mail_to(post_office, "tamar@ge.example"))

    # Somebody else opens the mail's link in a browser where they are signed in: it asks them to sign out, and waits.
    office.goto(link)
    assert f"You are signed in as {contact}" in office.inner_text("main")
    office.get_by_role("link", name="Sign out").click()
    office.get_by_role("button", name="Sign Out").click()
    office.wait_for_url(link)
    assert office.get_by_role("button", name="Accept the invitation").count() == 1

    # A stranger on a phone: password, second factor, desk; nothing is asked twice.
    context = phone(browser)
    page = context.new_page()
    page.goto(link)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Accept the invitation").click()
    page.wait_for_url(f"{base}/account/factors/")
    assert axe(page) == []
    page.get_by_role("link", name="Set up an app").click()
    assert axe(page) == []
    page.fill("input[name=code]", code(page.input_value("#authenticator_secret")))
    page.get_by_role("button", name="Use this app").click()
    page.wait_for_url(f"{base}/account/factors/recovery-codes/")
    assert page.locator("main li code").count() == 10
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="go to my desk").click()
    page.wait_for_url(f"{base}/desk/")
    assert list(User.objects.get(email="tamar@ge.example").terms.values_list("role", "scope")) == [
        ("contributor", "GE")
    ]

    page.goto(link)
    assert page.inner_text("h1") == "This invitation was accepted already"
    assert axe(page) == []
    context.close()


def test_whoever_has_an_account_already_accepts_a_further_function_with_it(base, browser_page, post_office):
    now = timezone.now()
    nino = with_app(person(Role.CONTRIBUTOR, "AM", email="nino@ge.example", factor=False))
    by = person(Role.CONTACT_POINT, "GE")
    services.invite(nino.email, "Nino", Function(Role.SENIOR_OFFICIAL, "GE"), starts=now.date(), by=by, at=now)
    link = link_in(mail_to(post_office, nino.email))

    # In a browser where somebody else is signed in, the way leads over signing out.
    page = carry_session(browser_page.context, base, by)
    page.goto(link)
    assert page.get_by_role("link", name="Sign out").count() == 1

    page = carry_session(browser_page.context, base, nino)
    page.goto(link)
    page.get_by_role("button", name="Accept the invitation").click()
    page.wait_for_url(f"{base}/desk/")
    assert sorted(nino.terms.values_list("role", "scope")) == [("contributor", "AM"), ("senior-official", "GE")]


def test_a_leaver_hands_over_in_one_step_and_their_other_browser_is_out_at_once(base, browser, browser_page):
    now = timezone.now()
    leaver = with_app(person(Role.CONTACT_POINT, "GE", name="Levan", factor=False))
    heir = with_app(person(Role.CONTRIBUTOR, "GE", name="Tamar", factor=False))
    _token, key = services.make_token(
        by=leaver, name="monthly export", allows=["plan:read"], expires_at=now + timedelta(days=30), at=now
    )
    report = ReportFactory(party_id="GE", narrative="")
    elsewhere = browser.new_context()
    old = elsewhere.new_page()
    sign_in(old, base, leaver)
    old.goto(f"{base}/plan/reports/{report.pk}/")
    old.fill("textarea[name=narrative]", "We met in Batumi.")
    old.locator("[data-drafts-status]", has_text="Saved").wait_for()

    page = carry_session(browser_page.context, base, person(Role.SECRETARIAT))
    page.goto(f"{base}/account/people/{leaver.pk}/")
    page.get_by_role("link", name="Hand over for").click()
    page.select_option("select[name=successor]", label="Tamar")
    page.get_by_role("button", name="Hand over now").click()
    page.wait_for_url(f"{base}/account/people/{heir.pk}/")

    old.goto(f"{base}/desk/")
    assert "/account/login/" in old.url
    assert old.request.get(f"{base}/api/v1/plan/reports/", headers={"Authorization": f"Bearer {key}"}).status == 401
    elsewhere.close()
    mine = carry_session(browser_page.context, base, heir)
    mine.goto(f"{base}/plan/reports/{report.pk}/")
    assert mine.input_value("textarea[name=narrative]") == "We met in Batumi."
    mine.goto(f"{base}/inbox/")
    assert "You have taken over from Levan" in mine.inner_text("main")


def test_a_closed_account_is_out_at_once_with_sessions_tokens_and_calendar(base, browser, browser_page):
    now = timezone.now()
    stolen = with_app(person(Role.CONTACT_POINT, "GE", factor=False))
    _token, key = services.make_token(
        by=stolen, name="export", allows=["plan:write"], expires_at=now + timedelta(days=30), at=now
    )
    activity("Visit that only the Party sees", audience="own")
    calendar = f"{base}/plan/activities/calendar.ics"
    contexts = [browser.new_context() for _browser in range(2)]
    pages = [carry_session(context, base, stolen) for context in contexts]
    bearer = {"Authorization": f"Bearer {key}"}
    asked = f"{base}/api/v1/plan/activities/"
    assert ["only the Party" in page.request.get(calendar).text() for page in pages] == [True, True]
    assert pages[0].request.get(asked, headers=bearer).status == 200

    page = carry_session(browser_page.context, base, person(Role.SECRETARIAT))
    page.goto(f"{base}/account/people/{stolen.pk}/close/")
    page.get_by_role("button", name="Close the account").click()
    page.wait_for_url(f"{base}/account/people/{stolen.pk}/")

    assert ["only the Party" in page.request.get(calendar).text() for page in pages] == [False, False]
    assert pages[0].request.get(asked, headers=bearer).status == 401
    for each in pages:
        each.goto(f"{base}/desk/")
        assert "/account/login/" in each.url
    for context in contexts:
        context.close()
