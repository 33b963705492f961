"""Pages for what goes wrong before or beside the rooms; those without the masthead ask nothing of the database."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from roundtable.ui.context import theme


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request could not be read, or that it was too large to be read."""
    if isinstance(exception, RequestDataTooBig):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return render(request, "413.html", {"largest": settings.ROUNDTABLE_UPLOAD_MB}, status=status)
    return _bare(request, "400.html", HTTPStatus.BAD_REQUEST)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, and that nothing was saved half."""
    return _bare(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def away(request: HttpRequest) -> HttpResponse:
    """Say that the database does not answer for the moment, and what to do with what was sent."""
    return _bare(request, "503.html", HTTPStatus.SERVICE_UNAVAILABLE)


def full(request: HttpRequest) -> HttpResponse:
    """Say that there is no space left, that nothing was saved, and that reading goes on."""
    return _bare(request, "507.html", HTTPStatus.INSUFFICIENT_STORAGE)


def _bare(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"theme": theme(request)}), status=status)
