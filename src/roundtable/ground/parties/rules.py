"""Who may do what at the table: the readable table."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import Predicate, predicate

from roundtable.ground.trust.public import Actor, Role, in_scope_of, is_secretariat, takes_part


class Do(StrEnum):
    """What can be done in this room."""

    SEE_CONTACTS = "parties.see-contacts"
    SEE_STAKEHOLDERS = "parties.see-stakeholders"
    KEEP_TABLE = "parties.keep-table"
    KEEP_DIALOGUE = "parties.keep-dialogue"
    KEEP_INSTITUTION = "parties.keep-institution"
    KEEP_STAKEHOLDER = "parties.keep-stakeholder"
    KEEP_CARD = "parties.keep-card"


@predicate  # type: ignore[untyped-decorator]  # rules ships no types
def it_is_their_own_card(actor: Actor, card: object = None) -> bool:
    """A person keeps the own card, for the Party in which they hold a function."""
    if card is None:
        return bool(actor.functions)
    return getattr(card, "user_id", None) == actor.user_id and getattr(card, "scope", "") in actor.scopes


speaks_for_it = in_scope_of(Role.CONTACT_POINT)
"""The contact point of the Party that it belongs to."""

ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.SEE_CONTACTS: takes_part,
    Do.SEE_STAKEHOLDERS: takes_part,
    Do.KEEP_TABLE: is_secretariat,
    Do.KEEP_DIALOGUE: is_secretariat,
    Do.KEEP_INSTITUTION: is_secretariat | speaks_for_it,
    Do.KEEP_STAKEHOLDER: is_secretariat | in_scope_of(Role.CONTACT_POINT, Role.PARTNER),
    Do.KEEP_CARD: is_secretariat | speaks_for_it | it_is_their_own_card,
}

WORDS: Mapping[StrEnum, str | Promise] = {
    Do.SEE_CONTACTS: _("see who is reached where"),
    Do.SEE_STAKEHOLDERS: _("see stakeholders"),
    Do.KEEP_TABLE: _("change designations, footnotes and facts about taking part"),
    Do.KEEP_DIALOGUE: _("change what the dialogue says of itself"),
    Do.KEEP_INSTITUTION: _("add and change institutions"),
    Do.KEEP_STAKEHOLDER: _("add and change stakeholders"),
    Do.KEEP_CARD: _("write a contact card"),
}
