"""Every report of a year, laid out in the background while the secretariat looks on; others of the dialogue read it."""

import io

import pytest
from pypdf import PdfReader

from roundtable.ground.trust.models import Role
from roundtable.kernel.tasks.models import Job
from roundtable.kernel.tasks.worker import run_waiting
from roundtable.operations.plan.models import Rendering
from roundtable.operations.plan.services import packs
from tests.factories.packs import report, small_year
from tests.factories.trust import person
from tests.journeys.people import carry_session

pytestmark = pytest.mark.browser


@pytest.fixture
def base(live_server, transactional_db, settings):
    settings.ROUNDTABLE_ADDRESS = live_server.url
    small_year()
    return live_server.url


def test_the_annexes_are_made_from_the_web_with_progress_and_open_with_the_pages_that_were_said(
    base, browser, browser_page, monkeypatch, now
):
    report("MD", "III.1", 3, narrative="Eleven kingfishers were counted.")
    office, reader = person(Role.SECRETARIAT), person(Role.SENIOR_OFFICIAL, "GE")
    pack = packs.publish(packs.freeze(2026, by=office, at=now), by=office, at=now)
    page = carry_session(browser_page.context, base, office)
    page.goto(f"{base}/plan/packs/{pack.pk}/")
    page.get_by_role("button", name="Make the annexes").click()
    page.wait_for_url(f"{base}/jobs/*/")
    job = Job.objects.get()

    # The worker's steps, each seen on the job's page.
    seen: list[str] = []
    lay_out = packs.render_file

    def looked_at(*arguments, **options):
        page.goto(f"{base}/jobs/{job.pk}/")
        seen.append(page.inner_text("#state"))
        return lay_out(*arguments, **options)

    with monkeypatch.context() as watched:
        watched.setattr(packs, "render_file", looked_at)
        run_waiting()
    page.goto(f"{base}/jobs/{job.pk}/")
    seen.append(page.inner_text("#state"))
    assert ["Annex B: reports, area III; " in seen[3], "3 of 7" in seen[3], "7 of 7" in seen[-1]] == [True] * 3
    page.get_by_role("link", name="Open the result").click()
    page.wait_for_url(f"{base}/plan/packs/{pack.pk}/")

    # What was said is what is there: pages for each part, and the words of the report.
    files = {made.part: made for made in Rendering.objects.filter(pack=pack, fmt="pdf", language="en")}
    links = page.locator("a[download][href*='/files/reports-'], a[download][href*='/files/activities-']")
    assert sorted(link.split("/")[-2] for link in hrefs(links)) == sorted(files)
    opened = {part: pages_of(page, base, pack.pk, part) for part in files}
    assert {part: len(texts) for part, texts in opened.items()} == {part: one.pages for part, one in files.items()}
    assert f"{sum(one.pages for one in files.values())} pages" in seen[-1]
    assert "Eleven kingfishers were counted." in " ".join(" ".join(opened["reports-III"]).split())

    # A senior official of another Party reads them too; a stranger learns nothing.
    elsewhere = browser.new_context()
    theirs = carry_session(elsewhere, base, reader)
    theirs.goto(f"{base}/plan/packs/{pack.pk}/")
    assert theirs.locator("a[download][href*='/files/reports-III/']").count() == 1
    assert theirs.get_by_role("button", name="Make the annexes").count() == 0
    assert len(pages_of(theirs, base, pack.pk, "reports-III")) == files["reports-III"].pages
    elsewhere.clear_cookies()
    assert theirs.request.get(f"{base}/plan/packs/{pack.pk}/files/reports-III/en.pdf").status == 404
    elsewhere.close()


def hrefs(links) -> list[str]:
    return [str(link.get_attribute("href")) for link in links.all()]


def pages_of(page, base: str, pack: int, part: str) -> list[str]:
    """Download a part as its reader would, and read it page by page."""
    answer = page.request.get(f"{base}/plan/packs/{pack}/files/{part}/en.pdf")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return [one.extract_text() for one in PdfReader(io.BytesIO(answer.body())).pages]
