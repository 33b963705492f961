"""What is printed of a meeting, and the archive of a chairmanship on its page."""

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pypdf import PdfReader

from roundtable.ground.trust.public import Role
from roundtable.records.meetings.exports import paper
from roundtable.records.meetings.models import Meeting, Minutes
from roundtable.records.meetings.queries import agenda as queries
from roundtable.records.meetings.services import agenda
from tests.factories.meetings import conclusion, item, meeting, participant, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(now):
    table()
    officer = person(Role.SECRETARIAT)
    one = meeting()
    opening = item(one, "Opening words")
    agenda.add_material(
        one, title="Draft Declaration", number="1/27", marking="LIMITE", item=opening, by=officer, at=now
    )
    participant(one, position="Director")
    participant(one, name="Waiting Example", stage="asked")
    conclusion(one, "A list is made.", due=date(2027, 9, 1))
    Minutes.objects.create(
        meeting=one, text="The meeting was opened.\n\nIt was closed.", published_at=now, changed_at=now
    )
    return one


def _words(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(answer.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), answer, reader


def test_the_list_of_participants_is_printed_without_those_who_wait(client, full):
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    words, answer, reader = _words(client, f"{full.get_absolute_url()}participants.pdf")
    assert "Nino Example" in words
    assert "Director" in words
    assert "Waiting" not in words
    assert "PARTIES-som-2027-participants.pdf" in answer.headers["Content-Disposition"]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_agenda_is_printed_within_the_markings_of_its_materials(client, full):
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    words, answer, _reader = _words(client, f"{full.get_absolute_url()}agenda.pdf?annotated")
    for said in ("1. Opening words", "09:30", "1/27 Draft Declaration (LIMITE)", "A note.", "LIMITE"):
        assert said in words
    assert "LIMITE-som-2027-agenda.pdf" in answer.headers["Content-Disposition"]
    client.force_login(person(Role.PARTNER, "IOM"))
    words, _answer, _reader = _words(client, f"{full.get_absolute_url()}agenda.pdf")
    assert "Declaration" not in words
    assert "LIMITE" not in words


def test_minutes_are_printed_once_they_are_published_with_what_was_concluded(client, full):
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    words, _answer, _reader = _words(client, f"{full.get_absolute_url()}minutes.pdf")
    assert "It was closed." in words
    assert "A list is made." in words
    Minutes.objects.update(published_at=None)
    words, _answer, _reader = _words(client, f"{full.get_absolute_url()}minutes.pdf")
    assert "It was closed." not in words


def test_a_paper_in_arabic_runs_from_right_to_left(full, now):
    with translation.override("ar"):
        made = paper.written(full, paper.minutes(Minutes.objects.get(), []), at=now)
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"].startswith("ar")


def test_a_chairmanship_is_looked_at_handed_over_and_taken_over_on_one_page(client, full):
    client.force_login(person(Role.SECRETARIAT))
    page = BeautifulSoup(client.get("/meetings/handover/?chair=CZ&first=&last=").content, "html.parser")
    assert page.find("a", href=full.get_absolute_url())
    answer = client.post("/meetings/handover/", {"chair": "CZ", "first": "", "last": ""})
    assert answer.headers["Content-Type"] == "application/zip"
    content = answer.content
    held = Meeting.objects.values_list("code", "first_day").get()
    for kept in (Minutes.objects, full.conclusions, full.participants, full.materials, full.items):
        kept.all().delete()
    full.delete()

    def send(**more):
        file = SimpleUploadedFile("chair.zip", content, content_type="application/zip")
        return client.post("/meetings/handover/", {"archive": "1", "file": file, **more})

    looked = " ".join(send().content.decode().split())
    assert "1 meetings would be new here" in looked
    assert not Meeting.objects.exists()
    assert send(take="on").status_code == 302
    assert Meeting.objects.values_list("code", "first_day").get() == held


def test_an_archive_that_is_not_whole_is_refused_and_others_do_not_see_the_page(client, full):
    client.force_login(person(Role.SECRETARIAT))
    file = SimpleUploadedFile("chair.zip", b"no archive", content_type="application/zip")
    answer = client.post("/meetings/handover/", {"archive": "1", "file": file, "take": "on"})
    assert answer.status_code == 422
    assert "cannot be taken over" in answer.content.decode()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert client.get("/meetings/handover/").status_code == 404


def test_an_agenda_of_several_days_on_paper_says_which_day_each_hour_is_of():
    table()
    one = meeting()
    for title, day in (("Opening", 1), ("Monitoring", 1), ("Closing", 2)):
        item(one, title, day=day)
    block = paper.agenda(queries.agenda(one, "en"), [], annotated=False, marking="PARTIES", zone=one.zone).blocks[0]
    assert [row[1] for row in block["rows"]] == ["12 May\n09:30", "10:00", "13 May\n09:30"]
    short = paper.agenda(queries.agenda(one, "en")[:2], [], annotated=False, marking="PARTIES", zone=one.zone).blocks[0]
    assert [row[1] for row in short["rows"]] == ["09:30", "10:00"]
