"""The request's instant, the headers of every answer, and the one place where refusals become pages."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.logs import Noted, asked_by, note
from roundtable.kernel.base.once import one_request

Answer = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])


def instant(get_response: Answer) -> Answer:
    """Give each request its instant as `request.at`: everything in it is decided at one time, and asked once."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]  # our own attribute, see `at`
        with one_request(), asked_by(request):
            return get_response(request)

    return answer


def at(request: HttpRequest) -> datetime:
    """The instant of a request."""
    moment: datetime = request.at  # type: ignore[attr-defined]  # set by `instant`
    return moment


POLICIES = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
        *("geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment"),
        *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
    )
)
"""No page of ours uses any of these; a script that got in could not either."""


def guarded(get_response: Answer) -> Answer:
    """Give every answer, static files included, the headers that keep other sites and caches away from it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", POLICIES)
        return response

    return answer


def unstored(get_response: Answer) -> Answer:
    """Keep whatever is answered to somebody who is signed in out of every cache, whichever view answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
            patch_vary_headers(response, ("Cookie",))
        return response

    return answer


MEGABYTE = 1024 * 1024
FILES_AT_ONCE = 3
"""How many of the largest files one sending may hold."""


def measured(get_response: Answer) -> Answer:
    """Refuse what is far too large before it is unpacked, with a page that says how much may be sent."""

    def answer(request: HttpRequest) -> HttpResponse:
        most = FILES_AT_ONCE * settings.ROUNDTABLE_UPLOAD_MB * MEGABYTE
        length = request.META.get("CONTENT_LENGTH") or "0"
        # The API reads bodies itself, and answers in its own form.
        if not length.isdigit() or int(length) <= most or request.path.startswith("/api/"):
            return get_response(request)
        # A browser listens only when it has finished talking, so it is heard out, within reason.
        for _piece in range(min(int(length), 4 * most) // MEGABYTE):
            if not request.read(MEGABYTE):
                break
        return too_large(request)

    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    """Say how much may be sent."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return render(request, "413.html", {"largest": settings.ROUNDTABLE_UPLOAD_MB}, status=status)


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""What may be asked of us at all: nobody needs TRACE, and what is unknown is no GET."""


def homeward(get_response: Answer) -> Answer:
    """Lead whoever opens an address that only takes what is sent to the page it belongs to.

    People come there when they sign in again after a button was pressed too late. Every other wrong way gets
    a page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            refused = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            refused.headers["Allow"] = ", ".join(METHODS)
            return refused
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        if request.method in {"GET", "HEAD"}:
            return HttpResponseRedirect(page_of(request))
        refused = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        refused.headers["Allow"] = response.headers["Allow"]
        return refused

    return answer


def belongs_to(name: str) -> Callable[[View], View]:
    """Say to which page an address that is only sent to belongs, where it is not the nearest one above it."""

    def note(view: View) -> View:
        view.page = name  # type: ignore[attr-defined]  # read by `page_of`
        return view

    return note


def page_of(request: HttpRequest) -> str:
    """The page that an address belongs to: the one named on its view, or the nearest address above it."""
    named = getattr(resolve(request.path).func, "page", "")
    if named:
        return reverse(named)
    above = request.path.rstrip("/").rpartition("/")[0]
    while above:
        try:
            resolve(f"{above}/")
        except Resolver404:
            above = above.rpartition("/")[0]
        else:
            return f"{above}/"
    return "/"


def note_refusal(error: Told) -> None:
    """Write down for whoever watches that somebody was turned away; what they got wrong in a form is not meant."""
    if error.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED}:
        note(Noted.REFUSED, status=int(error.status))


class ToldErrors:
    """Turn the family of told errors into pages; what is not there answers as if it never existed."""

    def __init__(self, get_response: Answer) -> None:
        """Wrap the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a told error with its page and status."""
        if not isinstance(error, Told):
            return None
        note_refusal(error)
        if isinstance(error, NotThere):
            return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
        return render(request, "told.html", {"error": error}, status=error.status)
