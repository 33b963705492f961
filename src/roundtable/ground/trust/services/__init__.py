"""Verbs: everything that changes something in this room."""

from roundtable.ground.trust.services.accounts import change_account, deactivate, reactivate, sign_out_everywhere
from roundtable.ground.trust.services.functions import end_term, grant, hand_over
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.invitations import accept, invite, withdraw
from roundtable.ground.trust.services.sessions import end_session
from roundtable.ground.trust.services.tokens import make_token, note_use, revoke_token

__all__ = [
    "accept",
    "change_account",
    "deactivate",
    "end_session",
    "end_term",
    "grant",
    "hand_over",
    "invite",
    "make_token",
    "note_use",
    "reactivate",
    "remember",
    "revoke_token",
    "sign_out_everywhere",
    "withdraw",
]
