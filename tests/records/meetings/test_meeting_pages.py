"""Pages of meetings: read by whoever may, changed by those who may, without scripts."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from roundtable.ground.trust.public import Role
from roundtable.records.meetings.models import (
    Item,
    Material,
    Meeting,
    Participant,
    Stage,
)
from tests.factories.meetings import conclusion, item, meeting, participant, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def _text(answer):
    return answer.content.decode()


def test_everybody_reads_when_and_where_and_nobody_else_what_is_only_planned(client):
    table()
    meeting()
    meeting("secret", stage=Stage.PLANNED, title={"en": "Only planned"})
    page = _text(client.get("/meetings/"))
    assert "Senior Officials&#x27; Meeting 2027" in page
    assert "Only planned" not in page
    assert client.get("/meetings/secret/").status_code == 404
    assert "3 Parties are invited" in _text(client.get("/meetings/som-2027/"))


@pytest.mark.parametrize(
    "name", ["agenda", "room", "delegations", "participants", "seating", "meeting-conclusions", "minutes", "feedback"]
)
def test_what_is_inside_a_meeting_is_for_those_who_take_part(client, name):
    table()
    one = meeting()
    address = reverse(f"meetings:{name}", args=[one.code])
    assert client.get(address).status_code == 302
    client.force_login(person())
    assert client.get(address).status_code in {403, 404}
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "name", ["change", "item-new", "material-new", "conclude", "badges", "new", "minutes-publish", "move", "guest"]
)
def test_what_the_secretariat_does_is_refused_to_others(client, georgian, name):
    table()
    one = meeting()
    address = reverse(f"meetings:{name}", args=[] if name == "new" else [one.code])
    assert client.get(address).status_code in {302, 403, 404}
    assert client.post(address, {"to": "cancelled"}).status_code in {403, 404, 405}
    one.refresh_from_db()
    assert one.stage == Stage.CALLED


def test_the_list_is_searched_in_every_language_narrowed_sorted_and_handed_out_as_it_is_shown(client):
    table()
    meeting()
    meeting(
        "experts",
        kind="experts",
        series="",
        title={"en": "Experts", "ru": "Эксперты"},
        first_day=date(2026, 3, 1),
        last_day=date(2026, 3, 2),
        stage=Stage.HELD,
    )
    assert "Experts" in _text(client.get("/meetings/", {"q": "эКСПЕРТЫ"}))
    asked = {"kind": "experts", "day_from": "2026-01-01"}
    listed = client.get("/meetings/", asked).context["listed"]
    assert [row.obj.code for row in listed.rows] == ["experts"]
    lines = client.get("/meetings/", {**asked, "download": "csv"}).content.decode("utf-8-sig")
    assert [row["Code"] for row in csv.DictReader(io.StringIO(lines))] == ["experts"]
    whole = json.loads(client.get("/meetings/", {**asked, "download": "json"}).content)
    assert [row["code"] for row in whole["rows"]] == ["experts"]
    assert client.get("/meetings/", {**asked, "download": "xlsx"}).status_code == 200
    events = Calendar.from_ical(client.get("/meetings/calendar.ics", asked).content).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in events] == ["Experts"]
    answered = client.get("/api/v1/meetings/", asked).json()
    assert [row["code"] for row in answered["items"]] == ["experts"]


PAGES = ["list", "conclusions", "meeting", "agenda", "delegations", "meeting-conclusions", "participants", "seating"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CONTACT_POINT])
def test_pages_cost_the_same_for_one_and_for_three_and_never_much(client, name, role):
    table()
    client.force_login(person(role, "" if role == Role.SECRETARIAT else "GE"))
    coming = meeting()
    earlier = meeting("before", first_day=date(2026, 5, 1), last_day=date(2026, 5, 1), stage=Stage.HELD)
    address = reverse(f"meetings:{name}", args=[] if name in {"list", "conclusions"} else [coming.code])
    counts = []
    for number in (1, 2, 3):
        meeting(f"more-{number}", series="")
        opening = item(coming, kind="matters" if number == 1 else "item")
        Material.objects.create(meeting=coming, item=opening, title="Paper", number="1", added_at=timezone.now())
        participant(coming, ["GE", "AM", "CZ"][number - 1], name=f"Person {number}")
        conclusion(coming)
        conclusion(earlier)
        if number != 2:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 15, counts


def _form(**more):
    return {
        "kind": "experts",
        "title_en": "Experts on documents",
        "first_day": "2027-03-01",
        "last_day": "2027-03-02",
        "zone": "Asia/Tbilisi",
        "circulate": 42,
        "comment": 21,
        "revise": 10,
        "freeze": 3,
        **more,
    }


def test_a_meeting_is_planned_called_and_changed_by_forms(client, officer):
    table()
    answer = client.post("/meetings/new/", _form())
    made = Meeting.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    client.post(f"{made.get_absolute_url()}move/", {"to": "called"})
    made.refresh_from_db()
    assert made.stage == Stage.CALLED
    page = client.get(f"{made.get_absolute_url()}change/")
    assert 'value="2027-03-01"' in _text(page)
    refused = client.post(f"{made.get_absolute_url()}change/", _form(last_day="2027-02-01", revision=made.revision))
    assert refused.status_code == 422
    assert "The last day comes before the first" in _text(refused)
    stale = client.post(f"{made.get_absolute_url()}change/", _form(title_en="Other", revision=made.revision - 1))
    assert stale.status_code == 422
    assert "Somebody else changed this" in _text(stale)


def test_the_next_meeting_is_planned_from_the_page_of_this_one(client, officer):
    table()
    one = meeting()
    item(one)
    client.post(f"{one.get_absolute_url()}clone/", {"first_day": "2028-05-10"})
    assert Meeting.objects.get(first_day=date(2028, 5, 10)).items.count() == 1


def test_somebody_is_left_out_from_the_page_and_the_reason_is_for_all_to_read(client, officer):
    table()
    one = meeting()
    client.post(f"{one.get_absolute_url()}guest/", {"party": "AM", "invited": "no", "reason": "Asked not to come"})
    client.logout()
    page = _text(client.get(one.get_absolute_url()))
    assert "2 Parties are invited" in page
    assert "Asked not to come" in page


def test_a_contact_point_names_the_delegation_and_nobody_reads_the_needs_who_may_not(client, georgian):
    table()
    one = meeting()
    here = f"{one.get_absolute_url()}delegations/"
    sent = {"name": "Nino Example", "part": "head", "position": "Director", "diet": "No nuts", "visa_letter": "on"}
    assert client.post(f"{here}new/?party=GE", sent).status_code == 302
    assert client.get(f"{here}new/?party=AM").status_code == 404
    made = Participant.objects.get()
    assert "No nuts" in _text(client.get(here))
    client.force_login(person(Role.SECRETARIAT))
    client.post(f"{here}{made.pk}/decide/", {"do": "approve"})
    letter = _text(client.get(f"{here}{made.pk}/letter/"))
    assert "Nino Example is a member of the delegation of Georgia" in letter
    for other in (person(Role.CONTACT_POINT, "AM"), person(Role.OBSERVER, "dialogue")):
        client.force_login(other)
        page = _text(client.get(here))
        assert ("Nino Example" in page, "No nuts" in page) == (True, False)
        assert client.get(f"{here}{made.pk}/").status_code in {403, 404}
        assert client.get(f"{here}{made.pk}/letter/").status_code in {403, 404}


def test_the_list_of_participants_leaves_as_a_file_with_those_approved_alone(client, georgian):
    table()
    one = meeting()
    participant(one)
    participant(one, name="Waiting Example", stage="asked")
    lines = client.get(f"{one.get_absolute_url()}delegations/?download=csv").content.decode("utf-8-sig")
    assert [row["Name"] for row in csv.DictReader(io.StringIO(lines))] == ["Nino Example"]


def test_attendance_and_badges_are_the_secretariats(client, officer):
    table()
    today = timezone.now().date()
    one = meeting(first_day=today, last_day=today + timedelta(days=1), starts=None, ends=None)
    nino = participant(one)
    assert "Nino Example" in _text(client.get(f"{one.get_absolute_url()}badges/"))
    client.post(f"{one.get_absolute_url()}attendance/", {"day": today.isoformat(), "came": [nino.pk]})
    nino.refresh_from_db()
    assert nino.came_on == [today.isoformat()]
    assert client.post(f"{one.get_absolute_url()}attendance/", {"day": "never"}).status_code == 404


ITEM = {"kind": "item", "day": 1, "minutes": 30, "opening": 5, "original": "en"}


def test_the_agenda_never_mixes_languages_silently(client, officer):
    table()
    one = meeting()
    client.post(
        f"{one.get_absolute_url()}agenda/new/",
        {
            "kind": "item",
            "day": 1,
            "minutes": 30,
            "opening": 5,
            "original": "en",
            "title_en": "Opening",
            "note_en": "Welcome.",
            "title_ru": "Открытие",
        },
    )
    client.cookies["language"] = "ru"
    assert "Открытие" in _text(client.get(f"{one.get_absolute_url()}agenda/"))
    made = Item.objects.get()
    client.cookies["language"] = "en"
    page = _text(client.get(f"{one.get_absolute_url()}agenda/?annotated=1"))
    assert "Welcome." in page
    client.post(
        f"{one.get_absolute_url()}agenda/{made.pk}/",
        {
            "kind": "item",
            "day": 1,
            "minutes": 30,
            "original": "en",
            "title_en": "Opening words",
            "title_ru": "Открытие",
            "revision": 1,
        },
    )
    client.cookies["language"] = "ru"
    page = _text(client.get(f"{one.get_absolute_url()}agenda/"))
    assert 'lang="ru" dir="auto">1. Открытие' in page
    client.post(f"{one.get_absolute_url()}agenda/{made.pk}/", {"delete": "yes"})
    assert not Item.objects.exists()


def test_a_material_is_laid_to_an_item_and_its_file_is_read_within_its_marking(client, officer):
    table()
    one = meeting()
    opening = item(one)
    sent = {
        "title": "Draft Declaration",
        "item": opening.pk,
        "language": "en",
        "marking": "LIMITE",
        "file": SimpleUploadedFile("draft.txt", b"We, the Ministers"),
    }
    assert client.post(f"{one.get_absolute_url()}materials/new/", sent).status_code == 302
    made = Material.objects.get()
    file = reverse("portal:file", args=[made.file_id])
    assert client.get(file).status_code == 200
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    page = _text(client.get(f"{one.get_absolute_url()}agenda/"))
    assert "Draft Declaration" in page
    assert 'data-marking="LIMITE"' in page
    assert client.get(file).status_code == 200
    client.force_login(person(Role.OBSERVER, "dialogue"))
    assert "Draft Declaration" not in _text(client.get(f"{one.get_absolute_url()}agenda/"))
    assert client.get(file).status_code == 404
    client.force_login(officer)
    client.post(f"{one.get_absolute_url()}materials/{made.pk}/delete/")
    assert client.get(file).status_code == 404


def test_a_document_needs_a_file_or_a_number(client, officer):
    table()
    one = meeting()
    sent = {"title": "Draft", "language": "en", "marking": "PARTIES"}
    assert "Give a file or a document number" in _text(client.post(f"{one.get_absolute_url()}materials/new/", sent))
    client.post(f"{one.get_absolute_url()}materials/new/", {**sent, "number": "12629/22"})
    assert "12629/22" in _text(client.get(f"{one.get_absolute_url()}agenda/"))


def test_meetings_and_conclusions_are_found_by_whoever_may_see_them(client, officer):
    table()
    client.post("/meetings/new/", _form(title_en="Experts on zebras"))
    assert "/meetings/experts-on-zebras-2027/" in _text(client.get("/search/?q=zebras"))
    client.logout()
    assert "/meetings/experts-on-zebras-2027/" not in _text(client.get("/search/?q=zebras"))
