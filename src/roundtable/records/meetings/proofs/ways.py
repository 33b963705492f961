"""How the addresses of meetings are asked for."""

from typing import Any

from roundtable.ground.trust.public import Way
from roundtable.records.meetings.readership import (
    of_its_meeting,
    registers,
    sees_the_meeting,
    takes_part_in_it,
)

MEETING, PERSON, CONCLUSION = "meetings.meeting", "meetings.participant", "meetings.conclusion"
PART, WHEN = of_its_meeting(takes_part_in_it), sees_the_meeting


def _code(row: Any) -> dict[str, Any]:
    return {"code": row.code}


def _of_meeting(row: Any) -> dict[str, Any]:
    return {"code": row.meeting.code, "pk": row.pk}


SEEN = ("meeting", "meeting-calendar")
INSIDE = (
    *("agenda", "room", "delegations", "register", "participants", "badges", "seating", "meeting-conclusions"),
    *("minutes", "feedback", "copy", "participants-pdf", "floor", "agenda-pdf", "minutes-pdf"),
)
KEPT = (
    *("change", "move", "guest", "clone", "item-new", "material-new", "conclude", "attendance"),
    *("minutes-autosave", "minutes-publish"),
)

WAYS = (
    Way("meetings:feed-calendar", values=[{"secret": "nobody"}]),
    *(Way(f"meetings:{name}", MEETING, _code, sees=WHEN) for name in SEEN),
    *(Way(f"meetings:{name}", MEETING, _code, sees=WHEN) for name in (*INSIDE, *KEPT)),
    Way("meetings:item", "meetings.item", _of_meeting, sees=PART),
    Way("meetings:material-delete", "meetings.material", _of_meeting),
    Way("meetings:registration", PERSON, _of_meeting, sees=registers),
    Way("meetings:decide", PERSON, _of_meeting, sees=registers),
    Way("meetings:letter", PERSON, _of_meeting, sees=registers),
    Way("meetings:conclusion", CONCLUSION, _of_meeting, sees=PART),
    Way("meetings:conclusion-change", CONCLUSION, _of_meeting, sees=PART),
    Way("api-1:conclude", MEETING, _code, sees=WHEN, sends=[{"text": "A list is made."}], as_json=True),
    Way("api-1:close_conclusion", CONCLUSION, sends=[{"outcome": "Done."}], as_json=True),
    Way(
        "api-1:name_participant",
        MEETING,
        _code,
        sees=WHEN,
        sends=[{"party": "GE", "name": "Nino Example"}],
        as_json=True,
    ),
    Way("api-1:plan_meeting", sends=[{"title": {"en": "Proof"}, "first_day": "2031-01-01", "last_day": "2031-01-02"}]),
    Way("api-1:move_meeting", MEETING, _code, sees=WHEN, sends=[{"to": "held"}], as_json=True),
    Way("api-1:add_item", MEETING, _code, sees=WHEN, sends=[{"title": {"en": "Typed by the proof"}}], as_json=True),
    Way("api-1:change_item", "meetings.item", _of_meeting, sees=PART, sends=[{"minutes": 20, "revision": 1}]),
    Way("api-1:add_material", MEETING, _code, sees=WHEN, sends=[{"title": "Typed by the proof", "number": "1/26"}]),
    Way("api-1:take_material_back", "meetings.material", _of_meeting),
    Way(
        "api-1:ask_for_the_floor",
        MEETING,
        _code,
        sees=WHEN,
        sends=[{"party": "GE"}, {"party": "CZ"}, {"party": "IOM"}],
        as_json=True,
    ),
    Way("api-1:lead_speakers", "meetings.turn", _of_meeting, sees=PART, sends=[{"do": "give"}], as_json=True),
    Way("api-1:meeting", MEETING, _code, sees=WHEN),
)
