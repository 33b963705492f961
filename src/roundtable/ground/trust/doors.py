"""Signs on addresses: who may come in. The lock itself is in the service."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_cookie

from roundtable.ground.trust.models import User
from roundtable.ground.trust.rules import allows
from roundtable.kernel.base.errors import NotAllowed, NotSignedIn, NotThere
from roundtable.kernel.base.middleware import at

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Audience(StrEnum):
    """Audiences that need no rule of a room."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


PUBLIC = Audience.PUBLIC
SIGNED_IN = Audience.SIGNED_IN


def door(sign: StrEnum) -> Callable[[View[P]], View[P]]:
    """Put a sign on a view: an audience, or a deed of a room's rulebook.

    A person who is not signed in is led to sign in; one whose role could never do the deed gets the same answer as for
    an address that does not exist. Answers to people who signed in are never stored by caches.
    """

    def hang(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if sign is not PUBLIC:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if sign is not SIGNED_IN and not allows(request.user, sign, at=at(request)):
                    raise NotThere("")
            answer = view(request, *args, **kwargs)
            if request.user.is_authenticated:
                patch_cache_control(answer, no_store=True, private=True)
            return answer

        guarded.door = sign  # type: ignore[attr-defined]  # the sign that the tests of architecture read
        return vary_on_cookie(guarded)  # type: ignore[return-value]  # Django types sync and async views as one

    return hang


def person_of(request: HttpRequest) -> User:
    """The person behind a request that a door let in. Raises `NotSignedIn` where nobody is."""
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in first."))
    return request.user


def operation_door(sign: StrEnum) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Put a sign on an operation of the API; write it between the router's decorator and the function.

    Nobody signed in answers 401; a role that could never do the deed 404; a token that was not made for the operation's
    room (`plan:read` for reading, `plan:write` for changing) 403.
    """

    def hang(operation: Callable[..., T]) -> Callable[..., T]:
        room = _room_of(operation.__module__)

        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> T:
            if sign is not PUBLIC:
                if not request.user.is_authenticated:
                    raise NotSignedIn(_("Send a token (Authorization: Bearer …) or sign in."))
                if sign is not SIGNED_IN and not allows(request.user, sign, at=at(request)):
                    raise NotThere("")
            # Also where everybody may come in: what a person sees there beyond the public is for the token's rooms.
            _token_opens(request, room)
            return operation(request, *args, **kwargs)

        guarded.door = sign  # type: ignore[attr-defined]  # the sign that the tests of architecture read
        return guarded

    return hang


def _room_of(module: str) -> str:
    floor, _, rest = module.removeprefix("roundtable.").partition(".")
    return rest.split(".", 1)[0] if floor in {"ground", "records", "operations"} else floor


def _token_opens(request: HttpRequest, room: str) -> None:
    allowed: list[str] | None = getattr(request, "token_allows", None)
    if allowed is None:
        return
    ways = {f"{room}:write"} if request.method not in {"GET", "HEAD"} else {f"{room}:write", f"{room}:read"}
    if not ways & set(allowed):
        raise NotAllowed(_("This token does not allow %(way)s. Make one that does.") % {"way": min(ways)})


def may(sign: StrEnum) -> Callable[[HttpRequest], bool]:
    """Ask of a request whether its person may do this: for entrances that only those see who may enter."""

    def asked(request: HttpRequest) -> bool:
        return allows(request.user, sign, at=at(request))

    return asked


def sign_of(view: object) -> str | None:
    """The sign on a view, or None where it has none."""
    sign = getattr(view, "door", None)
    return str(sign) if sign is not None else None
