"""How Parties and Partners are named, footnoted and ordered in the reader's language."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from roundtable.ground.parties.domain.alphabets import in_order
from roundtable.ground.parties.domain.naming import designation, said_in
from roundtable.ground.parties.queries.table.entries import Entry, Table, table


def reader_language(language: str | None = None) -> str:
    """Give the language asked for, or the one in which the page is read."""
    return (language or get_language() or settings.LANGUAGE_CODE).lower()


def plain_name_of(entry: Entry, language: str, *, as_listed: bool) -> str:
    """Give the designation without its mark."""
    return designation(entry.code, language, own=entry.own, listed_as=entry.listed_as, as_listed=as_listed)


@lru_cache(maxsize=32)
def names_in(known: Table, language: str) -> Mapping[str, str]:
    """Give the names with their marks, in the order of the language's alphabet."""
    shown = {
        code: plain_name_of(entry, language, as_listed=known.as_listed) + entry.mark
        for code, entry in known.entries.items()
    }
    return {code: shown[code] for code in in_order(shown, language, shown.__getitem__)}


def footnote_of(entry: Entry, language: str) -> str:
    """Give an entry's footnote with its mark, or an empty text."""
    text = said_in(entry.footnote, language) or said_in(entry.footnote, "en")
    return f"{entry.mark} {text}".strip() if text else ""


def names(language: str | None = None) -> dict[str, str]:
    """Give the name to show for each code, with its mark, in the order of the reader's alphabet."""
    return dict(names_in(table(), reader_language(language)))


def footnotes_by_code(language: str | None = None) -> dict[str, str]:
    """Give the footnote of each code that has one, for tables in which every row carries its own."""
    language = reader_language(language)
    notes = {code: footnote_of(entry, language) for code, entry in table().entries.items()}
    return {code: note for code, note in notes.items() if note}


def footnotes(codes: Iterable[str], language: str | None = None) -> list[str]:
    """Give the footnotes that a list, chart, map or export of these codes must carry, each once, its mark in front."""
    language = reader_language(language)
    entries = table().entries
    notes = [footnote_of(entries[code], language) for code in codes if code in entries]
    return list(dict.fromkeys(note for note in notes if note))


def sort_by_name(codes: Iterable[str], language: str | None = None) -> list[str]:
    """Put codes in the order of their names in the reader's alphabet; codes that nobody has come last."""
    places = {code: place for place, code in enumerate(names(language))}
    return sorted(codes, key=lambda code: (places.get(code, len(places)), code))
