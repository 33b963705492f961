"""Corridors: what is counted of a pair of countries, its mirror, and what the caveat says that has to be opened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import MEDIA_TYPES, write
from roundtable.records.observatory.domain.places import ISO3
from roundtable.records.observatory.exports import corridor_rows, profile_rows
from roundtable.records.observatory.exports.sparks import spark
from roundtable.records.observatory.queries import desk
from roundtable.records.observatory.queries.countries import footnotes_of, named
from roundtable.records.observatory.queries.current import places_in, standing
from roundtable.records.observatory.queries.mirrors import Corridor, corridor
from roundtable.records.observatory.queries.profiles import said_of
from roundtable.records.observatory.views.profiles import FORMS, as_file, way
from roundtable.ui.charts.chart import amount
from roundtable.ui.pieces import Crumb


def corridor_of(request: HttpRequest, origin: str, destination: str) -> Corridor:
    """Give a corridor with what the reader has opened. Raises `NotThere` where nothing is counted of it."""
    vintages = standing(request.user, at=at(request))
    held = places_in(vintages)
    codes = origin.upper(), destination.upper()
    if codes[0] == codes[1] or any(code not in ISO3 or code not in held for code in codes):
        raise NotThere(_("No figure that you may read is about this corridor."))
    found = corridor(named(codes[0]), named(codes[1]), vintages, opened=request.GET.get("opened", "")[:16])
    if not found.rows and found.mirror is None:
        raise NotThere(_("No figure that you may read is about this corridor."))
    return found


@require_GET
@door(PUBLIC)
def shown(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """Show a corridor: its series, and its mirror, in which the gap is told once its caveat is opened."""
    found = corridor_of(request, origin, destination)
    codes = [found.origin.code, found.destination.code]
    mirror = found.mirror
    opened = f"?opened={mirror.caveat.mark}" if mirror and mirror.caveat and mirror.opened else ""
    context: dict[str, Any] = {
        "corridor": found,
        "rows": [
            (one, spark(one.title, one.trend, rtl=get_language_bidi()), said_of(one.newest[1])) for one in found.rows
        ],
        "mirror": mirror,
        "on_desk": desk.reads_corridor(request.user, *codes, at=at(request)),
        "mirror_origins": [one for one in (mirror.by_origin, mirror.by_destination) if one] if mirror else [],
        "lines": lines_of(found),
        "notes": footnotes_of(codes),
        "demonstration": found.demonstration,
        "marking": profile_rows.marking_of(found.vintages),
        "crumbs": way(
            Crumb(found.destination.name, reverse("observatory:country", args=[found.destination.code])),
            Crumb(_("Corridor")),
        ),
        "back": reverse("observatory:corridor", args=[codes[1], codes[0]]),
        "downloads": [
            (form.upper(), reverse("observatory:corridor_file", args=[*codes, form]) + opened) for form in FORMS
        ],
    }
    return render(request, "observatory/corridor.html", context)


def lines_of(found: Corridor) -> list[dict[str, str]]:
    """Give the lines of a mirror in words."""
    if found.mirror is None:
        return []
    silent = {
        "origin": _("%(country)s reports nothing") % {"country": found.origin.name},
        "destination": _("%(country)s reports nothing") % {"country": found.destination.name},
        "both": _("nobody reports"),
    }
    return [
        {
            "period": one.period,
            "by_origin": written(one.by_origin),
            "by_destination": written(one.by_destination),
            "gap": amount(one.gap) if one.gap is not None else "",
            "ratio": amount(round(one.ratio, 2)) if one.ratio is not None else "",
            "silent": silent.get(one.silent, ""),
        }
        for one in found.mirror.lines
    ]


def written(cell: Any) -> str:
    """Write a cell: its number, or the kind of nothing in words."""
    if cell.number is not None:
        return amount(cell.number)
    return said_of(cell) if cell.status else _("no row")


@require_GET
@door(PUBLIC)
def corridor_file(request: HttpRequest, origin: str, destination: str, form: str) -> HttpResponse:
    """Hand a corridor out as a table; a gap whose caveat was opened stands in it together with the caveat."""
    found = corridor_of(request, origin, destination)
    if form not in FORMS:
        raise NotThere(_("There is no format “%(format)s”.") % {"format": form[:20]})
    table = corridor_rows.rows(found, at=at(request))
    name = f"corridor-{found.origin.code}-{found.destination.code}"
    return as_file(write(table, form), MEDIA_TYPES[form], name, form, table.marking)
