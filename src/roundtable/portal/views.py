"""The public home and the desk of those who work here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roundtable.ground.trust.public import PUBLIC, SIGNED_IN, door


@door(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Say what the dialogue is, what it does now, and how far the plan is."""
    return render(request, "portal/home.html")


@door(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """Begin with what waits for the reader."""
    return render(request, "portal/desk.html")
