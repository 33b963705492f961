"""What changed between two wordings, word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")


class Said(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that share one fate."""

    kind: Said
    text: str


def words(old: str, new: str) -> list[Piece]:
    """Return the pieces of two wordings: all but the added ones spell the old, all but the removed ones the new.

    >>> [(piece.kind.value, piece.text) for piece in words("good practice", "good old practice")]
    [('same', 'good '), ('added', 'old '), ('same', 'practice')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    steps: list[tuple[str, str]] = []
    kept: list[bool] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        steps.append(("".join(before[old_from:old_to]), "".join(after[new_from:new_to])))
        kept.append(tag == "equal")
    return _merged(_without_islands(steps, kept))


def accepted(pieces: Iterable[Piece]) -> str:
    """Return the new wording."""
    return "".join(piece.text for piece in pieces if piece.kind is not Said.REMOVED)


def rejected(pieces: Iterable[Piece]) -> str:
    """Return the old wording."""
    return "".join(piece.text for piece in pieces if piece.kind is not Said.ADDED)


def _without_islands(steps: list[tuple[str, str]], kept: list[bool]) -> list[Piece]:
    """Return the pieces; a space or comma that alone is the same between two changes reads better as changed."""
    pieces: list[Piece] = []
    removed, added = "", ""
    for index, (old, new) in enumerate(steps):
        island = kept[index] and 0 < index < len(steps) - 1 and not any(map(str.isalnum, old))
        if kept[index] and not island:
            pieces += [Piece(Said.REMOVED, removed), Piece(Said.ADDED, added), Piece(Said.SAME, old)]
            removed, added = "", ""
        else:
            removed, added = removed + old, added + new
    pieces += [Piece(Said.REMOVED, removed), Piece(Said.ADDED, added)]
    return [piece for piece in pieces if piece.text]


def _merged(pieces: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for piece in pieces:
        if merged and merged[-1].kind is piece.kind:
            merged[-1] = Piece(piece.kind, merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return merged
