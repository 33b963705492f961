"""Addresses for tests of the interface alone: its own, and three that navigation may lead to."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(_request, **_parts):
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="front"),
    path("plan/", nothing, name="plan"),
    path("parties/", nothing, name="parties"),
    path("ui/", include("roundtable.ui.urls")),
]
