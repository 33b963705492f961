"""The pages of the frame, and the import with its preview."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.models import Action, Frame
from roundtable.operations.plan.services.frame import bring_in, carry_own_frame
from tests.factories.parties import DialogueFactory
from tests.factories.trust import person
from tests.operations.plan.test_frame_import import REVISED, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.ROUNDTABLE_HOME = tmp_path
    (tmp_path / "work").mkdir()
    DialogueFactory()


@pytest.fixture
def editor(client):
    client.force_login(person(Role.SECRETARIAT))
    return client


def upload(client, text: str):
    return client.post("/plan/import/", {"file": SimpleUploadedFile("plan.md", text.encode())})


def test_a_text_is_shown_before_it_is_brought_in(editor, now):
    bring_in(TEXT.encode(), name="plan.md", by=None, at=now)
    preview = upload(editor, REVISED)
    page = editor.get(preview.url).content.decode()
    assert "<ins" in page
    assert "I.2 → I.3" in " ".join(page.split())
    assert Frame.objects.count() == 1


def test_a_moved_number_is_brought_in_only_when_it_is_confirmed(editor, now):
    bring_in(TEXT.encode(), name="plan.md", by=None, at=now)
    preview = upload(editor, REVISED).url
    assert editor.post(preview, {}).status_code == 200
    assert editor.post(preview, {"since": "2030-01-01"}).status_code == 200
    assert editor.post(preview, {"confirmed": "on"}).status_code == 200
    assert Frame.objects.count() == 1
    assert editor.post(preview, {"confirmed": "on", "since": "2030-01-01"}).status_code == 302
    assert Action.objects.get(code="I.3", gone=False).former_codes == ["I.2"]


def test_a_text_that_cannot_be_understood_is_told_with_its_line(editor):
    page = upload(editor, TEXT.replace("3. Share", "5. Share")).content.decode()
    assert "Line 9" in page


def test_only_the_secretariat_brings_texts_in(client):
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert client.get("/plan/import/").status_code == 404
    assert upload(client, TEXT).status_code == 404


def test_somebody_elses_preview_is_not_there(editor, client, now):
    carry_own_frame(at=now)
    address = upload(editor, TEXT).url
    client.force_login(person(Role.SECRETARIAT))
    assert client.get(address).status_code == 404


def test_an_earlier_code_leads_to_the_action_that_bears_another_now(client, now):
    bring_in(TEXT.encode(), name="plan.md", by=None, at=now)
    bring_in(REVISED.encode(), name="rev.md", by=None, at=now, decisions={"I.2": "I.2", "I.2.a": None, "I.2.b": None})
    bring_in(TEXT.encode(), name="plan.md", by=None, at=now, confirmed=True)
    assert client.get("/plan/action/I.1/").status_code == 200
    assert client.get("/plan/action/IX.9/").status_code == 404


@pytest.mark.parametrize("address", ["", "area/I/", "action/I.4/", "coverage/", "timeline/"])
def test_a_page_of_the_frame_asks_few_questions(client, now, address, django_assert_max_num_queries):
    carry_own_frame(at=now)
    client.get(f"/plan/{address}")
    with django_assert_max_num_queries(15):
        assert client.get(f"/plan/{address}").status_code == 200


def test_a_mapping_whose_fields_are_filled_in_beforehand_still_needs_the_tick(editor, now):
    bring_in(TEXT.encode(), name="plan.md", by=None, at=now, confirmed=True)
    gone = TEXT.replace("2. ", "2. Something wholly other is asked for here, in other words than before: ", 1)
    preview = upload(editor, gone).url
    page = BeautifulSoup(editor.get(preview).content, "html.parser")
    filled = {one["name"]: one.find("option", selected=True)["value"] for one in page.select("select[name^=becomes-]")}
    assert filled, "the importer asks about at least one action"
    refused = editor.post(preview, {**filled, "since": "2030-01-01"})
    assert (refused.status_code, Frame.objects.count()) == (200, 1)
