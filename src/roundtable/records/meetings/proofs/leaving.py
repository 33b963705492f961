"""In which forms the lists of meetings, conclusions and participants leave."""

from collections.abc import Mapping
from typing import Any

from roundtable.ground.trust.public import Apart, Leaving, Told
from roundtable.records.meetings.models import Conclusion, Kind, Stage

DEMONSTRATION = "a page says it above its list, a file in a column or a note of its own"


def _kind(value: str) -> dict[str, Any]:
    return {"kind": Kind(value).label}


def _stage(value: str) -> dict[str, Any]:
    return {"stage": Stage(value).label}


def _standing(value: str) -> dict[str, Any]:
    return {"stage": Conclusion.Stage(value).label}


def _codes(value: list[str]) -> dict[str, Any]:
    return {"codes": ", ".join(value)}


def _entries(body: bytes) -> list[Mapping[str, Any]]:
    """Give the entries of a calendar in the words of the list."""
    from icalendar import Calendar

    return [
        {
            "code": str(entry["uid"]).split("@")[0].removeprefix("meeting-"),
            "title": str(entry["summary"]),
            "place": str(entry.get("location", "")),
        }
        for entry in Calendar.from_ical(body).walk("VEVENT")
    ]


LEAVINGS = (
    Leaving(
        name="meetings.meetings",
        page="meetings:list",
        files="download",
        told=(
            Told(
                address="api-1:listed",
                words={
                    "kind": _kind,
                    "stage": _stage,
                    "host": "host_code",
                    "host_name": "host",
                    "chair": "chair_code",
                    "chair_name": "chair",
                },
                bare={"demonstration": DEMONSTRATION},
            ),
            Told(address="meetings:calendar", rows=_entries, part="a calendar has its own shape for days and hours"),
        ),
    ),
    Leaving(
        name="meetings.conclusions",
        page="meetings:conclusions",
        files="download",
        told=(
            Told(
                address="api-1:concluded",
                words={
                    "stage": _standing,
                    "codes": _codes,
                    "meeting": "code",
                    "meeting_title": "meeting",
                    "owner": "owner_code",
                    "owner_name": "owner",
                },
                bare={"demonstration": DEMONSTRATION, "id": "the number in the address of its page"},
            ),
        ),
    ),
    Leaving(name="participants", page="meetings:participants", files="download", files_at="meetings:delegations"),
    Leaving(
        name="meetings.meeting",
        page="meetings:meeting",
        one=True,
        along_row="meetings:agenda?annotated=1 meetings:meeting-conclusions meetings:room",
        along="meetings:conclusions?columns=all",
        told=(Told(address="api-1:meeting"), Told(address="meetings:meeting-calendar")),
    ),
)

APART = (
    Apart("meetings:feed-calendar", "the calendar of the list, at an address that one person alone knows"),
    Apart("meetings:letter", "a letter for one person, who is named in it; the proof of isolation says who gets it"),
    Apart("meetings:minutes-autosave", "what was kept of the own text while it is written, as its page shows it"),
    Apart("meetings:copy", "the pages of the meeting themselves, as a folder of HTML; isolation reads into it"),
    *(
        Apart(f"meetings:{name}-pdf", "a page of the meeting on paper, drawn from the rows that the page shows")
        for name in ("participants", "agenda", "minutes")
    ),
    Apart("meetings:badges", "the names of the list of participants, to print"),
)
