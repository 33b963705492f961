"""The words of an agenda item in several languages, and how far each translation is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far the words in one language are."""

    ORIGINAL = "original"
    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Words:
    """What an item says in one language: its title, the note of the annotated agenda, and which original it follows."""

    title: str = ""
    note: str = ""
    of: int = 0


def state_of(texts: Mapping[str, Words], language: str, *, original: str, wording: int) -> State:
    """Say how far the words in a language are. `wording` is the revision of the original's words.

    >>> texts = {"en": Words("Opening", of=2), "ru": Words("Открытие", of=1)}
    >>> [str(state_of(texts, code, original="en", wording=2)) for code in ("en", "ru", "uk")]
    ['original', 'stale', 'missing']
    """
    found = texts.get(language)
    if found is None or not found.title:
        return State.MISSING
    if language == original:
        return State.ORIGINAL
    return State.CURRENT if found.of == wording else State.STALE


def shown(texts: Mapping[str, Words], language: str, *, original: str) -> tuple[Words, str]:
    """Give the words to show in a language, and the language that they are in.

    An item is shown whole in one language: a title never stands in another language than its note.
    """
    found = texts.get(language)
    if found is not None and found.title:
        return found, language
    return texts.get(original, Words()), original


def written(
    texts: Mapping[str, Words], new: Mapping[str, Words], *, original: str, wording: int
) -> tuple[dict[str, Words], int]:
    """Put new words in; give all words and the revision of the original. A translation that is saved follows it.

    What changes in the original makes the translations that were not saved with it stale.
    """
    said = {code: words for code, words in new.items() if words.title or words.note}
    before, after = texts.get(original), said.get(original, texts.get(original))
    if after is not None and (before is None or (before.title, before.note) != (after.title, after.note)):
        wording += 1
    found: dict[str, Words] = {}
    for code in {**texts, **new}:
        words, was = said.get(code), texts.get(code)
        if code in new and words is None:
            continue
        if words is None:
            found[code] = was or Words()
        elif code != original and was is not None and (was.title, was.note) == (words.title, words.note):
            # Sent along unchanged: it still follows what it followed.
            found[code] = was
        else:
            found[code] = replace(words, of=wording)
    return found, wording


def counts(states: Iterable[State]) -> dict[State, int]:
    """Count items by the state of their words."""
    found = dict.fromkeys(State, 0)
    for state in states:
        found[state] += 1
    return found


def read(kept: Mapping[str, Any]) -> dict[str, Words]:
    """Read words from what is kept."""
    return {
        code: Words(str(one.get("title", "")), str(one.get("note", "")), int(one.get("of", 0)))
        for code, one in kept.items()
    }


def kept(texts: Mapping[str, Words]) -> dict[str, Any]:
    """Give words as they are kept."""
    return {code: {"title": one.title, "note": one.note, "of": one.of} for code, one in texts.items()}
