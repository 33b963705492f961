"""What the tests of architecture know of the house: its source files, its rooms and its addresses."""

import ast
from functools import cache
from pathlib import Path

from roundtable.kernel.base.addresses import Address, addresses

__all__ = ["FLOORS", "SOURCE", "Address", "addresses", "floor_of", "room_of", "sources"]

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
