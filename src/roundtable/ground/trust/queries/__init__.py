"""Questions: everything that this room reads."""

from roundtable.ground.trust.queries.history import (
    Line,
    entries_of,
    entries_visible_to,
    history_of,
    history_of_person,
    told,
)
from roundtable.ground.trust.queries.people import (
    holders,
    holders_in,
    in_order_of_names,
    invitations_visible_to,
    managed_by,
    names_of,
    people_visible_to,
    successors_of,
    terms_visible_to,
)
from roundtable.ground.trust.queries.rules_table import rules_table
from roundtable.ground.trust.queries.scopes import Explanation, explanations, institution_names, scope_names
from roundtable.ground.trust.queries.sessions import sessions_of
from roundtable.ground.trust.queries.tokens import token_shown, tokens_of

__all__ = [
    "Explanation",
    "Line",
    "entries_of",
    "entries_visible_to",
    "explanations",
    "history_of",
    "history_of_person",
    "holders",
    "holders_in",
    "in_order_of_names",
    "institution_names",
    "invitations_visible_to",
    "managed_by",
    "names_of",
    "people_visible_to",
    "rules_table",
    "scope_names",
    "sessions_of",
    "successors_of",
    "terms_visible_to",
    "token_shown",
    "tokens_of",
    "told",
]
