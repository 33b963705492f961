"""Search over everything."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import dialogue, everybody, footnotes
from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.links import search as index
from roundtable.kernel.links.listings import left_out, no_page

LONGEST = 200


@door(PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """Find a code, a word or a Party, among what the reader may see."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "") or None
    found = index.find(request.user, words, kind=kind, page=request.GET.get("page", "1")) if words else None
    misread = left_out(request.GET, {"q", "kind", "page"})
    if found and kind and kind not in {source.kind for source in index.sources}:
        misread.append(
            _("“%(value)s” is not a choice for “%(label)s”.") % {"value": kind[:LONGEST], "label": _("Kind")}
        )
    if found and (asked := request.GET.get("page", "")) and asked != str(found.page.number):
        misread.append(no_page(asked))
    demonstration = bool(found and any(hit.demonstration for hit in found.hits))
    notes = _footnotes(found.hits) if found else []
    return render(
        request,
        "portal/search.html",
        {
            "words": words,
            "kind": kind,
            "found": found,
            "notes": notes,
            "demonstration": demonstration,
            "misread": misread,
        },
    )


def _footnotes(hits: list[index.Hit]) -> list[str]:
    """Give the footnotes of who is named in what was found, by code or in words of any language."""
    today = date.today()  # noqa: DTZ011 - names do not hang on the day
    said = "\n".join(strip_tags(f"{hit.title}\n{hit.excerpt}") for hit in hits)
    codes = {code for hit in hits for code in hit.codes}
    noted = [
        view.code
        for language in dialogue().languages
        for view in everybody(today, language=language)
        if view.footnote and (view.code in codes or view.plain_name in said)
    ]
    return footnotes(sorted(set(noted)))
