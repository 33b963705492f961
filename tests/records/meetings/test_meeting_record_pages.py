"""Pages of what a meeting leaves behind: conclusions, minutes, feedback, calendars, and what is found of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from roundtable.ground.trust.public import Role
from roundtable.records.meetings.models import (
    Conclusion,
    Feedback,
    Minutes,
    Stage,
)
from roundtable.records.meetings.services import agenda
from tests.factories.meetings import conclusion, item, meeting, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def _text(answer):
    return answer.content.decode()


def test_a_conclusion_is_written_down_and_closed_by_whoever_owns_it(client, officer):
    table()
    one = meeting(stage=Stage.HELD)
    sent = {"text": "Georgia reports on documents.", "owner": "GE", "due": "2027-12-01", "codes": "I.1, III.4"}
    client.post(f"{one.get_absolute_url()}conclusions/new/", sent)
    made = Conclusion.objects.get()
    assert (made.number, made.owner, made.codes) == (1, "GE", ["I.1", "III.4"])
    here = f"{one.get_absolute_url()}conclusions/{made.pk}/"
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    assert client.post(here, {"do": "close", "outcome": "Done."}).status_code == 404
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert "Say what became of it" in _text(client.get(here))
    client.post(here, {"do": "close", "outcome": "Reported."})
    made.refresh_from_db()
    assert (made.stage, made.outcome) == ("done", "Reported.")
    listed = client.get("/meetings/conclusions/", {"q": "georgia DOCUMENTS", "download": "json"}).json()
    assert [row["stage"] for row in listed["rows"]] == ["Done"]
    client.force_login(officer)
    client.post(here, {"do": "reopen"})
    made.refresh_from_db()
    assert made.stage == "open"


def test_the_api_tells_the_inside_of_a_meeting_to_those_who_take_part_alone(client):
    table()
    one = meeting()
    item(one)
    conclusion(one)
    outside = client.get(f"/api/v1/meetings/{one.code}").json()
    assert ([row["code"] for row in outside["invited"]], outside["agenda"], outside["conclusions"]) == (
        ["AM", "CZ", "GE", "IOM"],
        [],
        [],
    )
    assert client.get("/api/v1/meetings/conclusions").status_code == 401
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    inside = client.get(f"/api/v1/meetings/{one.code}").json()
    assert [row["title"] for row in inside["agenda"]] == ["Opening"]
    assert len(client.get("/api/v1/meetings/conclusions").json()["items"]) == 1


def test_minutes_are_written_without_scripts_and_two_who_write_lose_no_word(client, officer):
    table()
    one = meeting()
    here = f"{one.get_absolute_url()}minutes/"
    page = client.get(here)
    mark = page.context["marks"][0]
    first = {"text": "The chair opened the meeting.\n", "draft-text": mark.value}
    assert client.post(here, first).status_code == 302
    other = person(Role.SECRETARIAT)
    client.force_login(other)
    mine, theirs = client.get(here).context["marks"][0], client.get(here).context["marks"][0]
    client.post(here, {"text": "The chair opened the meeting.\nGeorgia spoke.\n", "draft-text": mine.value})
    client.force_login(officer)
    client.post(here, {"text": "Prague.\nThe chair opened the meeting.\n", "draft-text": theirs.value})
    assert Minutes.objects.get().text == "Prague.\nThe chair opened the meeting.\nGeorgia spoke.\n"
    client.post(f"{here}publish/")
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    assert "Georgia spoke." in _text(client.get(here))


def test_nobody_else_reads_minutes_before_they_are_published(client, georgian):
    table()
    one = meeting()
    Minutes.objects.create(meeting=one, text="Not yet.", changed_at=timezone.now())
    assert "Not yet." not in _text(client.get(f"{one.get_absolute_url()}minutes/"))
    assert client.post(f"{one.get_absolute_url()}minutes/autosave/").status_code in {403, 404}


def test_who_else_writes_is_told_to_both(client, officer):
    table()
    one = meeting()
    here = f"{one.get_absolute_url()}minutes/autosave/"
    other = person(Role.SECRETARIAT, name="Olga Second")
    client.force_login(other)
    client.post(here, {"here": "text"}, content_type="application/json")
    client.force_login(officer)
    told = client.post(here, {"here": "text"}, content_type="application/json").json()
    assert [one["name"] for one in told["people"]] == ["Olga Second"]
    assert "Olga Second" in _text(client.get(f"{one.get_absolute_url()}minutes/"))


def test_feedback_is_shown_together_once_five_have_answered(client, officer):
    table()
    one = meeting(first_day=date(2026, 5, 12), last_day=date(2026, 5, 13), stage=Stage.HELD)
    here = f"{one.get_absolute_url()}feedback/"
    for number in range(5):
        client.force_login(officer)
        assert "Remark" not in _text(client.get(here))
        client.force_login(person(Role.CONTACT_POINT, "GE"))
        client.post(here, {"content": 4, "text": f"Remark {number}"})
    client.force_login(officer)
    page = _text(client.get(here))
    assert "Remark 3" in page
    assert "4.0" in page
    assert Feedback.objects.count() == 5


def test_the_room_shows_the_item_of_the_hour(client, georgian):
    table()
    now = datetime.now(tz=UTC)
    one = meeting(
        first_day=now.date(),
        last_day=now.date() + timedelta(days=1),
        starts=now.time().replace(second=0, microsecond=0),
        ends=now.time(),
        zone="UTC",
    )
    item(one, "Opening words", minutes=600)
    last = item(one, "Closing words")
    assert "Opening words" in _text(client.get(f"{one.get_absolute_url()}room/"))
    assert "1. " not in _text(client.get(f"{one.get_absolute_url()}room/?item={last.pk}"))


def test_a_calendar_address_gives_what_the_person_may_see_and_needs_no_session(client, officer):
    table()
    meeting()
    meeting("secret", stage=Stage.PLANNED, title={"en": "Only planned"})
    page = client.post("/meetings/feed/")
    address = page.context["made"].split("127.0.0.1:8000")[-1]
    client.logout()
    events = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert sorted(str(one["STATUS"]) for one in events) == ["CONFIRMED", "TENTATIVE"]
    assert client.get("/meetings/feed/nobody.ics").status_code == 404
    client.force_login(officer)
    client.post("/meetings/feed/", {"do": "take-back"})
    assert client.get(address).status_code == 404


def test_an_invitation_an_update_and_a_cancellation_are_one_entry_of_the_calendar(client, georgian):
    table()
    one = meeting()

    def entry():
        found = Calendar.from_ical(client.get(f"{one.get_absolute_url()}meeting.ics").content)
        [event] = found.walk("VEVENT")
        return str(found["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])

    invitation = entry()
    one.sequence = 1
    one.save()
    update = entry()
    one.stage, one.sequence = Stage.CANCELLED, 2
    one.save()
    cancelled = entry()
    assert [invitation[0], update[0], cancelled[0]] == ["REQUEST", "REQUEST", "CANCEL"]
    assert invitation[1] == update[1] == cancelled[1]
    assert [invitation[2], update[2], cancelled[2]] == [0, 1, 2]
    assert cancelled[3] == "CANCELLED"


def test_the_link_to_join_is_told_to_those_who_take_part_alone(client):
    table()
    one = meeting(link="https://join.example/secret")
    places = [one.get_absolute_url(), f"{one.get_absolute_url()}meeting.ics", "/meetings/calendar.ics"]
    assert not [place for place in places if "join.example" in _text(client.get(place))]
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert [place for place in places if "join.example" in _text(client.get(place))] == places


def test_the_meeting_before_is_named_to_those_alone_who_may_see_it(client, officer):
    table()
    one = meeting()
    meeting("secret", stage=Stage.PLANNED, title={"en": "Only planned"}, first_day=date(2026, 5, 1))
    assert "Only planned" in _text(client.get(one.get_absolute_url()))
    client.logout()
    assert "Only planned" not in _text(client.get(one.get_absolute_url()))


def test_marks_of_a_material_are_changed_by_two(client, officer, now):
    table()
    one = meeting()
    made = agenda.add_material(one, title="Draft", number="1", by=officer, at=now)
    assert client.get(reverse("trust:marking", args=["meetings.material", made.pk])).status_code == 200
