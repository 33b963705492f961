"""A text of the documents is laid to a meeting: number, marking and translations follow the text."""

import io
import zipfile

import pytest
from bs4 import BeautifulSoup

from roundtable.ground.documents.models import Document
from roundtable.ground.documents.public import offered
from roundtable.ground.documents.services import languages
from roundtable.ground.trust.public import Marking, Role, marked
from roundtable.kernel.base.errors import Invalid
from roundtable.records.meetings.models import Material
from roundtable.records.meetings.services import agenda, handover
from tests.factories.documents import document, revision, text
from tests.factories.meetings import item, meeting, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path
    table()
    return person(Role.SECRETARIAT)


@pytest.fixture
def draft(officer, now):
    return revision(document(number="71/26", marking="PARTIES", at=now, by=officer), at=now, by=officer)


def _lay(one, draft, officer, now, **more):
    chosen = next(found for found in offered(officer, now) if found.revision_id == draft.pk)
    return agenda.add_material(one, title="", text=chosen, by=officer, at=now, **more)


def _mark(draft, marking, officer, now):
    kind = next(one for one in marked if one.model == "documents.document")
    kind.write(Document.objects.get(pk=draft.document_id), marking, officer, now)


def test_it_is_chosen_in_the_form_and_stands_in_the_agenda_with_its_number_and_a_link(client, officer, draft, now):
    one = meeting()
    client.force_login(officer)
    page = BeautifulSoup(client.get(f"{one.get_absolute_url()}materials/new/").content, "html.parser")
    assert str(draft.pk) in [option["value"] for option in page.select("select[name=text] option")]
    said = {"text": str(draft.pk), "language": "ru", "marking": "PARTIES"}
    assert client.post(f"{one.get_absolute_url()}materials/new/", said).status_code == 302
    kept = Material.objects.get()
    assert (kept.title, kept.number, kept.language, kept.marking) == ("Draft conclusions", "71/26", "en", "PARTIES")
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    page = BeautifulSoup(client.get(f"{one.get_absolute_url()}agenda/").content, "html.parser")
    assert page.find("a", href=draft.get_absolute_url()).get_text(strip=True) == "Draft conclusions"


def test_its_marking_follows_the_text_up_and_down_but_never_below_the_meeting(officer, draft, now):
    kept = _lay(meeting(), draft, officer, now)
    for marking, borne in ((Marking.LIMITE, "LIMITE"), (Marking.PUBLIC, "PARTIES")):
        _mark(draft, marking, officer, now)
        kept.refresh_from_db()
        assert kept.marking == borne


def test_whoever_may_not_read_the_text_is_not_told_of_it(client, officer, draft, now):
    one = meeting()
    _lay(one, draft, officer, now)
    _mark(draft, Marking.LIMITE, officer, now)
    client.force_login(person(Role.PARTNER, "IOM"))
    page = client.get(f"{one.get_absolute_url()}agenda/").content.decode()
    assert "71/26" not in page
    assert draft.get_absolute_url() not in page


def test_the_agenda_says_how_far_its_translations_are_and_that_a_newer_text_is_there(client, officer, draft, now):
    one = meeting()
    _lay(one, draft, officer, now, item=item(one))
    russian = text("# Выводы\n\n1. Раз.\n\n2. Два.\n\n3. Три.\n", language="ru")
    languages.bring_in(draft.document, russian, by=officer, at=now)
    client.force_login(officer)
    page = " ".join(client.get(f"{one.get_absolute_url()}agenda/").content.decode().split())
    assert "translated" in BeautifulSoup(page, "html.parser").select_one("td ul").get_text()
    revision(
        draft.document, words="# Conclusions\n\n1. Other words.\n\n2. Here too.\n\n3. All new.\n", at=now, by=officer
    )
    shown = BeautifulSoup(client.get(f"{one.get_absolute_url()}agenda/").content, "html.parser").select_one("td ul")
    assert "newer: 71/1/26 REV 1" in " ".join(shown.get_text().split())


def test_the_offline_copy_and_the_handover_hold_its_words(client, officer, draft, now):
    one = meeting()
    kept = _lay(one, draft, officer, now)
    client.force_login(officer)
    answer = client.get(f"{one.get_absolute_url()}copy/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as container:
        page = container.read(f"som-2027/files/{kept.pk}-71-26.html").decode()
    assert "host the expert meeting" in page
    archive = handover.opened(handover.archive_of([one], at=now))
    assert any(b"host the expert meeting" in content for content in archive.files.values())


def test_a_file_and_a_text_are_not_laid_at_once(officer, draft, now):
    with pytest.raises(Invalid, match="one of the two"):
        _lay(meeting(), draft, officer, now, upload=io.BytesIO(b"words"))


@pytest.mark.parametrize("count", [1, 3])
def test_an_agenda_costs_the_same_for_one_text_and_for_three(
    client, officer, now, count, django_assert_max_num_queries
):
    one = meeting()
    for number in range(count):
        made = document(number=f"{80 + number}/26", marking="PARTIES", at=now, by=officer)
        _lay(one, revision(made, at=now, by=officer), officer, now)
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    address = f"{one.get_absolute_url()}agenda/"
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)
