"""Files, after a check on their record; and the few pages about the platform itself."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files import store


@door(PUBLIC)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a file to whoever may read the thing that it belongs to."""
    return store.give(request.user, pk)


@door(PUBLIC)
def security_contact(request: HttpRequest) -> HttpResponse:
    """Say where weaknesses are reported (RFC 9116)."""
    lines = [
        f"Contact: {settings.ROUNDTABLE_SECURITY_CONTACT}",
        f"Expires: {(at(request) + timedelta(days=180)).date().isoformat()}T00:00:00Z",
        "Preferred-Languages: en, ru",
        f"Canonical: {settings.ROUNDTABLE_ADDRESS}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@door(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages can be used, and what to do where they cannot."""
    return render(request, "portal/accessibility.html")


@door(PUBLIC)
def sources(request: HttpRequest) -> HttpResponse:
    """Say where facts, maps and typefaces come from, and under which licence."""
    return render(request, "portal/sources.html")
