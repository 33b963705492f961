"""Every page of the house in a real browser: axe, content security policy, width, language, theme."""

import os

import pypdfium2
import pytest
from django.urls import reverse

from tests.browser import axe
from tests.journeys.conftest import enter
from tests.journeys.walking import everywhere

pytestmark = [pytest.mark.browser]

EVERY = bool(os.environ.get("ROUNDTABLE_AXE_COUNT"))
"""The bench looks at each page four times: both directions, both themes; a test run looks once, in turn."""

FACES = [("en", "light"), ("ar", "dark"), ("en", "dark"), ("ar", "light")]
GALLERY = "/ui/"
"""The longest page of all; a test run looks at it elsewhere, with all its faces (tests/ui)."""
PARTS = range(4)
"""The pages are looked at in four tests, so that as many workers share them."""
NO_PAGES = {
    # Files, feeds, machine answers and things that are posted.
    "api-1:openapi-json",
    "api-1:api-root",
    "portal:security-contact",
    "portal:take",
    "portal:inbox-read",
    "portal:saved-views",
    "plan:activities-calendar",
    "meetings:calendar",
    "meetings:minutes-autosave",
    "meetings:copy",
    "meetings:meeting-calendar",
    "plan:packs-feed",
    "documents:keys",
    "account_logout",
    "ui:preferences",
}


def pages() -> list[str]:
    """The addresses of pages, as the resolver knows them, with arguments that lead somewhere."""
    from roundtable.operations.plan.models import Report

    returned = Report.objects.filter(party_id="GE", stage="returned").values_list("pk", flat=True)[0]
    found = [
        place
        for name, place in everywhere()
        if name not in NO_PAGES and not name.startswith(("socialaccount", "mfa_", "account_"))
    ]
    # What has an extension is a file.
    found = [place for place in found if "." not in place.rsplit("/", 1)[-1]]
    more = {"/account/login/", "/account/password/reset/", "/search/?q=border", "/no-such-page/", "/parties/xk/"}
    return sorted({*found, *more, reverse("plan:report", args=[returned])})


def is_page(page, address: str) -> bool:
    """Whether a person can open this address: what is only sent to leads to another one."""
    answer = page.request.get(address, max_redirects=0)
    assert answer.status < 500, f"{address} answered {answer.status}"
    return answer.status not in {302, 405} and "text/html" in answer.headers.get("content-type", "")


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_on_any_page_and_no_policy_is_broken(browser_page, served, part):
    page = browser_page
    enter(page, served, "secretariat@demo.example")
    trouble, looked = [], 0
    for number, address in list(enumerate(pages()))[part :: len(PARTS)]:
        if (address == GALLERY and not EVERY) or not is_page(page, f"{served}{address}"):
            continue
        faces = FACES if EVERY else [FACES[number // len(PARTS) % len(FACES)]]
        for language, theme in faces:
            page.context.add_cookies(
                [
                    {"name": "language", "value": language, "url": served},
                    {"name": "theme", "value": theme, "url": served},
                ]
            )
            page.goto(f"{served}{address}")
            looked += 1
            trouble += [f"{address} ({language}, {theme}): {finding}" for finding in axe(page)]
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            if wide:
                trouble.append(f"{address} ({language}): scrolls sideways at 1280 px")
    trouble += [f"policy: {told}" for told in page.refused] + [f"script: {told}" for told in page.troubles]
    print(f"\naxe: {len(trouble)} findings on {looked} views of pages", *trouble, sep="\n")
    assert trouble == []


def test_no_page_scrolls_sideways_on_a_narrow_phone(browser_page, served):
    page = browser_page
    page.set_viewport_size({"width": 320, "height": 640})
    enter(page, served, "contact.ge@demo.example")
    wide = []
    for address in pages():
        if is_page(page, f"{served}{address}"):
            page.goto(f"{served}{address}")
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append(address)
    assert wide == []


def test_no_page_asks_another_host(browser_page, served):
    page = browser_page
    asked = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    for address in ["/", "/plan/", "/plan/action/I.4/", "/parties/", "/ui/", "/account/login/"]:
        page.goto(f"{served}{address}")
    assert asked == {served.split("/")[2]}


def test_every_printed_sheet_says_the_marking_in_its_margins(browser_page, served, tmp_path):
    page = browser_page
    enter(page, served, "secretariat@demo.example")
    page.goto(f"{served}/plan/coverage/")
    page.pdf(path=tmp_path / "sheets.pdf", prefer_css_page_size=True)
    sheets = pypdfium2.PdfDocument(tmp_path / "sheets.pdf")
    edge = 12 * 72 / 25.4
    for sheet in sheets:
        width, height = sheet.get_size()
        words = sheet.get_textpage()
        assert "PARTIES" in words.get_text_bounded(0, height - edge, width, height)
        assert "PARTIES" in words.get_text_bounded(0, 0, width, edge)
    assert len(sheets) > 1
