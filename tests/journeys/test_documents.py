"""A text in a real browser: two people write it, and a Party breaks a silence, with no word lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser import axe
from tests.journeys.conftest import PASSWORD, enter

pytestmark = [pytest.mark.browser]


def _under_silence():
    from roundtable.ground.documents.domain.deadline import Deadline
    from roundtable.ground.documents.domain.numbering import Number
    from roundtable.ground.documents.services import documents, silence
    from roundtable.ground.trust.models import User
    from tests.factories.documents import text

    now = timezone.now()
    by = User.objects.get(email="secretariat@demo.example")
    one = documents.open_document(
        Number(2026, 77), documents.Facts("Draft conclusions", "LIMITE"), by=by, at=now, demonstration=True
    )
    first, _told = documents.issue(one, one.number, text(), day=now.date(), by=by, at=now)
    deadline = Deadline.at((now + timedelta(days=5)).replace(tzinfo=None, microsecond=0), "UTC")
    return one, silence.open_silence(first, silence.Opening(deadline, ("GE", "CZ")), by=by, at=now)


def test_a_party_finds_a_silence_on_its_desk_and_breaks_it_with_a_reason(browser_page, served):
    page = browser_page
    _one, procedure = _under_silence()
    enter(page, served, "contact.ge@demo.example")
    page.click("text=Silence procedure on 77/26")
    page.wait_for_url(f"{served}{procedure.get_absolute_url()}")
    page.click("text=Acknowledge for Georgia")
    page.wait_for_selector("text=Receipt is acknowledged")
    page.fill("textarea[name=reason]", "We need three more days.")
    page.click("button:has-text('Break the silence')")
    page.wait_for_selector("text=The silence is broken")
    assert axe(page) == []
    assert page.locator("text=We need three more days.").count() > 0
    assert page.refused == []


def test_two_people_write_the_working_text_and_no_word_is_lost(browser, browser_page, served):
    page = browser_page
    one, _procedure = _under_silence()
    address = f"{served}/documents/{one.pk}/working/"
    enter(page, served, "secretariat@demo.example")
    page.goto(address)
    other = browser.new_context().new_page()
    other.goto(f"{served}/account/login/")
    other.fill("input[name=login]", "chair@demo.example")
    other.fill("input[name=password]", PASSWORD)
    other.press("input[name=password]", "Enter")
    other.wait_for_url(f"{served}/desk/")
    other.goto(address)
    for who, old, new in ((page, "examine", "set up"), (other, "regularly", "once a year")):
        box = who.locator("textarea[name=text]")
        box.fill(box.input_value().replace(old, new))
        who.click("button.btn:has-text('Save')")
        who.wait_for_selector("text=The working text is saved.")
    page.goto(address)
    kept = page.locator("textarea[name=text]").input_value()
    assert "set up" in kept
    assert "once a year" in kept
    assert axe(page) == []
    other.context.close()
