"""The offline copy holds a meeting as far as its reader may see it, and opens without a server."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.ground.trust.public import Role
from roundtable.records.meetings.services import agenda
from tests.factories.meetings import conclusion, item, meeting, participant, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def _folder(client, one):
    answer = client.get(f"{one.get_absolute_url()}copy/")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as container:
        return {name: container.read(name) for name in container.namelist()}, answer.headers["Content-Disposition"]


@pytest.fixture
def full(now):
    table()
    officer = person(Role.SECRETARIAT)
    one = meeting()
    before = meeting("som-2026", first_day=date(2026, 5, 12), last_day=date(2026, 5, 13), stage="held")
    opening = item(one, "Opening words")
    agenda.add_material(
        one,
        title="Draft Declaration",
        marking="LIMITE",
        item=opening,
        upload=SimpleUploadedFile("draft.txt", b"We, the Ministers"),
        by=officer,
        at=now,
    )
    participant(one)
    participant(one, name="Waiting Example", stage="asked")
    conclusion(before, "A list is made.")
    return one


def test_every_link_leads_to_a_part_of_the_folder_and_nothing_is_fetched(client, full):
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    parts, name = _folder(client, full)
    assert "LIMITE-meeting-som-2027.zip" in name
    assert any(content == b"We, the Ministers" for content in parts.values())
    for place, content in parts.items():
        if place.endswith(".html"):
            page = content.decode()
            assert "<script" not in page
            assert "LIMITE" in page
            for link in re.findall(r'(?:href|src)="([^"]+)"', page):
                assert f"som-2027/{link}" in parts, (place, link)


def test_it_says_what_the_pages_say(client, full):
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    parts, _name = _folder(client, full)
    said = {name: content.decode() for name, content in parts.items() if name.endswith(".html")}
    assert "Opening words" in said["som-2027/agenda.html"]
    assert "Nino Example" in said["som-2027/participants.html"]
    assert "Waiting Example" not in said["som-2027/participants.html"]
    assert "A list is made." in said["som-2027/conclusions.html"]


def test_it_holds_nothing_that_its_reader_may_not_see(client, full):
    client.force_login(person(Role.OBSERVER, "dialogue"))
    parts, name = _folder(client, full)
    whole = b"".join(parts.values())
    assert b"Draft Declaration" not in whole
    assert b"We, the Ministers" not in whole
    assert "PARTIES-meeting" in name
    client.logout()
    assert client.get(f"{full.get_absolute_url()}copy/").status_code == 302
