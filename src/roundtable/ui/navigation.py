"""The way through the house: rooms add their entrance when they start, pages show what the reader may enter.

>>> navigation.add(Item(label=_("Plan"), url_name="plan:home", order=20))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

Text = str | Promise


class Place(StrEnum):
    """Where an entry stands: in the masthead, behind the person's name, or in the footer."""

    MAIN = "main"
    PERSON = "person"
    FOOT = "foot"


def everyone(_request: HttpRequest) -> bool:
    """Anyone may see it."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """Only people who have signed in see it."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


@dataclass(frozen=True, kw_only=True)
class Item:
    """An entry: a translatable label, the name of its address, its order, and who sees it."""

    label: Text
    url_name: str
    order: int = 50
    audience: Callable[[HttpRequest], bool] = everyone
    place: Place = Place.MAIN


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    label: str
    href: str
    current: bool


_items: dict[tuple[Place, str], Item] = {}


def add(item: Item) -> None:
    """Add an entry; the same address at the same place is kept once, the last word counts."""
    _items[item.place, item.url_name] = item


def links(request: HttpRequest, place: Place = Place.MAIN) -> list[Link]:
    """The entries at a place that this reader sees, in order; the one that this address belongs to is current."""
    found = [item for item in _items.values() if item.place == place and item.audience(request)]
    found.sort(key=lambda item: (item.order, item.url_name))
    addresses = [reverse(item.url_name) for item in found]
    within = [address for address in addresses if _within(request.path, address)]
    here = max(within, key=len, default=None)
    return [Link(str(item.label), address, address == here) for item, address in zip(found, addresses, strict=True)]


def _within(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address if address.endswith("/") else address + "/"))
