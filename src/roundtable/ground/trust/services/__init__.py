"""Verbs: everything that changes something in this room."""

from roundtable.ground.trust.services.access import tell_held
from roundtable.ground.trust.services.accounts import change_account, deactivate, reactivate, sign_out_everywhere
from roundtable.ground.trust.services.functions import end_term, grant, hand_over
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.invitations import accept, invite, withdraw
from roundtable.ground.trust.services.markings import (
    confirm_lowering,
    note_raised,
    propose_lowering,
    raise_marking,
    refuse_lowering,
    require_not_below,
    require_not_lowered,
)
from roundtable.ground.trust.services.sessions import end_session
from roundtable.ground.trust.services.tokens import make_token, note_use, revoke_token

__all__ = [
    "accept",
    "change_account",
    "confirm_lowering",
    "deactivate",
    "end_session",
    "end_term",
    "grant",
    "hand_over",
    "invite",
    "make_token",
    "note_raised",
    "note_use",
    "propose_lowering",
    "raise_marking",
    "reactivate",
    "refuse_lowering",
    "remember",
    "require_not_below",
    "require_not_lowered",
    "revoke_token",
    "sign_out_everywhere",
    "tell_held",
    "withdraw",
]
