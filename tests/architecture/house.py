"""What the tests of architecture know of the house: its source files, its rooms and its addresses."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).resolve().parents[2] / "src" / "roundtable"

FLOORS = (
    "kernel",
    "ui",
    "ground.trust",
    "ground.parties",
    "ground.documents",
    "records",
    "operations",
    "portal",
    "config",
)
"""From the cellar up. A room of records or operations stands beside its neighbours."""


@dataclass(frozen=True)
class Address:
    """One address of the house."""

    route: str
    name: str
    view: Callable[..., Any]

    @property
    def plain(self) -> bool:
        """Whether it can be asked for without arguments."""
        return not any(sign in self.route for sign in "<(")


@cache
def addresses() -> tuple[Address, ...]:
    """Every address that the resolver knows."""
    return tuple(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[Any], before: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, deeper)
        elif isinstance(pattern, URLPattern):
            yield Address(route, f"{space}{pattern.name or ''}", pattern.callback)


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    """Every source file of the house with its syntax tree; migrations are written by Django."""
    return tuple(
        (str(path.relative_to(SOURCE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    )


def room_of(dotted: str) -> str:
    """The room that a module belongs to: `ground.trust`, `operations.plan`, `kernel`, ..."""
    parts = dotted.removeprefix("roundtable.").split(".")
    return ".".join(parts[:2]) if parts[0] in {"ground", "records", "operations"} else parts[0]


def floor_of(room: str) -> int:
    """How high a room lies."""
    known = room if room in FLOORS else room.split(".", maxsplit=1)[0]
    return FLOORS.index(known)
