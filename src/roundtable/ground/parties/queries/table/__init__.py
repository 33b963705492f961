"""Read who sits at the table, on a day and in a language.

The table is small and read on nearly every page, so each process keeps it in memory under the dialogue's stamp: one
short query says whether the copy is still true.
"""

from roundtable.ground.parties.queries.table.entries import Entry, Table, dialogue_row, table, texts
from roundtable.ground.parties.queries.table.installation import (
    dialogue,
    dialogue_kept,
    entry_kept,
    has_dialogue,
    zone_of,
    zone_words,
)
from roundtable.ground.parties.queries.table.naming import (
    footnote_of,
    footnotes,
    footnotes_by_code,
    names,
    names_in,
    plain_name_of,
    reader_language,
    sort_by_name,
)
from roundtable.ground.parties.queries.table.shapes import (
    PARTY_KINDS,
    DialogueView,
    FactView,
    InvitationView,
    PartyView,
)
from roundtable.ground.parties.queries.table.standing import (
    everybody,
    facts_of,
    invitations_of,
    others_known,
    parties_on,
    party,
    resting_on,
    said_of_meetings,
    standing_label,
)
from roundtable.ground.parties.queries.table.unchanged import while_unchanged

__all__ = [
    "PARTY_KINDS",
    "DialogueView",
    "Entry",
    "FactView",
    "InvitationView",
    "PartyView",
    "Table",
    "dialogue",
    "dialogue_kept",
    "dialogue_row",
    "entry_kept",
    "everybody",
    "facts_of",
    "footnote_of",
    "footnotes",
    "footnotes_by_code",
    "has_dialogue",
    "invitations_of",
    "names",
    "names_in",
    "others_known",
    "parties_on",
    "party",
    "plain_name_of",
    "reader_language",
    "resting_on",
    "said_of_meetings",
    "sort_by_name",
    "standing_label",
    "table",
    "texts",
    "while_unchanged",
    "zone_of",
    "zone_words",
]
