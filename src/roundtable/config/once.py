"""A call of the API that is sent again is done once: `Idempotency-Key`, for every operation that changes something.

The key is written down in the transaction of the deed, so both are kept or neither. What was answered is not kept: a
repeated call is shown the thing as it is now, after the same questions of who may see it.
"""

import hashlib
from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid, Told
from roundtable.kernel.base.middleware import at
from roundtable.kernel.base.models import AnsweredCall

HEADER = "Idempotency-Key"
KEPT = timedelta(days=2)
"""How long a key is known: long enough for a machine that was cut off over a night."""
SAFE = frozenset({"GET", "HEAD"})
PLACES = ("Location", "Content-Location")
"""Where an answer says which address shows what it is about."""

Run = Callable[..., HttpResponse]


def done_once(run: Run, *, know: Callable[[HttpRequest], object], refuse: Callable[..., HttpResponse]) -> Run:
    """Wrap an operation: with a key that was acknowledged before, nothing is done, and the outcome is shown.

    `know` finds out who calls, and raises what `refuse` turns into an answer.
    """

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER, "")
        if request.method in SAFE or not key or "Authorization" not in request.headers:
            return run(request, *args, **kwargs)
        try:
            know(request)
            call = _call(request, key)
        except Told as error:
            return refuse(request, error)
        with transaction.atomic():
            # The same call that comes at the same instant waits here until the first one is kept, or is not.
            kept, first = AnsweredCall.objects.get_or_create(
                mark=call.mark, defaults={"asked": call.asked, "at": call.at}
            )
            if first:
                answered = run(request, *args, **kwargs)
                if answered.status_code >= HTTPStatus.BAD_REQUEST:
                    transaction.set_rollback(True)
                    return answered
                kept.status = answered.status_code
                kept.place = next((answered.headers[name] for name in PLACES if name in answered.headers), "")
                kept.save(update_fields=["status", "place"])
                return answered
        if kept.asked != call.asked:
            sentence = _("This %(header)s was used for another call. Take a new one for each call.")
            return refuse(request, Invalid(sentence % {"header": HEADER}))
        return _shown_again(request, kept)

    return answer


def _call(request: HttpRequest, key: str) -> AnsweredCall:
    """Name a call by its caller and key, and what it asks by a hash."""
    try:
        key = str(UUID(key))
    except ValueError as error:
        raise Invalid(_("%(header)s is not a UUID.") % {"header": HEADER}) from error
    caller = request.headers["Authorization"]
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return AnsweredCall(
        mark=salted_hmac("roundtable.config.once", f"{caller} {key}", algorithm="sha256").hexdigest(),
        asked=hashlib.sha256(asked).hexdigest(),
        at=at(request),
    )


def _shown_again(request: HttpRequest, kept: AnsweredCall) -> HttpResponse:
    answer = HttpResponse(status=kept.status)
    if kept.place:
        found = resolve(kept.place)
        look = copy(request)
        look.method, look.GET, look._body = "GET", QueryDict(""), b""  # noqa: SLF001 - a request to look with
        look.META = {name: value for name, value in request.META.items() if not name.startswith("HTTP_IF_")}
        look.__dict__.pop("headers", None)  # made anew from the line above
        shown: HttpResponse = found.func(look, *found.args, **found.kwargs)
        if shown.status_code == HTTPStatus.OK:
            answer, answer.status_code = shown, kept.status
        elif shown.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return shown
        answer.headers["Content-Location"] = kept.place
        if kept.status == HTTPStatus.CREATED:
            answer.headers["Location"] = kept.place
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def forget_old() -> None:
    """Forget the keys of calls that nobody sends again any more (done once a day)."""
    forget(before=timezone.now() - KEPT)


def forget(*, before: datetime) -> int:
    """Forget the keys of calls before an instant. Answers how many."""
    return AnsweredCall.objects.filter(at__lt=before).delete()[0]
