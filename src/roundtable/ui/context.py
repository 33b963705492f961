"""What every page knows: the way through the house, language, direction, theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, get_language_info

from roundtable.ui import installation, navigation
from roundtable.ui.navigation import Place

THEMES = ("light", "dark")

# The faces that the first lines of a page need, by the script of its language.
_LATIN = ("noto-sans-latin-400", "noto-serif-latin-600")
_PRELOAD = {
    "ru": ("noto-sans-cyrillic-400", "noto-serif-cyrillic-600"),
    "uk": ("noto-sans-cyrillic-400", "noto-serif-cyrillic-600"),
    "ar": ("noto-sans-arabic-arabic-400",),
    "fa": ("noto-sans-arabic-arabic-400",),
    "ka": ("noto-sans-georgian-georgian-400",),
    "hy": ("noto-sans-armenian-armenian-400",),
}


@dataclass(frozen=True)
class Language:
    """A language the pages can be read in, named in itself."""

    code: str
    name: str
    current: bool


OWN_NAMES = {"fa-af": "دری"}
"""Languages that Django knows under a wider name."""


def languages(request: HttpRequest) -> list[Language]:
    """The languages a page can be read in: for people at work the working languages, for everybody else all."""
    here = get_language() or settings.LANGUAGE_CODE
    every = [code for code, _name in settings.LANGUAGES]
    person = getattr(request, "user", None)
    working = [code for code in settings.STAFF_LANGUAGES if code in every]
    codes = working if person and person.is_authenticated else every
    return [Language(code, _own_name(code), code.split("-")[0] == here.split("-")[0]) for code in codes]


def _own_name(code: str) -> str:
    if code in OWN_NAMES:
        return OWN_NAMES[code]
    info = get_language_info(code)
    name: str = info["name_local"]
    return name[:1].upper() + name[1:]


def theme(request: HttpRequest) -> str:
    """The reader's own choice, `light` or `dark`, or nothing where the system decides."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return chosen if chosen in THEMES else ""


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every page the links it shows, its language, direction and theme; runs as a context processor."""
    main = SimpleLazyObject(lambda: navigation.links(request))
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return {
        "navigation": main,
        "current": SimpleLazyObject(lambda: next((link for link in main if link.current), None)),
        "person_links": SimpleLazyObject(lambda: navigation.links(request, Place.PERSON)),
        "foot_links": SimpleLazyObject(lambda: navigation.links(request, Place.FOOT)),
        "installation": SimpleLazyObject(installation.here),
        "theme": theme(request),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "languages": SimpleLazyObject(lambda: languages(request)),
        "preload": [f"vendor/fonts/{face}.woff2" for face in (*_PRELOAD.get(language, ()), *_LATIN)],
        "search_address": _address("portal:search"),
        "sign_in": _address("account_login"),
        "sign_out": _address("account_logout"),
    }


def _address(name: str) -> str:
    # An installation may leave out local accounts; the masthead then offers no door that is not there.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
