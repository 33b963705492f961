"""Meetings for tests: Georgia, Armenia and Czechia at the table, one Partner, and a meeting in Prague."""

from datetime import UTC, date, datetime, time
from typing import Any

from roundtable.ground.parties.models import Kind as AtTable
from roundtable.records.meetings.domain.wording import Words, kept
from roundtable.records.meetings.models import Conclusion, Item, Kind, Meeting, Participant, Stage
from roundtable.records.meetings.queries.texts import words_of
from tests.factories.parties import DialogueFactory, PartyFactory

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def table() -> None:
    """Georgia, Armenia and Czechia, and one Partner; all take part since 2009."""
    DialogueFactory()
    PartyFactory(code="GE", iso3="GEO", listed_as="Georgia", zone="Asia/Tbilisi")
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    PartyFactory(code="CZ", iso3="CZE", listed_as="the Czech Republic", zone="Europe/Prague")
    PartyFactory(code="IOM", iso3="", kind=AtTable.PARTNER, listed_as="IOM", designation="IOM", zone="Europe/Zurich")


def meeting(code: str = "som-2027", **fields: Any) -> Meeting:
    """A Senior Officials' Meeting on 12 and 13 May 2027 in Prague that was called, unless told otherwise."""
    values = {
        "kind": Kind.SENIOR_OFFICIALS,
        "series": "som",
        "title": {"en": "Senior Officials' Meeting 2027", "ru": "Встреча 2027"},
        "place": {"en": "Prague"},
        "first_day": date(2027, 5, 12),
        "last_day": date(2027, 5, 13),
        "starts": time(9, 30),
        "ends": time(17, 0),
        "zone": "Europe/Prague",
        "host_id": "CZ",
        "chair_id": "CZ",
        "stage": Stage.CALLED,
        "changed_at": LONG_AGO,
        **fields,
    }
    made = Meeting(code=code, **values)
    made.save()
    made.refresh_from_db()
    made.words = words_of(made)
    made.save()
    return made


def item(of: Meeting, title: str = "Opening", **fields: Any) -> Item:
    """An item of thirty minutes in English."""
    values = {"place": Item.objects.filter(meeting=of).count() + 1, "wording": 1, **fields}
    return Item.objects.create(meeting=of, texts=kept({"en": Words(title, "A note.", 1)}), **values)


def participant(of: Meeting, party: str = "GE", name: str = "Nino Example", **fields: Any) -> Participant:
    """A member whose registration is approved."""
    values = {"stage": Participant.Stage.APPROVED, "asked_at": LONG_AGO, **fields}
    return Participant.objects.create(meeting=of, party_id=party, name=name, **values)


def conclusion(of: Meeting, text: str = "A report is written.", **fields: Any) -> Conclusion:
    """An open conclusion of the secretariat."""
    number = Conclusion.objects.filter(meeting=of).count() + 1
    return Conclusion.objects.create(
        **{"meeting": of, "number": number, "text": text, "changed_at": LONG_AGO, **fields}
    )
