"""Cards on the home pages: rooms sign up, the portal puts them side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from roundtable.kernel.base.registry import Registry


def everybody(_request: HttpRequest) -> bool:
    """A card for all."""
    return True


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its place in the order, its template, what the template needs, and who sees it."""

    order: int
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any]]
    audience: Callable[[HttpRequest], bool] = everybody
    columns: int = 12
    """How much of the page's width it takes, in twelfths: 4, 5, 7, 8 or the whole."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with what its template needs, ready to be included."""

    template: str
    context: Mapping[str, Any]
    columns: int = 12


desk: Registry[Card] = Registry("links.cards.desk")
"""Cards on the staff home."""
home: Registry[Card] = Registry("links.cards.home")
"""Cards on the public home."""


def shown(cards: Registry[Card], request: HttpRequest) -> list[Shown]:
    """The cards that this request's person sees, in order."""
    return [Shown(card.template, card.context(request), card.columns) for card in cards if card.audience(request)]
