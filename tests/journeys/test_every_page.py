"""Every page of the house in a real browser: axe, content security policy, width, language, theme."""

import os

import pytest
from django.urls import reverse

from tests.architecture.house import addresses
from tests.browser import axe
from tests.journeys.conftest import enter

pytestmark = [pytest.mark.browser]

EVERY = bool(os.environ.get("ROUNDTABLE_AXE_COUNT"))
"""The bench looks at each page four times: both directions, both themes; a test run looks once, in turn."""

FACES = [("en", "light"), ("ar", "dark"), ("en", "dark"), ("ar", "light")]
NO_PAGES = {
    # Files, feeds, machine answers and things that are posted.
    "api-1:openapi-json",
    "api-1:api-root",
    "portal:security-contact",
    "portal:take",
    "portal:inbox-read",
    "portal:saved-views",
    "plan:activities-calendar",
    "plan:packs-feed",
    "account_logout",
    "ui:preferences",
}


def examples() -> dict[str, list]:
    """Things of the demonstration that addresses with arguments are tried with."""
    from roundtable.ground.parties.models import Institution, Stakeholder
    from roundtable.operations.plan.models import Activity, Report

    contact = "GE"
    return {
        "parties:party": [["ge"], ["xk"]],
        "parties:designation": [["ge"]],
        "parties:facts": [["ge"]],
        "parties:institution": [[Institution.objects.filter(party_id=contact).values_list("code", flat=True)[0]]],
        "parties:institution-change": [
            [Institution.objects.filter(party_id=contact).values_list("code", flat=True)[0]]
        ],
        "parties:institution-new": [["ge"]],
        "parties:stakeholder": [[Stakeholder.objects.values_list("pk", flat=True)[0]]],
        "plan:area": [["I"]],
        "plan:action": [["I.4"]],
        "plan:action-title": [["I.4"]],
        "plan:activity": [[Activity.objects.values_list("pk", flat=True)[0]]],
        "plan:activity-change": [[Activity.objects.values_list("pk", flat=True)[0]]],
        "plan:activity-delete": [[Activity.objects.values_list("pk", flat=True)[0]]],
        "plan:round": [[2026]],
        "plan:report": [
            [Report.objects.filter(party_id=contact, stage="accepted").values_list("pk", flat=True)[0]],
            [Report.objects.filter(party_id=contact, stage="returned").values_list("pk", flat=True)[0]],
        ],
        "plan:review-one": [[Report.objects.filter(stage="submitted").values_list("pk", flat=True)[0]]],
    }


def pages() -> list[str]:
    """The addresses of pages, as the resolver knows them: with arguments where examples are known."""
    known = examples()
    found = []
    for address in addresses():
        name = address.name
        if name in NO_PAGES or name.startswith(("socialaccount", "openid", "api-1", "mfa_", "account_")):
            continue
        if name in known:
            found += [reverse(name, args=arguments) for arguments in known[name]]
        elif address.plain and name:
            found.append(reverse(name))
    # What has an extension is a file.
    found = [address for address in found if "." not in address.rsplit("/", 1)[-1]]
    return sorted({*found, "/account/login/", "/account/password/reset/", "/search/?q=border", "/no-such-page/"})


def is_page(page, address: str) -> bool:
    """Whether a person can open this address: some are only posted to."""
    answer = page.request.get(address)
    assert answer.status < 500, f"{address} answered {answer.status}"
    return answer.status != 405 and "text/html" in answer.headers.get("content-type", "")


def test_axe_finds_nothing_on_any_page_and_no_policy_is_broken(browser_page, served):
    page = browser_page
    enter(page, served, "secretariat@demo.example")
    trouble, looked = [], 0
    for number, address in enumerate(pages()):
        if not is_page(page, f"{served}{address}"):
            continue
        faces = FACES if EVERY else [FACES[number % len(FACES)]]
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
