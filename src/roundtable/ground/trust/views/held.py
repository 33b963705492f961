"""What is held about a person: for themselves, and by the secretariat for somebody who asks in another way."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roundtable.ground.trust import queries, services
from roundtable.ground.trust.doors import SIGNED_IN, door, person_of
from roundtable.ground.trust.forms import PurposeForm
from roundtable.ground.trust.models import User
from roundtable.ground.trust.queries.held import held_about, in_parts, readable
from roundtable.ground.trust.rules import Do
from roundtable.kernel.base.middleware import at


@require_safe
@door(SIGNED_IN)
def own(request: HttpRequest) -> HttpResponse:
    """Show everything that is held about the reader, with the reason for each table; its rows part by part."""
    person, wanted = person_of(request), request.GET.get("part", "").strip()
    parts = in_parts(person, opened=wanted)
    misread = [_("Nothing is held about you under “%(value)s”.") % {"value": wanted[:40]}]
    return render(
        request,
        "trust/held.html",
        {
            "told": parts,
            "misread": misread if wanted and not any(one["opened"] for one in parts) else [],
            "demonstration": person.demonstration,
        },
    )


@require_safe
@door(SIGNED_IN)
def own_file(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is held about the reader as a file."""
    return _file(held_about(person_of(request), at=at(request)), "held-about-me.json")


@door(Do.TELL_HELD)
def of_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for somebody who asked, once it is said what for; the log of reading keeps that it happened."""
    reader, moment = person_of(request), at(request)
    shown: User = get_object_or_404(queries.managed_by(reader, at=moment), pk=pk)
    form = PurposeForm(request.POST or None)
    told: dict[str, Any] | None = None
    if form.is_valid():
        told = services.tell_held(shown, form.cleaned_data["purpose"], by=reader, at=moment)
        if "file" in request.POST:
            return _file(told, f"held-about-{shown.pk}.json")
    return render(
        request,
        "trust/held_of.html",
        {"shown": shown, "form": form, "told": readable(told) if told else None, "demonstration": shown.demonstration},
        status=422 if form.errors else 200,
    )


def _file(told: dict[str, Any], name: str) -> HttpResponse:
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
