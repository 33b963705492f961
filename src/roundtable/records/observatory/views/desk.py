"""The mirror desk: both sides of a corridor, each written by its own contact point."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roundtable.ground.trust.public import door, history_of, person_of
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.observatory.domain.places import ISO3
from roundtable.records.observatory.forms import SideForm
from roundtable.records.observatory.models import MirrorSide
from roundtable.records.observatory.queries import desk
from roundtable.records.observatory.queries.countries import Country, footnotes_of, named
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.services import mirroring
from roundtable.records.observatory.views.asking import done, take_in
from roundtable.records.observatory.views.profiles import way
from roundtable.ui.pieces import Crumb, Tone

TONES = {"pending": Tone.WAIT, "agree": Tone.OK, "disagree": Tone.STOP}


@require_GET
@door(Do.READ_MIRROR)
def listed(request: HttpRequest) -> HttpResponse:
    """List the corridors of which a side is written and that the reader works on."""
    found = list(desk.sides_for(request.user, at=at(request)))
    context = {
        "title": _("Mirror desk"),
        "sides": [_line(one) for one in found],
        "notes": footnotes_of(code for one in found for code in (one.origin, one.destination)),
        "marking": "LIMITE",
        "crumbs": way(Crumb(_("Mirror desk"))),
    }
    return render(request, "observatory/mirrors.html", context)


@require_http_methods(["GET", "POST"])
@door(Do.READ_MIRROR)
def mirror(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """Show both sides of a corridor's mirror, and take in the own one."""
    origin, destination = origin.upper(), destination.upper()
    moment = at(request)
    known = origin in ISO3 and destination in ISO3 and origin != destination
    if not known or not desk.reads_corridor(request.user, origin, destination, at=moment):
        raise NotThere("")
    sides = desk.sides_of(request.user, origin, destination, at=moment)
    own = desk.writes_for(request.user, origin, destination, at=moment)
    party = request.POST.get("party", own[0] if own else "")
    if request.method == "POST" and party not in own:
        raise NotThere("")
    form = _form(request, party, sides) if own else None

    def save() -> None:
        said = form.cleaned_data if form else {}
        mirroring.write_side(origin, destination, party, **said, by=person_of(request), at=moment)

    if request.method == "POST" and form is not None and take_in(form, save):
        return done(request, _("Your side is written."), reverse("observatory:mirror", args=[origin, destination]))
    context: dict[str, Any] = {
        "origin": named(origin),
        "destination": named(destination),
        "sides": [(named(code), sides.get(code), _tone(sides.get(code))) for code in (origin, destination)],
        "form": form,
        "party": named(party) if party else None,
        "history": [entry for one in sides.values() for entry in history_of(one, request.user, at=moment)],
        "notes": footnotes_of([origin, destination]),
        "marking": "LIMITE",
        "crumbs": way(Crumb(_("Mirror desk"), reverse("observatory:mirrors")), Crumb(_("Corridor"))),
    }
    return render(request, "observatory/mirror.html", context, status=422 if form is not None and form.errors else 200)


def _line(one: MirrorSide) -> tuple[MirrorSide, Country, Country, Country, Tone]:
    return one, named(one.origin), named(one.destination), named(one.party), TONES[one.stance]


def _tone(one: MirrorSide | None) -> Tone:
    return TONES[one.stance] if one else Tone.QUIET


def _form(request: HttpRequest, party: str, sides: dict[str, MirrorSide]) -> SideForm:
    if request.method == "POST":
        return SideForm(request.POST)
    side = sides.get(party)
    if side is None:
        return SideForm(initial={"stance": MirrorSide.Stance.PENDING})
    return SideForm(initial={"stance": side.stance, "text": side.text, "seen": side.written_at.isoformat()})
