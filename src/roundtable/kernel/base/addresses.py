"""Every address of the house, as the resolver knows them: so that no list of them is kept by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its pattern, its full name, and the view that answers."""

    route: str
    name: str
    view: Callable[..., Any]

    @property
    def plain(self) -> bool:
        """Whether it can be asked for without arguments."""
        return not any(sign in self.route for sign in "<(")


@cache
def addresses() -> tuple[Address, ...]:
    """Every address that the resolver knows, those of libraries and of the API included."""
    return tuple(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[Any], before: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, deeper)
        elif isinstance(pattern, URLPattern):
            yield Address(route, f"{space}{pattern.name or ''}", pattern.callback)
