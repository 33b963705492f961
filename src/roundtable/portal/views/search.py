"""Search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.links import search as index

LONGEST = 200


@door(PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """Find a code, a word or a Party, among what the reader may see."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "") or None
    found = index.find(request.user, words, kind=kind, page=request.GET.get("page", "1")) if words else None
    demonstration = bool(found and any(hit.demonstration for hit in found.hits))
    return render(
        request, "portal/search.html", {"words": words, "kind": kind, "found": found, "demonstration": demonstration}
    )
