"""The interface shows itself: every component alive, and the reader's own choices of language and theme."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from roundtable.ui import samples
from roundtable.ui.charts import render as drawing
from roundtable.ui.context import THEMES, theme

A_YEAR = 365 * 24 * 60 * 60


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with all its states; `?theme=dark` and `?dir=rtl` show it so."""
    _only_where_it_is_shown()
    asked = request.GET.get("theme", "")
    form = samples.Report()
    page = Paginator(range(1, 413), 25).get_page(request.GET.get("page"))
    shown = samples.gallery()
    return render(
        request,
        "ui/gallery.html",
        {
            **shown,
            "theme": asked if asked in THEMES else theme(request),
            "dir": request.GET["dir"] if request.GET.get("dir") in {"ltr", "rtl"} else _direction(),
            "form": form,
            "faulty": samples.Report(samples.MISTAKES, prefix="faulty"),
            "filters": samples.Filters(request.GET or None),
            "page": page,
            "demonstration": True,
        },
    )


def _only_where_it_is_shown() -> None:
    if not settings.ROUNDTABLE_GALLERY:
        raise Http404


def _direction() -> str:
    return "rtl" if get_language_bidi() else "ltr"


@require_safe
def chart(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A sample chart as a file: svg, png, csv, json, or what the browser's engine draws."""
    _only_where_it_is_shown()
    found = samples.charts().get(name)
    if found is None or form not in drawing.TYPES:
        raise Http404
    direction = "rtl" if request.GET.get("dir") == "rtl" else "ltr"
    body, kind = drawing.answer(found, form, get_language() or "en", direction)
    return HttpResponse(body, content_type=kind)


# Changes only how pages look to this reader; asking for a token would give every visitor a cookie.
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language or theme in a cookie and go back to the page."""
    address = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        address = "/"
    answer = HttpResponseRedirect(address)
    language, wanted = request.POST.get("language", ""), request.POST.get("theme", "")
    keep = {"max_age": A_YEAR, "samesite": "Lax", "secure": request.is_secure(), "httponly": True}
    if language in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **keep)  # type: ignore[arg-type]  # plain keywords
    if wanted in THEMES:
        answer.set_cookie(settings.THEME_COOKIE_NAME, wanted, **keep)  # type: ignore[arg-type]  # plain keywords
    elif wanted == "system":
        answer.delete_cookie(settings.THEME_COOKIE_NAME, samesite="Lax")
    return answer


# The sign on each door, read by the room that keeps the rules; this room may not import it.
for view in (gallery, chart, preferences):
    setattr(view, "door", "public")  # noqa: B010 - a function may carry a sign, its type does not know
setattr(preferences, "page", "portal:home")  # noqa: B010 - as above
