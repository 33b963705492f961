"""A revised text of the plan goes in through the browser; what was tied to an action that moved follows it."""

from datetime import date

import pytest
from django.utils import timezone

from roundtable.ground.trust.models import Role
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Action, Frame
from roundtable.operations.plan.services.frame import bring_in
from tests.browser import axe
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.plan import activity
from tests.factories.reports import complete
from tests.factories.trust import person
from tests.journeys.people import carry_session
from tests.operations.plan.test_frame_import import REVISED, TEXT

pytestmark = pytest.mark.browser


@pytest.fixture
def base(live_server, transactional_db, settings, tmp_path):
    settings.ROUNDTABLE_HOME = tmp_path
    (tmp_path / "work").mkdir()
    DialogueFactory()
    PartyFactory()
    bring_in(TEXT.encode(), name="plan.md", by=None, at=timezone.now())
    return live_server.url


def test_a_revised_text_is_looked_at_confirmed_with_its_day_and_links_follow(base, browser_page):
    roads = Action.objects.get(code="I.2", gone=False)
    report = complete(action=roads, stage=Stage.ACCEPTED, narrative="Two villages counted their holes.")
    planned = activity("Counting holes", shares={"I.2": "1"})
    page = carry_session(browser_page.context, base, person(Role.SECRETARIAT))
    page.goto(f"{base}/plan/import/")
    page.set_input_files(
        "input[type=file]", {"name": "revised.md", "mimeType": "text/markdown", "buffer": REVISED.encode()}
    )
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url(f"{base}/plan/import/*/")
    shown = page.inner_text("main")
    assert "I.2 → I.3" in shown
    assert page.locator("ins", has_text="two lamps").count() + page.locator("ins", has_text="two").count() >= 1
    assert axe(page) == []

    # Without the confirmation nothing happens, and the page says what is missing.
    page.get_by_role("button", name="Bring it into force").click()
    page.locator(".summary").wait_for()
    assert Frame.objects.count() == 1

    # A day before the text in force counted is refused; the same page takes the right one.
    day = date(2030, 6, 1)
    page.fill("input[name=since]", day.isoformat())
    page.check("input[name=confirmed]")
    page.get_by_role("button", name="Bring it into force").dblclick()
    page.wait_for_url(f"{base}/plan/")
    assert Frame.objects.count() == 2

    page.goto(f"{base}/plan/action/I.3/")
    assert "Counting holes" in page.inner_text("main")
    page.goto(f"{base}/plan/reports/{report.pk}/")
    assert "I.3" in page.inner_text("h1")
    page.goto(f"{base}/plan/activities/{planned.pk}/")
    assert "I.3" in page.inner_text("main")
    assert Action.objects.get(code="I.2", gone=False).since == day
