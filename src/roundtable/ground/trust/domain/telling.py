"""How what history keeps is told: each field has words for its name, and a way to say its values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Protocol

SHORT: Final = 160
"""Characters of a value that a line can carry; longer texts are folded."""

NOTHING: Final[tuple[object, ...]] = (None, "", [], {}, ())


class Speech(Protocol):
    """What is needed to say a value in the reader's language; the queries of this room speak it."""

    def scope(self, code: str) -> str:
        """Name a Party, a Partner or a body."""

    def institution(self, code: str) -> str:
        """Name an institution."""

    def person(self, number: int) -> str:
        """Name a person, or say whose they are; never an address."""

    def language(self, code: str) -> str:
        """Name a language."""

    def day(self, value: date) -> str:
        """Say a day."""

    def moment(self, value: datetime) -> str:
        """Say an instant in the reader's own zone."""

    def money(self, amount: Decimal) -> str:
        """Say an amount in euro."""

    def truth(self, *, value: bool) -> str:
        """Say yes or no."""


Show = Callable[[Any, Speech], str]


def text(value: Any, speech: Speech) -> str:
    """Say a value as it stands: texts and numbers, yes and no, lists with commas."""
    if isinstance(value, bool):
        return speech.truth(value=value)
    if isinstance(value, list | tuple):
        return ", ".join(text(part, speech) for part in value)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Words:
    """What a field is called, and how its values are said. Without `show` the field is counted, and never told."""

    label: object
    show: Show | None = text


UNTOLD: Final = Words("", show=None)
"""Kept for the platform's own reckoning, and told to nobody."""


def choice(choices: Iterable[tuple[Any, object]]) -> Show:
    """Say a value by its label; one that is no longer offered as it stands."""
    labels = {str(value): label for value, label in choices}

    def show(value: Any, _speech: Speech) -> str:
        return str(labels.get(str(value), value))

    return show


def many(one: Show, *, between: str = ", ") -> Show:
    """Say each part of a list."""

    def show(value: Any, speech: Speech) -> str:
        return between.join(one(part, speech) for part in value)

    return show


def scope(value: Any, speech: Speech) -> str:
    """Say whose something is."""
    return speech.scope(str(value))


def institution(value: Any, speech: Speech) -> str:
    """Say a ministry or body."""
    return speech.institution(str(value))


def person(value: Any, speech: Speech) -> str:
    """Say a person, kept by number. Older entries keep a name, or an address that is nobody's to read here."""
    if isinstance(value, int):
        return speech.person(value)
    return speech.person(0) if "@" in str(value) else str(value)


def day(value: Any, speech: Speech) -> str:
    """Say a day, or the instant that was kept in its place."""
    try:
        return speech.day(date.fromisoformat(str(value)))
    except ValueError:
        return moment(value, speech)


def moment(value: Any, speech: Speech) -> str:
    """Say an instant."""
    try:
        return speech.moment(datetime.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def clock(value: Any, _speech: Speech) -> str:
    """Say a time of day: hours and minutes."""
    hours, colon, rest = str(value).partition(":")
    return f"{hours}{colon}{rest[:2]}"


def zone(value: Any, _speech: Speech) -> str:
    """Say a time zone as the lists to choose from do."""
    return str(value).replace("_", " ")


def money(value: Any, speech: Speech) -> str:
    """Say an amount in euro."""
    try:
        return speech.money(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def by_language(value: Any, speech: Speech) -> str:
    """Say a text that is kept in several languages: with the name of each where there are several."""
    if not isinstance(value, Mapping):
        return text(value, speech)
    said = {code: written for code, written in value.items() if written}
    if set(said) == {"en"}:
        return str(said["en"])
    return "\n".join(f"{speech.language(code)}: {written}" for code, written in said.items())


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed, in words: what it is called, what it said before, what it says after."""

    label: str
    before: str
    after: str

    @property
    def long(self) -> bool:
        """Whether it is better folded than written on a line."""
        return any(len(said) > SHORT or "\n" in said for said in (self.before, self.after))


def changes(
    fields: Mapping[str, Words], before: Mapping[str, Any], after: Mapping[str, Any], speech: Speech
) -> tuple[Change, ...]:
    """Say each field that changed, in the order in which it was kept. A field without words is left out.

    >>> changes({"title": Words("Title")}, {"title": "Old"}, {"title": "New", "hash": "f00"}, None)
    (Change(label='Title', before='Old', after='New'),)
    """
    told = []
    for name in {**before, **after}:
        words = fields.get(name)
        if words is None or words.show is None:
            continue
        was, now = (_said(words.show, values.get(name), speech) for values in (before, after))
        if was != now:
            told.append(Change(str(words.label), was, now))
    return tuple(told)


def _said(show: Show, value: Any, speech: Speech) -> str:
    return "" if value in NOTHING else show(value, speech)
