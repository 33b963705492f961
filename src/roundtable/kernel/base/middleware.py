"""The request's instant, the headers of every answer, and the one place where told errors become pages."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.once import one_request

Answer = Callable[[HttpRequest], HttpResponse]


def instant(get_response: Answer) -> Answer:
    """Give each request its instant as `request.at`: everything in it is decided at one time, and asked once."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]  # our own attribute, see `at`
        with one_request():
            return get_response(request)

    return answer


def at(request: HttpRequest) -> datetime:
    """The instant of a request."""
    moment: datetime = request.at  # type: ignore[attr-defined]  # set by `instant`
    return moment


POLICIES = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media"),
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
        if isinstance(error, NotThere):
            return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
        return render(request, "told.html", {"error": error}, status=error.status)
