"""What two more walls cost: the log of reading, and the headers of every answer."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from roundtable.ground.trust import middleware as of_trust
from roundtable.ground.trust.domain.trials import Price
from roundtable.kernel.base import middleware as of_the_house

HEADERS = (CSPMiddleware, SecurityMiddleware, XFrameOptionsMiddleware)


@contextmanager
def _instead(owner: Any, name: str, stand_in: object) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, stand_in)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextmanager
def without_the_log() -> Iterator[None]:
    """Take the log of reading away: what is handed out is collected, and nobody remembers it."""

    def nothing(*_things: object, **_told: object) -> list[object]:
        return []

    with _instead(of_trust, "remember_reading", nothing):
        yield


@contextmanager
def without_the_headers() -> Iterator[None]:
    """Take away what writes headers: policies of content, frames and transport, and what keeps caches out."""

    def as_it_is(_self: Any, _request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return response

    def nothing(*_told: object, **_named: object) -> None:
        return None

    with ExitStack() as stack:
        for middleware in HEADERS:
            stack.enter_context(_instead(middleware, "process_response", as_it_is))
        for name in ("patch_cache_control", "patch_vary_headers"):
            stack.enter_context(_instead(of_the_house, name, nothing))
        yield


PRICES = (Price("log of reading", without_the_log), Price("headers", without_the_headers))
