"""Linguistic versions of one text: which paragraph of a version says which of the original, and which are stale."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from roundtable.ground.documents.domain import content as inside
from roundtable.ground.documents.domain.text import Paragraph, Text


class State(StrEnum):
    """How a paragraph of a version stands to the original."""

    CURRENT = "current"
    STALE = "stale"
    """The original changed since."""
    MISSING = "missing"
    """The original has it and the version has not."""
    LEFT_OVER = "left_over"
    """The version has it and the original has it no more."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph in both languages."""

    key: str
    original: Paragraph | None
    version: Paragraph | None
    state: State


def print_of(one: Paragraph) -> str:
    """What a reader of the original sees of a paragraph, as a hash; its number is no part of what is translated.

    >>> a, b = Paragraph("p1", (inside.Run("We meet."),), label="1."), Paragraph("p9", (inside.Run("We meet."),))
    >>> print_of(a) == print_of(b)
    True
    """
    said = {
        "content": inside.as_json(one.content, keys=False),
        "rows": [[inside.as_json(cell, keys=False) for cell in row] for row in one.rows],
        "role": one.role.value,
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


def prints_of(text: Text) -> dict[str, str]:
    """The hash of each paragraph by its key."""
    return {one.key: print_of(one) for one in text.paragraphs}


def aligned(original: Text, version: Text, made_from: Mapping[str, str]) -> tuple[Pair, ...]:
    """Put both languages side by side in the order of the original; what is left over comes last."""
    pairs = []
    for one in original.paragraphs:
        there = version.by_key.get(one.key)
        if there is None:
            state = State.MISSING
        else:
            state = State.CURRENT if made_from.get(one.key) == print_of(one) else State.STALE
        pairs.append(Pair(one.key, one, there, state))
    pairs += [Pair(one.key, None, one, State.LEFT_OVER) for one in version.paragraphs if one.key not in original.by_key]
    return tuple(pairs)


def by_place(original: Text, version: Text) -> Text | None:
    """Give the paragraphs of a version the keys of the original by their places; None where both have other shapes."""
    if len(original.paragraphs) != len(version.paragraphs):
        return None
    if any(one.role is not other.role for one, other in zip(original.paragraphs, version.paragraphs, strict=True)):
        return None
    return Text(
        tuple(
            Paragraph(one.key, other.content, other.role, other.level, other.label, other.rows)
            for one, other in zip(original.paragraphs, version.paragraphs, strict=True)
        ),
        version.language,
    )
