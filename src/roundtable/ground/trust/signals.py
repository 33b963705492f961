"""What this room announces, and the words for what happened."""

from dataclasses import dataclass
from enum import StrEnum

from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.registry import Registry

person_left = Signal()
"""A person's functions in a scope ended or were handed over. Rooms that listen hand over drafts and duties.

Sent with `leaver`, `successor` (or None), `scope` and `at`, inside the transaction.
"""


@dataclass(frozen=True)
class Happening:
    """How one kind of entry is shown, and what erasing a person does to it."""

    code: StrEnum
    shown: str | Promise
    """A sentence fragment after the person's name: "adopted the draft"."""
    erased: str = "the name of the person is replaced, the deed stays"


happenings: Registry[Happening] = Registry("happenings")


class Happened(StrEnum):
    """What happens in this room."""

    INVITED = "trust.invited"
    JOINED = "trust.joined"
    GRANTED = "trust.granted"
    ENDED = "trust.ended"
    DEACTIVATED = "trust.deactivated"
    REACTIVATED = "trust.reactivated"
    HANDED_OVER = "trust.handed-over"
    TOKEN_MADE = "trust.token-made"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "trust.token-revoked"  # noqa: S105 - the name of an event
    WITHDREW_INVITATION = "trust.withdrew-invitation"
    CHANGED_ACCOUNT = "trust.changed-account"
    SIGNED_OUT = "trust.signed-out-everywhere"
    FACTOR_ADDED = "trust.factor-added"
    FACTOR_REMOVED = "trust.factor-removed"
    PASSWORD_CHANGED = "trust.password-changed"  # noqa: S105 - the name of an event
    ADDRESS_CHANGED = "trust.address-changed"
    CONNECTED = "trust.connected-outside-account"


HAPPENINGS = (
    Happening(Happened.INVITED, _("sent an invitation")),
    Happening(Happened.JOINED, _("accepted the invitation")),
    Happening(Happened.GRANTED, _("gave a function")),
    Happening(Happened.ENDED, _("ended a function")),
    Happening(Happened.DEACTIVATED, _("deactivated the account")),
    Happening(Happened.REACTIVATED, _("opened the account again")),
    Happening(Happened.HANDED_OVER, _("handed over the functions")),
    Happening(Happened.TOKEN_MADE, _("made a token for machines")),
    Happening(Happened.TOKEN_REVOKED, _("revoked a token")),
    Happening(Happened.WITHDREW_INVITATION, _("withdrew the invitation")),
    Happening(Happened.CHANGED_ACCOUNT, _("changed the account")),
    Happening(Happened.SIGNED_OUT, _("ended every session")),
    Happening(Happened.FACTOR_ADDED, _("added a second factor")),
    Happening(Happened.FACTOR_REMOVED, _("removed a second factor")),
    Happening(Happened.PASSWORD_CHANGED, _("changed the password")),
    Happening(Happened.ADDRESS_CHANGED, _("changed the e-mail address")),
    Happening(Happened.CONNECTED, _("connected an outside account")),
)
