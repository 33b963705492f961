"""A meeting from its plan to what it concluded, in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roundtable.ground.trust.models import User
from roundtable.records.meetings.models import Conclusion, Meeting, Participant
from tests.browser import axe
from tests.journeys.people import carry_session

pytestmark = [pytest.mark.browser]


def test_a_meeting_is_planned_called_attended_and_concluded(browser, served):
    officer = User.objects.get(email="secretariat@demo.example")
    speaker = User.objects.get(email="contact.ge@demo.example")
    office, home = browser.new_context(reduced_motion="reduce"), browser.new_context(java_script_enabled=False)
    desk = carry_session(office, served, officer)
    today = timezone.now().date()

    desk.goto(f"{served}/meetings/new/")
    desk.select_option("select[name=kind]", "experts")
    desk.fill("input[name=title_en]", "Experts on reception")
    desk.fill("input[name=first_day]", today.isoformat())
    desk.fill("input[name=last_day]", (today + timedelta(days=1)).isoformat())
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Call the meeting").click()
    meeting = Meeting.objects.get(first_day=today)
    address = f"{served}{meeting.get_absolute_url()}"

    # The contact point works without scripts.
    page = carry_session(home, served, speaker)
    page.goto(f"{address}delegations/")
    page.get_by_role("link", name="Name somebody Georgia").click()
    page.fill("input[name=name]", "Nino Example")
    page.select_option("select[name=part]", "head")
    page.fill("input[name=diet]", "No nuts")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Waits for approval").is_visible()

    desk.goto(f"{address}delegations/")
    desk.get_by_role("button", name="Approve Nino Example", exact=True).click()
    desk.goto(f"{address}delegations/")
    desk.get_by_text("0 were there").first.click()
    desk.get_by_role("checkbox", name="Nino Example Georgia").check()
    desk.get_by_role("button", name="Write the attendance down").first.click()
    assert Participant.objects.get(meeting=meeting).came_on == [today.isoformat()]

    desk.goto(f"{address}conclusions/new/")
    desk.fill("textarea[name=text]", "The paper on reception is circulated.")
    desk.select_option("select[name=owner]", "GE")
    desk.get_by_role("button", name="Save").click()
    assert axe(desk) == []

    concluded = Conclusion.objects.get(meeting=meeting)
    page.goto(f"{address}conclusions/{concluded.pk}/")
    page.fill("textarea[name=outcome]", "Circulated to all.")
    page.get_by_role("button", name="It is done").click()
    concluded.refresh_from_db()
    assert (concluded.stage, concluded.outcome) == ("done", "Circulated to all.")


def test_two_who_write_minutes_see_one_another_and_neither_loses_a_word(browser, served):
    first = User.objects.get(email="secretariat@demo.example")
    second = User.objects.filter(terms__role="secretariat", is_active=True).exclude(pk=first.pk).first() or first
    meeting = Meeting.objects.filter(demonstration=True, stage="called").first()
    address = f"{served}{meeting.get_absolute_url()}minutes/"
    one = carry_session(browser.new_context(reduced_motion="reduce"), served, first)
    two = carry_session(browser.new_context(reduced_motion="reduce"), served, second)
    one.goto(address)
    one.fill("textarea[name=text]", "The chair opened the meeting.\n\nThe agenda was adopted.\n")
    one.wait_for_selector("[data-drafts-status]:has-text('Saved')")
    two.goto(address)
    assert "The agenda was adopted." in two.input_value("textarea[name=text]")
    two.fill("textarea[name=text]", "The chair opened the meeting.\n\nThe agenda was adopted.\n\nGeorgia spoke.\n")
    one.fill("textarea[name=text]", "In Vienna.\n\nThe chair opened the meeting.\n\nThe agenda was adopted.\n")
    two.wait_for_selector("[data-drafts-status]:has-text('Saved')")
    one.wait_for_selector("[data-drafts-status]:has-text('Saved')")
    for _again in range(40):
        one.wait_for_timeout(250)
        if "Georgia spoke." in one.input_value("textarea[name=text]"):
            break
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.text == (
        "In Vienna.\n\nThe chair opened the meeting.\n\nThe agenda was adopted.\n\nGeorgia spoke.\n"
    )
