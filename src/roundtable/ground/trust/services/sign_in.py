"""What the sign-in library tells us: we remember it, and draw the consequences for sessions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from roundtable.ground.trust.domain.secrets import secret_hash
from roundtable.ground.trust.models import User
from roundtable.ground.trust.queries.factors import keeps_other_factor, keeps_second_factor
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.sessions import end_sessions
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.logs import Noted, note
from roundtable.kernel.base.middleware import at

PROVEN = "second-factor"
"""Key in the session: this session has already shown that its person keeps a second factor."""


CAME = "signed-in-at"
"""Key in the session: when its person signed in."""

SEEN = "seen-at"
"""Key in the session: when its person last asked for something, to within `NOTED`."""

NOTED = 5 * 60
"""Seconds between two notes of `SEEN`: a note costs a write."""

FIRST = "first-factor"
"""Key in the session: the first factor was set up in it."""

FRESH = 15 * 60
"""Seconds for which somebody has only just come in: installing an app on a phone takes a while."""


def is_setting_up(request: HttpRequest) -> bool:
    """Whether the person of this session came in a few minutes ago and is setting up a first factor."""
    person, since = request.user, at(request).timestamp() - float(request.session.get(CAME, 0))
    if not isinstance(person, User) or since >= FRESH:
        return False
    return bool(request.session.get(FIRST)) or not keeps_second_factor(person)


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted too long: since the sign-in, or since anybody asked for anything in it.

    Notes that somebody did, now and then. Sessions from before such notes were kept end with their cookie.
    """
    moment, came = at(request).timestamp(), request.session.get(CAME)
    if came is None:
        return False
    seen = float(request.session.get(SEEN, came))
    if moment - came >= settings.SESSION_COOKIE_AGE or moment - seen >= settings.ROUNDTABLE_IDLE_MINUTES * 60:
        return True
    if moment - seen >= NOTED:
        request.session[SEEN] = moment
    return False


def on_signed_in(request: HttpRequest, user: User, sociallogin: Any = None, **_: Any) -> None:
    """Note when it was; let a session that an identity service opened with two factors count as such."""
    request.session[CAME] = at(request).timestamp()
    note(Noted.SIGNED_IN, account=user.pk, way_in="identity service" if sociallogin is not None else "here")
    if sociallogin is not None and sociallogin.state.get("second_factor"):
        request.session[PROVEN] = True


def on_not_let_in(credentials: Mapping[str, Any], **_: Any) -> None:
    """Note a try that failed; the account as a hash, by which several tries are seen to belong together."""
    login = str(credentials.get("email") or credentials.get("username") or "").lower()
    note(Noted.NOT_LET_IN, account=secret_hash(login)[:12])


def on_signed_out(**_: Any) -> None:
    """Note it."""
    note(Noted.SIGNED_OUT)


def on_shown_again(request: HttpRequest, *, reauthenticated: bool = False, **_: Any) -> None:
    """Give the session a new key when its person showed again who they are: a key read before is worth nothing now."""
    if not reauthenticated:
        return
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def on_password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Remember it; every other session has ended with the old password."""
    remember(Happened.PASSWORD_CHANGED, by=user, on=user, at=at(request))


def on_password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    """Remember it, and end every session: whoever had the old password is out."""
    end_sessions(user)
    remember(Happened.PASSWORD_CHANGED, by=user, on=user, at=at(request))


def on_address_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Remember it, without either address."""
    remember(Happened.ADDRESS_CHANGED, by=user, on=user, at=at(request))


def on_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Remember it; whoever sets up a first factor goes on to the recovery codes without being asked again."""
    remember(Happened.FACTOR_ADDED, by=user, on=user, at=at(request), after={"factor": authenticator.type})
    if not keeps_other_factor(user, authenticator):
        request.session[FIRST] = True


def on_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Remember it; when none is left, this session has to prove one again and every other one ends."""
    remember(Happened.FACTOR_REMOVED, by=user, on=user, at=at(request), before={"factor": authenticator.type})
    if not keeps_second_factor(user):
        request.session.pop(PROVEN, None)
        end_sessions(user)
        update_session_auth_hash(request, user)


def on_connected(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    """Remember it."""
    remember(
        Happened.CONNECTED,
        by=sociallogin.user,
        on=sociallogin.user,
        at=at(request),
        after={"to": sociallogin.account.provider},
    )


@transaction.atomic
def forget_factors(person: User, *, at: datetime) -> int:
    """Remove every second factor of somebody who lost them, and end the sessions. Gives how many there were."""
    kept = list(Authenticator.objects.filter(user_id=person.pk).order_by("pk"))
    for authenticator in kept:
        authenticator.delete()
        remember(Happened.FACTOR_REMOVED, by=None, on=person, at=at, before={"factor": authenticator.type})
    end_sessions(person)
    return len(kept)
