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
    sort_by_name,
    zone_of,
)

__all__ = [
    "ContactView",
    "DialogueView",
    "PartyView",
    "contact_points",
    "dialogue",
    "everybody",
    "footnotes",
    "has_dialogue",
    "institutions_of",
    "names",
    "others_known",
    "parties_on",
    "party",
    "people_of",
    "sort_by_name",
    "zone_of",
]
