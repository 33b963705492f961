"""Before a page is shown: the second factor, and the reader's language and time."""

from collections.abc import Callable
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Reading, User
from roundtable.ground.trust.queries.factors import keeps_second_factor, must_keep_second_factor
from roundtable.ground.trust.rules import reach_of
from roundtable.ground.trust.services.readings import remember_reading
from roundtable.ground.trust.services.sign_in import PROVEN, is_over
from roundtable.ground.trust.signals import collecting
from roundtable.kernel.base.logs import Noted, note
from roundtable.kernel.base.middleware import at
from roundtable.kernel.base.walls.reach import NOTHING, Reach, opened, within

Answer = Callable[[HttpRequest], HttpResponse]

OPEN_WITHOUT = frozenset({"account_login", "account_logout", "account_reauthenticate", "set_language", "trust:welcome"})
"""Addresses by name that somebody may use who still has to set up the second factor, besides the set-up itself."""


def walled(get_response: Answer) -> Answer:
    """Open for each request what its person reaches today, and nothing longer than its answer takes.

    Who the person is is asked when a restricted table is first read: a sign-in or a token may come in between.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        def reach() -> Reach:
            user = getattr(request, "user", None)
            return NOTHING if user is None else reach_of(user, at(request))

        with opened(reach):
            response = get_response(request)
        if response.streaming:
            response.streaming_content = within(reach, response.streaming_content)  # type: ignore[attr-defined]  # streamed
        return response

    return answer


def bounded(get_response: Answer) -> Answer:
    """End sessions that have lasted too long; let the browser of whoever is out by now forget what it kept."""

    def answer(request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        if was_in and is_over(request):
            note(Noted.SESSION_OVER)
            logout(request)
            messages.info(request, _("Your session has ended, as it does after a while. Sign in again to go on."))
        response = get_response(request)
        if was_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return answer


class SecondFactor:
    """Lead people who hold a function, but keep no second factor, to set one up; nothing else opens until they have."""

    def __init__(self, get_response: Answer) -> None:
        """Wrap the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead to the set-up."""
        if self._satisfied(request) or self._open(request):
            return self.get_response(request)
        place = reverse("mfa_index")
        if request.path.startswith("/api/"):
            return HttpResponse(
                _("Set up a second factor first: %(place)s") % {"place": place}, status=HTTPStatus.FORBIDDEN
            )
        messages.warning(
            request, _("Your function needs a second factor. Set one up here; then everything else opens.")
        )
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": place})
        return redirect(place)

    @staticmethod
    def _satisfied(request: HttpRequest) -> bool:
        if not settings.ROUNDTABLE_SECOND_FACTOR or not request.user.is_authenticated or request.session.get(PROVEN):
            return True
        if not must_keep_second_factor(request.user, at=at(request)):
            return True
        if keeps_second_factor(request.user):
            request.session[PROVEN] = True
            return True
        return False

    @staticmethod
    def _open(request: HttpRequest) -> bool:
        if request.path.startswith(settings.STATIC_URL):
            return True
        name = resolve(request.path_info).view_name or ""
        return name.startswith("mfa_") or name in OPEN_WITHOUT


def reading_remembered(get_response: Answer) -> Answer:
    """Remember what is restricted and was handed out for this request, before the answer leaves.

    Nothing restricted leaves when it cannot be remembered. What was only looked up for a refusal or for being led
    elsewhere was not read.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        with collecting() as handed:
            response = get_response(request)
        led_elsewhere = HTTPStatus.MULTIPLE_CHOICES <= response.status_code < HTTPStatus.BAD_REQUEST
        read = response.status_code < HTTPStatus.BAD_REQUEST and not led_elsewhere and request.method != "HEAD"
        if handed and read and isinstance(request.user, User):
            remember_reading(handed.values(), by=request.user, way=_way(request, response), at=at(request))
        return response

    return answer


def _way(request: HttpRequest, response: HttpResponse) -> Reading.Way:
    if request.path.startswith("/api/"):
        return Reading.Way.API
    saved = response.headers.get("Content-Disposition", "").startswith("attachment")
    return Reading.Way.EXPORT if saved else Reading.Way.PAGE


def reader_zone(get_response: Answer) -> Answer:
    """Show times in the reader's own zone, and pages in the language that the reader chose for the account."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and "language" not in request.GET:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        if not user.timezone:
            return get_response(request)
        with timezone.override(ZoneInfo(user.timezone)):
            return get_response(request)

    return answer
