"""The door of this room for others: rules, doors, history, people."""

from roundtable.ground.trust.doors import PUBLIC, SIGNED_IN, Audience, door, operation_door, person_of, sign_of
from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.queries import (
    Explanation,
    Line,
    explanations,
    history_of,
    holders,
    names_of,
    people_visible_to,
    token_shown,
)
from roundtable.ground.trust.rules import (
    NOBODY,
    Actor,
    Function,
    Person,
    Rulebook,
    actor,
    allows,
    anyone,
    holds,
    in_scope_of,
    is_auditor,
    is_secretariat,
    require,
    rulebooks,
    signed_in,
    takes_part,
)
from roundtable.ground.trust.rules import Do as TrustDo
from roundtable.ground.trust.services import note_use, remember
from roundtable.ground.trust.services.demo import demonstration_accounts
from roundtable.ground.trust.signals import Happening, happenings, person_left

__all__ = [
    "NOBODY",
    "PUBLIC",
    "SIGNED_IN",
    "Actor",
    "Audience",
    "Explanation",
    "Function",
    "Happening",
    "Line",
    "Person",
    "Role",
    "Rulebook",
    "TrustDo",
    "User",
    "actor",
    "allows",
    "anyone",
    "demonstration_accounts",
    "door",
    "explanations",
    "happenings",
    "history_of",
    "holders",
    "holds",
    "in_scope_of",
    "is_auditor",
    "is_secretariat",
    "names_of",
    "note_use",
    "operation_door",
    "people_visible_to",
    "person_left",
    "person_of",
    "remember",
    "require",
    "rulebooks",
    "sign_of",
    "signed_in",
    "takes_part",
    "token_shown",
]
