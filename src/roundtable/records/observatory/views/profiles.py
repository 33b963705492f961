"""Profiles of countries: the list of all of which something is known, one of them, and the same on two sheets."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import MEDIA_TYPES, disposition, write
from roundtable.records.observatory.domain.places import ISO3
from roundtable.records.observatory.exports import profile_paper, profile_rows
from roundtable.records.observatory.exports.sparks import spark
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import corridors
from roundtable.records.observatory.queries.countries import Country, countries, footnotes_of, named
from roundtable.records.observatory.queries.current import places_in, standing
from roundtable.records.observatory.queries.profiles import Profile, profile
from roundtable.ui.pieces import Crumb

FORMS = ("csv", "xlsx", "json")


def way(*ends: Crumb) -> list[Crumb]:
    """Give the way to a page of profiles."""
    figures = Crumb(_("Figures"), reverse("observatory:list"))
    return [figures, Crumb(_("Countries"), reverse("observatory:countries")), *ends]


@require_GET
@door(PUBLIC)
def listed(request: HttpRequest) -> HttpResponse:
    """List every country of which a dataset that the reader may see holds something; searched by name or code."""
    vintages = standing(request.user, at=at(request))
    asked = request.GET.get("q", "").strip()[:80]
    found = countries(places_in(vintages), asked)
    if (form := request.GET.get("download", "")) in FORMS:
        table = profile_rows.countries(found, vintages.values(), at=at(request))
        return as_file(write(table, form), MEDIA_TYPES[form], "countries", form, table.marking)
    context = {
        "title": _("Countries"),
        "asked": asked,
        "countries": found,
        "crumbs": [*way()[:1], Crumb(_("Countries"))],
        "demonstration": any(one.dataset.demonstration for one in vintages.values()),
        "notes": footnotes_of(one.code for one in found),
        "downloads": [(one.upper(), f"?{_query(asked)}download={one}") for one in FORMS],
    }
    return render(request, "observatory/countries.html", context)


def _query(asked: str) -> str:
    from_words = {"q": asked} if asked else {}
    return "".join(f"{name}={value}&" for name, value in from_words.items())


def profile_of(request: HttpRequest, code: str) -> tuple[Country, Profile, dict[str, Vintage]]:
    """Give the profile of a country. Raises `NotThere` for a place of which nothing is known to the reader."""
    vintages = standing(request.user, at=at(request))
    place = code.upper()
    if place not in ISO3 or place not in places_in(vintages):
        raise NotThere(_("No figure that you may read is about a place with the code %(code)s.") % {"code": place[:8]})
    return named(place), profile(place, vintages), vintages


@require_GET
@door(PUBLIC)
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show the figures that matter of a country."""
    place, found, vintages = profile_of(request, code)
    rtl = get_language_bidi()
    pairs = corridors.pairs_of(place.code, vintages)
    used = [*found.vintages, *(one.vintage for one in pairs)]
    context: dict[str, Any] = {
        "country": place,
        "profile": found,
        "figures": [(one, spark(one.title, one.trend, rtl=rtl)) for one in found.figures],
        "pairs": pairs,
        "notes": footnotes_of([place.code, *corridors.named_in(pairs)]),
        "demonstration": any(one.dataset.demonstration for one in used),
        "marking": profile_rows.marking_of(used),
        "crumbs": way(Crumb(place.name)),
        "downloads": [(one.upper(), f"{reverse('observatory:profile', args=[place.code, one])}") for one in FORMS],
        "paper": reverse("observatory:profile", args=[place.code, "pdf"]),
    }
    return render(request, "observatory/country.html", context)


@require_GET
@door(PUBLIC)
def country_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Hand the figures of a country out: as a table, or on two sheets as tagged PDF."""
    place, found, _vintages = profile_of(request, code)
    marking = profile_rows.marking_of(found.vintages)
    name = f"profile-{place.code}"
    if form == "pdf":
        body = profile_paper.written(place, found, at=at(request))
        return as_file(body, "application/pdf", name, form, marking)
    if form not in FORMS:
        raise NotThere(_("There is no format “%(format)s”.") % {"format": form[:20]})
    return as_file(
        write(profile_rows.figures(place, found, at=at(request)), form), MEDIA_TYPES[form], name, form, marking
    )


def as_file(body: bytes, media: str, name: str, form: str, marking: str) -> HttpResponse:
    """Hand a file out under its name, its marking in front."""
    answered = HttpResponse(body, content_type=media)
    answered["Content-Disposition"] = disposition(in_name(marking, f"{name}.{form}"))
    return answered
