"""The request's instant, and the one place where told errors become pages."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

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
