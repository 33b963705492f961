"""Names of states and the Union in every language of the interface, from CLDR: Unicode's common locale data."""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=32)
def cldr_names(language: str) -> Mapping[str, str]:
    """Give CLDR's names of territories by code in a language such as `fa-af`; English where CLDR has none.

    >>> cldr_names("en")["CZ"], cldr_names("tr")["DE"]
    ('Czechia', 'Almanya')
    """
    names = dict(Locale("en").territories)
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return names
    return names | dict(locale.territories)


def said_in(texts: Mapping[str, str], language: str) -> str:
    """Give the text for a language or for its base, and nothing where there is none: a name never falls back silently.

    >>> said_in({"fa-af": "متن"}, "fa-af"), said_in({"en": "text"}, "ru")
    ('متن', '')
    """
    return texts.get(language) or texts.get(language.partition("-")[0]) or ""


def designation(code: str, language: str, *, own: Mapping[str, str], listed_as: str, as_listed: bool) -> str:
    """Give the name under which an entry is shown, without its mark.

    The dialogue's own designation comes first; then, when the dialogue prefers it and the language is the
    Declaration's, the wording of the Declaration; then CLDR's name; then the English designation; then the code.
    """
    if given := said_in(own, language):
        return given
    if as_listed and listed_as and language.startswith("en"):
        return listed_as.removeprefix("the ")
    return cldr_names(language).get(code) or said_in(own, "en") or listed_as or code
