"""The words for what happens in this room: each kind of entry, what it keeps, and what its things are called."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain import telling
from roundtable.ground.trust.domain.telling import Speech, Words
from roundtable.ground.trust.models import Role
from roundtable.ground.trust.rules import rulebooks
from roundtable.ground.trust.signals import Happened, Happening, Thing, as_labelled

ROLE = Words(_("Function"), telling.choice(Role.choices))
SCOPE = Words(_("For"), telling.scope)
INSTITUTION = Words(_("Institution"), telling.institution)
PERSON = Words(_("Person"), telling.person)
STARTS = Words(_("From"), telling.day)
ENDS = Words(_("Until"), telling.day)

FACTORS = (
    (Authenticator.Type.TOTP, _("An app that shows codes")),
    (Authenticator.Type.WEBAUTHN, _("A passkey or security key")),
    (Authenticator.Type.RECOVERY_CODES, _("Recovery codes")),
)

FACTOR = Words(_("Second factor"), telling.choice(FACTORS))


MARKING = {"marking": Words(_("Marking")), "reason": Words(_("Reason"))}


def way(value: Any, _speech: Speech) -> str:
    """Say what a token opens: the room, and whether it may change something there."""
    room, _colon, how = str(value).partition(":")
    titles = {book.room: str(book.title or book.room) for book in rulebooks}
    words = _now("%(room)s: read and change") if how == "write" else _now("%(room)s: read")
    return words % {"room": titles.get(room, room)}


def service(value: Any, _speech: Speech) -> str:
    """Name an identity service as the page of sign-in does."""
    apps = [app for one in settings.SOCIALACCOUNT_PROVIDERS.values() for app in one.get("APPS", ())]
    return str({app["provider_id"]: app["name"] for app in apps}.get(value, _now("An identity service")))


def function(label: str, _number: str, _scope: str, speech: Speech) -> str:
    """Call a term or an invitation by its function: `contact-point@GE`, in words."""
    role, _at, where = label.rpartition("@")
    if role not in Role.values:
        return _now("A function")
    return _now("%(role)s, %(party)s") % {"role": Role(role).label, "party": speech.scope(where)}


def somebody(_label: str, number: str, _scope: str, speech: Speech) -> str:
    """Call a person by the name of today."""
    return speech.person(int(number))


THINGS = (
    Thing("trust.user", somebody, labelled=False),
    Thing("trust.term", function),
    Thing("trust.invitation", function),
    Thing("trust.token", as_labelled),
)

HAPPENINGS = (
    Happening(Happened.INVITED, _("sent an invitation"), {"role": ROLE, "scope": SCOPE}),
    Happening(Happened.JOINED, _("accepted the invitation"), {"role": ROLE, "starts": STARTS, "ends": ENDS}),
    Happening(
        Happened.GRANTED,
        _("gave a function"),
        {"person": PERSON, "role": ROLE, "starts": STARTS, "ends": ENDS, "institution": INSTITUTION},
    ),
    Happening(Happened.ENDED, _("ended a function"), {"person": PERSON, "ends": ENDS}),
    Happening(Happened.DEACTIVATED, _("deactivated the account")),
    Happening(Happened.ERASED, _("erased the person behind an account")),
    Happening(Happened.ADDRESS_ERASED, _("erased the address of an account, its months were over")),
    Happening(Happened.HOLD_PROPOSED, _("proposed a legal hold"), {"until": ENDS}),
    Happening(Happened.HOLD_CONFIRMED, _("confirmed a legal hold"), {"until": ENDS}),
    Happening(Happened.HOLD_LIFTED, _("lifted a legal hold"), {"until": ENDS}),
    Happening(Happened.REACTIVATED, _("opened the account again")),
    Happening(
        Happened.HANDED_OVER,
        _("handed over the functions"),
        {"person": Words(_("Held by"), telling.person), "held by": Words(_("Held by"), telling.person)},
    ),
    Happening(
        Happened.TOKEN_MADE,
        _("made a token for machines"),
        {
            "allows": Words(_("What it opens"), telling.many(way, between="; ")),
            "expires_at": Words(_("Works until"), telling.moment),
        },
    ),
    Happening(Happened.TOKEN_REVOKED, _("revoked a token")),
    Happening(Happened.WITHDREW_INVITATION, _("withdrew the invitation")),
    Happening(
        Happened.CHANGED_ACCOUNT,
        _("changed the account"),
        {
            "name": Words(_("Name of the person")),
            "language": Words(_("Language"), telling.choice(settings.LANGUAGES)),
            "timezone": Words(_("Time zone"), telling.zone),
        },
    ),
    Happening(Happened.SIGNED_OUT, _("ended every session")),
    Happening(Happened.SIGNED_OUT_THERE, _("ended a session elsewhere")),
    Happening(Happened.FACTOR_ADDED, _("added a second factor"), {"factor": FACTOR}),
    Happening(Happened.FACTOR_REMOVED, _("removed a second factor"), {"factor": FACTOR}),
    Happening(Happened.PASSWORD_CHANGED, _("changed the password")),
    Happening(Happened.ADDRESS_CHANGED, _("changed the e-mail address")),
    Happening(Happened.CONNECTED, _("connected an outside account"), {"to": Words(_("Service"), service)}),
    Happening(Happened.MARKING_RAISED, _("raised the marking"), MARKING, kept_to="both"),
    Happening(Happened.LOWERING_PROPOSED, _("proposed to lower the marking"), MARKING, kept_to="both"),
    Happening(Happened.LOWERING_REFUSED, _("refused to lower the marking"), MARKING, kept_to="both"),
    Happening(
        Happened.MARKING_LOWERED,
        _("confirmed a lower marking"),
        {**MARKING, "proposed by": Words(_("Proposed by"), telling.person)},
        kept_to="both",
    ),
)
