"""The door of this room for others: who sits at the table on a day, under which name, with which footnote."""

from roundtable.ground.parties.queries import (
    ContactView,
    DialogueView,
    PartyView,
    contact_points,
    dialogue,
    everybody,
    footnotes,
    has_dialogue,
    institutions_of,
    names,
    others_known,
    parties_on,
    party,
    people_of,
    place_by_name,
    sort_by_name,
    zone_of,
)
from roundtable.ground.parties.signals import Panel, panels

__all__ = [
    "ContactView",
    "DialogueView",
    "Panel",
    "PartyView",
    "contact_points",
    "dialogue",
    "everybody",
    "footnotes",
    "has_dialogue",
    "institutions_of",
    "names",
    "others_known",
    "panels",
    "parties_on",
    "party",
    "people_of",
    "place_by_name",
    "sort_by_name",
    "zone_of",
]
