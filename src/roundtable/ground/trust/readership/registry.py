"""Where rooms say who may read their fields, and which fields there are to say it of."""

from typing import Any

from django.db import models

from roundtable.ground.trust.domain.leaving import Apart, Leaving
from roundtable.ground.trust.domain.readership import OfKind, Readership, Rule
from roundtable.ground.trust.domain.ways import Fault, Planting, Way
from roundtable.ground.trust.readership.held import Held
from roundtable.ground.trust.rules import Actor
from roundtable.kernel.base.registry import Registry

readerships: Registry[Readership] = Registry("readerships")

kinds: Registry[OfKind] = Registry("readerships by kind")

ways: Registry[Way] = Registry("ways")
"""How each address is asked for; the proofs fail at one of which no room has said it."""

plantings: Registry[Planting] = Registry("plantings")
"""What rooms put into the world in which the proofs ask."""

faults: Registry[Fault] = Registry("planted faults")
"""Faults planted on purpose, each of which the proof of isolation must find."""

leavings: Registry[Leaving] = Registry("leavings")
"""In which forms each list leaves; the proof of export parity fails at one of which no room has said it."""

apart: Registry[Apart] = Registry("what leaves and is no list")
"""Addresses and operations that hand out something other than rows, each with its reason."""

personal: Registry[Held] = Registry("what is held about people")
"""What each table holds about people, and how it leads to them."""

HOLDS_TEXT = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)
"""Fields in which words, or what was made of words, can stand; those of libraries are built on these."""


def text_fields(model: type[models.Model]) -> list[Any]:
    """Give the fields of a table that can hold text."""
    return [field for field in model._meta.concrete_fields if isinstance(field, HOLDS_TEXT)]


def worded_fields(readership: Readership, model: type[models.Model]) -> list[Any]:
    """Give the fields of a table in which words of people stand: text without choices, and not said to be codes."""
    return [field for field in text_fields(model) if not field.choices and field.name not in readership.without_words]


def readership_of(model: type[models.Model]) -> Readership | None:
    """Give what was said of a table; of the table between two tables, what was said of the one that has the list."""
    label = model._meta.label_lower
    return next((one for one in readerships if one.model == label), None)


def as_its_room_says(model: str, column: str) -> tuple[Rule, Rule]:
    """Give the rules (to read, to change) of things that are kept for a room, which the column names.

    What no room spoke for is nobody's.
    """

    def said(thing: Any) -> OfKind | None:
        kind = thing
        for name in column.split("."):
            kind = getattr(kind, name)
        return next((one for one in kinds if one.model == model and one.kind == kind), None)

    def reads(who: Actor, thing: Any) -> bool:
        found = said(thing)
        return found is not None and found.reads(who, thing)

    def changes(who: Actor, thing: Any) -> bool:
        found = said(thing)
        return found is not None and found.changes(who, thing)

    return reads, changes
