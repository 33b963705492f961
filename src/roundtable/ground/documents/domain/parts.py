"""A long text is read and written in parts: cut where a paragraph ends, and put together again without loss."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from roundtable.ground.documents.domain.content import Content, Note, shown
from roundtable.ground.documents.domain.text import Paragraph, Text, fresh

PART: Final = 60
"""How many paragraphs a page shows of a long text."""
WHOLE: Final = 200
"""A text of so many paragraphs is shown and written whole, unless its words are very many."""
SIGNS: Final = 100_000
"""So many signs a part has at most, where no single paragraph is longer."""
FIELD: Final = "text"


def cut(text: Text) -> dict[str, Text]:
    """Give the parts in which a text is written, by the names of their fields; a short one is one part.

    >>> long = Text(tuple(Paragraph(f"p{n}", ()) for n in range(1, 302)))
    >>> [(name, len(part.paragraphs)) for name, part in cut(long).items()][-2:]
    [('text-005', 60), ('text-006', 1)]
    """
    parts: list[list[Paragraph]] = [[]]
    size = 0
    for one in text.paragraphs:
        length = _length(one)
        if parts[-1] and (len(parts[-1]) >= PART or size + length > SIGNS):
            parts.append([])
            size = 0
        parts[-1].append(one)
        size += length
    if len(text.paragraphs) <= WHOLE and sum(map(_length, text.paragraphs)) <= SIGNS:
        return {FIELD: text}
    return {f"{FIELD}-{number:03d}": Text(tuple(part), text.language) for number, part in enumerate(parts, start=1)}


def shared(text: Text, parts: Sequence[Text]) -> list[Text]:
    """Share a changed text out to the parts in which its paragraphs stood; a new one goes with the one before it."""
    place = {one.key: number for number, part in enumerate(parts) for one in part.paragraphs}
    found: list[list[Paragraph]] = [[] for _ in parts]
    number = 0
    for one in text.paragraphs:
        number = place.get(one.key, number)
        found[number].append(one)
    return [Text(tuple(part), text.language) for part in found]


def joined(parts: Iterable[Text], language: str) -> Text:
    """Put parts together. Footnotes that were written with one key in two parts stay two.

    Raises `ValueError` where a paragraph stands in two parts.
    """
    paragraphs: list[Paragraph] = []
    taken: set[str] = set()
    for part in parts:
        own = [note.key for note in part.notes]
        keys = fresh({*taken, *own}, "n")
        renamed = {key: next(keys) for key in own if key in taken}
        paragraphs += [_renamed(one, renamed) for one in part.paragraphs] if renamed else part.paragraphs
        taken |= {renamed.get(key, key) for key in own}
    return Text(tuple(paragraphs), language)


def _length(one: Paragraph) -> int:
    notes = (note for part in (one.content, *(cell for row in one.rows for cell in row)) for note in part)
    return len(one.plain) + sum(_length_of(note.content) for note in notes if isinstance(note, Note))


def _length_of(inside: Content) -> int:
    return sum(len(shown(piece)) for piece in inside)


def _renamed(one: Paragraph, names: dict[str, str]) -> Paragraph:
    rows = tuple(tuple(_with_names(cell, names) for cell in row) for row in one.rows)
    return replace(one, content=_with_names(one.content, names), rows=rows)


def _with_names(inside: Content, names: dict[str, str]) -> Content:
    return tuple(
        replace(piece, key=names[piece.key]) if isinstance(piece, Note) and piece.key in names else piece
        for piece in inside
    )
