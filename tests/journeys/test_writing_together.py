"""Two people at one report, a broken line, no scripts, a hand that presses twice: no word is lost."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from roundtable.ground.trust.models import Entry, Role
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.signals import Happened
from tests.factories.parties import InstitutionFactory
from tests.factories.plan import frame
from tests.factories.reports import ReportFactory
from tests.factories.trust import person
from tests.journeys.people import carry_session

pytestmark = pytest.mark.browser

MINE, THEIRS = "Nino met the police of two regions.", "Giorgi counted the permits of the year."


@pytest.fixture
def report(live_server, transactional_db) -> Report:
    frame()
    InstitutionFactory(code="ge-interior", party_id="GE")
    made: Report = ReportFactory(party_id="GE", institution="ge-interior", narrative="As before.")
    return made


@pytest.fixture
def contact(report):
    return person(Role.CONTACT_POINT, "GE", name="Nino")


@pytest.fixture
def author(report):
    return person(Role.CONTRIBUTOR, "GE", institution="ge-interior", name="Giorgi")


def at_the_report(context: BrowserContext, base: str, who, report: Report) -> Page:
    page = carry_session(context, base, who)
    page.goto(f"{base}/plan/reports/{report.pk}/")
    return page


def says(page: Page, words: str) -> None:
    """Wait until the form says how saving goes, where whoever types sees it."""
    status = page.locator("[data-drafts-status]", has_text=words)
    status.wait_for()
    place = status.bounding_box()
    assert place is not None
    assert 0 <= place["y"] < page.viewport_size["height"]


def without_scripts(browser: Browser) -> BrowserContext:
    return browser.new_context(java_script_enabled=False)


def test_two_people_write_the_same_words_and_both_stay(live_server, browser, report, contact, author):
    contexts = [browser.new_context() for _who in range(2)]
    first = at_the_report(contexts[0], live_server.url, contact, report)
    second = at_the_report(contexts[1], live_server.url, author, report)

    first.fill("textarea[name=narrative]", MINE)
    says(first, "Saved")
    second.fill("textarea[name=narrative]", THEIRS)
    says(second, "Somebody else changed the same words")
    box = second.locator("[data-drafts-conflict-box]")
    assert "The text of Nino" in box.inner_text()
    assert MINE in box.inner_text()
    box.get_by_role("button", name="Keep the words of both").click()
    says(second, "Saved")

    first.reload()
    kept = first.input_value("textarea[name=narrative]")
    assert [MINE in kept, THEIRS in kept] == [True, True]
    for context in contexts:
        context.close()


def test_ones_own_other_window_is_called_so(live_server, browser, report, contact):
    context = browser.new_context()
    first = at_the_report(context, live_server.url, contact, report)
    second = at_the_report(context, live_server.url, contact, report)
    first.fill("textarea[name=narrative]", MINE)
    says(first, "Saved")
    second.fill("textarea[name=narrative]", THEIRS)
    box = second.locator("[data-drafts-conflict-box]")
    box.wait_for()
    assert "Your text in another window" in box.inner_text()
    context.close()


def test_what_is_typed_while_the_line_is_broken_is_there_when_it_is_mended(live_server, browser_page, report, contact):
    page = at_the_report(browser_page.context, live_server.url, contact, report)
    page.context.set_offline(True)
    page.fill("textarea[name=needs]", MINE)
    says(page, "No connection")
    page.fill("textarea[name=needs]", f"{MINE} {THEIRS}")
    page.context.set_offline(False)
    says(page, "Saved")
    page.reload()
    assert page.input_value("textarea[name=needs]") == f"{MINE} {THEIRS}"


def test_without_scripts_two_people_keep_their_words_and_the_report_is_submitted(
    live_server, browser, report, contact, author
):
    contexts = [without_scripts(browser) for _who in range(2)]
    first = at_the_report(contexts[0], live_server.url, contact, report)
    second = at_the_report(contexts[1], live_server.url, author, report)
    second.fill("textarea[name=narrative]", THEIRS)
    second.get_by_role("button", name="Save", exact=True).click()
    first.fill("textarea[name=narrative]", MINE)
    first.get_by_role("button", name="Save", exact=True).click()
    assert "Both texts are kept" in first.inner_text("main")
    first.get_by_label("Keep the words of both").check()
    first.get_by_role("button", name="Save", exact=True).click()
    kept = first.input_value("textarea[name=narrative]")
    assert [MINE in kept, THEIRS in kept] == [True, True]

    first.get_by_role("button", name="Save and submit").click()
    assert first.locator(".summary a[href='#field-progress']").count() == 1
    first.locator("input[name=progress][value='2']").check()
    first.get_by_role("button", name="Save and submit").click()
    assert "Submitted to the secretariat." in first.inner_text("main")
    assert Report.objects.get(pk=report.pk).stage == Stage.SUBMITTED
    for context in contexts:
        context.close()


def test_a_hand_that_presses_twice_and_goes_back_submits_once(live_server, browser_page, report, contact):
    page = at_the_report(browser_page.context, live_server.url, contact, report)
    page.locator("[data-choice=progress] input[value='2']").check()
    page.fill("textarea[name=narrative]", MINE)
    page.get_by_role("button", name="Save and submit").dblclick()
    page.get_by_text("Submitted to the secretariat.").wait_for()

    page.go_back()
    page.goto(f"{live_server.url}/plan/reports/{report.pk}/")
    assert page.locator("textarea[name=narrative]").count() == 0
    assert Entry.objects.filter(happened=str(Happened.REPORT_SUBMITTED)).count() == 1
