"""A text that was adopted here becomes the plan, and the plan says from which text its words come."""

import pytest
from bs4 import BeautifulSoup

from roundtable.ground.documents.services import approval
from roundtable.ground.trust.public import Role
from roundtable.operations.plan.models import Frame
from roundtable.operations.plan.services.frame import bring_in
from tests.factories.documents import document, revision
from tests.factories.parties import DialogueFactory
from tests.factories.trust import person
from tests.operations.plan.test_frame_import import REVISED, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path, now):
    settings.ROUNDTABLE_HOME = settings.ROUNDTABLE_KEYS = tmp_path
    (tmp_path / "work").mkdir()
    DialogueFactory()
    bring_in(TEXT.encode(), name="plan.md", by=None, at=now)


@pytest.fixture
def officer():
    return person(Role.SECRETARIAT)


def adopted(now, officer, words=REVISED, marking="LIMITE", number="7/26"):
    text = revision(document(number=number, marking=marking, at=now, by=officer), words=words, at=now, by=officer)
    approval.adopt(text, by=officer, at=now)
    return text


def test_an_adopted_text_is_looked_at_and_brought_in_and_the_plan_links_to_it(client, now, officer):
    text = adopted(now, officer)
    client.force_login(officer)
    page = BeautifulSoup(client.get("/plan/import/").content, "html.parser")
    assert [one["value"] for one in page.select("[name=adopted] option, [name=adopted][value]")] == [str(text.pk)]
    preview = client.post("/plan/import/", {"adopted": text.pk}).url
    assert "I.2 → I.3" in " ".join(client.get(preview).content.decode().split())
    assert client.post(preview, {"confirmed": "on", "since": "2030-01-01"}).status_code == 302
    frame = Frame.objects.first()
    assert (frame.adopted_text_id, frame.source_name) == (text.pk, "7/26")
    plan = BeautifulSoup(client.get("/plan/").content, "html.parser")
    assert plan.find("a", href=text.get_absolute_url()).get_text(strip=True) == "7/26, Draft conclusions"


def test_who_may_not_read_the_adopted_text_is_not_told_its_number(client, now, officer):
    text = adopted(now, officer, number="4711/26")
    bring_in(REVISED.encode(), name="4711/26", by=officer, at=now, confirmed=True, adopted_text=text.pk)
    page = client.get("/plan/").content.decode()
    assert "from an adopted text on" in page
    assert "4711" not in page


def test_an_adopted_text_that_is_no_plan_is_refused_line_by_line(client, now, officer):
    text = adopted(now, officer, words="# Terms\n\n1. The group meets twice a year.\n")
    client.force_login(officer)
    answer = client.post("/plan/import/", {"adopted": text.pk})
    assert answer.status_code == 422
    assert "Line 3" in answer.content.decode()
    assert Frame.objects.count() == 1


def test_a_text_that_is_not_adopted_cannot_be_taken(client, now, officer):
    draft = revision(document(number="8/26", at=now, by=officer), at=now, by=officer)
    adopted(now, officer)
    client.force_login(officer)
    assert client.post("/plan/import/", {"adopted": draft.pk}).status_code == 422
