"""Meetings, who comes, what is talked about, what was concluded."""

from roundtable.records.meetings.models.floor import Turn
from roundtable.records.meetings.models.meetings import Feed, Guest, Kind, Meeting, Stage
from roundtable.records.meetings.models.people import Feedback, Needs, Participant
from roundtable.records.meetings.models.talks import Conclusion, Item, Material, Minutes

__all__ = [
    "Conclusion",
    "Feed",
    "Feedback",
    "Guest",
    "Item",
    "Kind",
    "Material",
    "Meeting",
    "Minutes",
    "Needs",
    "Participant",
    "Stage",
    "Turn",
]
