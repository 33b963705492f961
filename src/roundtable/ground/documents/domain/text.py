"""A text as structure: paragraphs with keys that last, in reading order, with the tree that their levels make.

The hash of a text covers what a reader sees: words, emphasis, brackets with their sponsors, footnotes, numbers, levels,
tables, language. It does not cover keys, which are our own memory of which paragraph is which: the same text read from
another kind of file has the same hash.
"""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from roundtable.ground.documents.domain import content as inside
from roundtable.ground.documents.domain.content import KEY, Bracket, Content, Note, Piece, brackets, plain

FORMAT: Final = "roundtable-text/1"
HEADINGS: Final = 6
LEVELS: Final = 9
MAX_LABEL: Final = 16


class Role(StrEnum):
    """What a paragraph is in its text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    RECITAL = "recital"
    """A paragraph of a preamble."""
    TABLE = "table"
    """Kept whole: a table is compared, moved and replaced as one thing."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading, recital or table.

    `key` stays with the paragraph through renumbering and moving. Where it was split off another or swallowed some,
    `origins` names their keys. `label` is its printed number (`1.`, `a)`, `IV.`), which is a part of the text.
    Headings have levels from 1, all others from 0.
    """

    key: str
    content: Content = ()
    role: Role = Role.PARAGRAPH
    level: int = 0
    label: str = ""
    rows: tuple[tuple[Content, ...], ...] = ()
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no format could give back."""
        for key in (self.key, *self.origins):
            if not KEY.fullmatch(key):
                raise ValueError(f"A paragraph cannot have the key {key!r}: small letters and figures, at most 20.")
        lowest, highest = (1, HEADINGS) if self.role is Role.HEADING else (0, LEVELS - 1)
        if not lowest <= self.level <= highest:
            raise ValueError(f"A {self.role} cannot stand at level {self.level}.")
        if self.label != label(self.label):
            raise ValueError(f"{self.label!r} cannot be the number of a paragraph.")
        if self.role is Role.TABLE:
            if self.content or self.label or not self.rows or not all(self.rows):
                raise ValueError("A table has rows and nothing else.")
        elif self.rows or not self.content:
            raise ValueError("A paragraph has words and no rows.")
        object.__setattr__(self, "content", inside.content(*self.content))
        object.__setattr__(self, "rows", tuple(tuple(inside.content(*cell) for cell in row) for row in self.rows))
        if self.role is not Role.TABLE and not self.content:
            raise ValueError("A paragraph has words.")

    @property
    def plain(self) -> str:
        """The words without the number; the cells of a table in their order."""
        if self.role is Role.TABLE:
            return "\n".join(" | ".join(plain(cell) for cell in row) for row in self.rows)
        return plain(self.content)

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The square brackets that are open in it, also in its footnotes and cells."""
        parts = [self.content, *(cell for row in self.rows for cell in row)]
        parts += [note.content for part in parts for note in inside.notes(part)]
        return tuple(bracket for part in parts for bracket in brackets(part))

    @property
    def rank(self) -> int:
        """How deep it stands: headings before everything that may stand below them."""
        return self.level if self.role is Role.HEADING else HEADINGS + 1 + self.level

    def same_words(self, other: "Paragraph") -> bool:
        """Whether a reader sees the same, number included."""
        return _seen(self) == _seen(other)


@dataclass(frozen=True, slots=True)
class Branch:
    """A paragraph and what stands below it."""

    paragraph: Paragraph
    below: tuple["Branch", ...]


@dataclass(frozen=True)
class Text:
    """One state of a text. Nothing in it changes; a change makes another text."""

    paragraphs: tuple[Paragraph, ...]
    language: str = "en"
    by_key: Mapping[str, Paragraph] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Give footnotes their keys and refuse a key that stands twice."""
        object.__setattr__(self, "paragraphs", tuple(_with_note_keys(self.paragraphs)))
        object.__setattr__(self, "by_key", {one.key: one for one in self.paragraphs})
        twice = [key for key, times in Counter(one.key for one in self.paragraphs).items() if times > 1]
        if twice:
            raise ValueError(f"Two paragraphs have the key {twice[0]!r}.")

    @property
    def tree(self) -> tuple[Branch, ...]:
        """The paragraphs as a tree, by their levels."""
        return _branches(list(self.paragraphs))

    def parent_of(self, key: str) -> Paragraph | None:
        """The heading or paragraph under which one stands."""
        place = self.place_of(key)
        rank = self.paragraphs[place].rank
        return next((one for one in reversed(self.paragraphs[:place]) if one.rank < rank), None)

    def place_of(self, key: str) -> int:
        """The place of a paragraph, counted from 0; raise `KeyError` where there is none."""
        return self._places[key]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one.key: place for place, one in enumerate(self.paragraphs)}

    @property
    def plain(self) -> str:
        """The words with their numbers, a line for each paragraph."""
        return "\n".join(f"{one.label} {one.plain}".strip() for one in self.paragraphs)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """All footnotes, as they are numbered."""
        return tuple(note for one in self.paragraphs for part in _parts(one) for note in inside.notes(part))

    @cached_property
    def open_brackets(self) -> tuple[tuple[str, Bracket], ...]:
        """Every square bracket with the key of its paragraph."""
        return tuple((one.key, bracket) for one in self.paragraphs for bracket in one.brackets)

    @cached_property
    def canonical(self) -> bytes:
        """The one way in which this text is written to be hashed and signed: JSON as in RFC 8785, in UTF-8."""
        seen = {"format": FORMAT, "language": self.language, "paragraphs": [_seen(one) for one in self.paragraphs]}
        return json.dumps(seen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal: another byte, another hash."""
        return hashlib.sha256(self.canonical).hexdigest()

    def as_json(self) -> dict[str, object]:
        """Everything as plain values with stable keys; `SCHEMA` describes them."""
        return {
            "format": FORMAT,
            "language": self.language,
            "paragraphs": [
                {"key": one.key, **_seen(one, keys=True)} | ({"origins": list(one.origins)} if one.origins else {})
                for one in self.paragraphs
            ],
        }


def from_json(values: Mapping[str, Any]) -> Text:
    """Read what `Text.as_json` wrote; raise `ValueError` for anything else. What has no key gets one by its place."""
    try:
        if values["format"] != FORMAT:
            raise ValueError(f"Not a text of this house: {values['format']!r}.")
        return Text(
            tuple(
                Paragraph(
                    key=str(one.get("key", f"p{place}")),
                    content=inside.from_json(one.get("content", ())),
                    role=Role(one["role"]),
                    level=int(one["level"]),
                    label=str(one.get("label", "")),
                    rows=tuple(tuple(map(inside.from_json, row)) for row in one.get("rows", ())),
                    origins=tuple(map(str, one.get("origins", ()))),
                )
                for place, one in enumerate(values["paragraphs"], start=1)
            ),
            language=str(values["language"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"Not a text of this house: {error}.") from error


def label(written: str) -> str:
    """The number of a paragraph as it is kept: no blanks, composed signs.

    >>> label(" 1. ")
    '1.'
    """
    kept = unicodedata.normalize("NFC", "".join(written.split()))
    return "".join(sign for sign in kept if sign.isprintable() and sign not in "<>&\"'\\|")[:MAX_LABEL]


def fresh(taken: Iterable[str], prefix: str = "p") -> Iterator[str]:
    """Keys that are not taken yet, counted up; the same every time.

    >>> next(fresh(["p1", "p2"]))
    'p3'
    """
    used = set(taken)
    number = 0
    while True:
        number += 1
        if f"{prefix}{number}" not in used:
            yield f"{prefix}{number}"


def _seen(one: Paragraph, *, keys: bool = False) -> dict[str, object]:
    seen: dict[str, object] = {"role": one.role.value, "level": one.level}
    if one.label:
        seen["label"] = one.label
    if one.rows:
        seen["rows"] = [[inside.as_json(cell, keys=keys) for cell in row] for row in one.rows]
    else:
        seen["content"] = inside.as_json(one.content, keys=keys)
    return seen


def _parts(one: Paragraph) -> Iterator[Content]:
    yield one.content
    for row in one.rows:
        yield from row


def _with_note_keys(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    kept = list(paragraphs)
    keys = [note.key for one in kept for part in _parts(one) for note in inside.notes(part)]
    if len(keys) == len(set(keys)) and all(keys):
        yield from kept
        return
    new, used = fresh(keys, "n"), set[str]()

    def named(part: Content) -> Content:
        made: list[Piece] = []
        for piece in part:
            if isinstance(piece, Note) and (not piece.key or piece.key in used):
                made.append(replace(piece, key=next(new)))
            else:
                made.append(piece)
            if isinstance(piece, Note):
                used.add(piece.key)
        return tuple(made)

    for one in kept:
        yield replace(one, content=named(one.content), rows=tuple(tuple(map(named, row)) for row in one.rows))


def _branches(paragraphs: list[Paragraph]) -> tuple[Branch, ...]:
    made = []
    place = 0
    while place < len(paragraphs):
        end = place + 1
        while end < len(paragraphs) and paragraphs[end].rank > paragraphs[place].rank:
            end += 1
        made.append(Branch(paragraphs[place], _branches(paragraphs[place + 1 : end])))
        place = end
    return tuple(made)


_CONTENT: Final = {"$ref": "#/$defs/content"}
_NAMES: Final = {"type": "array", "items": {"type": "string"}}


def _piece(required: str, value: Mapping[str, object], **more: Mapping[str, object]) -> dict[str, object]:
    properties = {required: value, **more}
    return {"type": "object", "required": [required], "properties": properties, "additionalProperties": False}


SCHEMA: Final[Mapping[str, object]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A text as structure",
    "type": "object",
    "required": ["format", "language", "paragraphs"],
    "additionalProperties": False,
    "properties": {
        "format": {"const": FORMAT},
        "language": {"type": "string"},
        "paragraphs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["role", "level"],
                "additionalProperties": False,
                "properties": {
                    "key": {"type": "string", "pattern": f"^{KEY.pattern}$"},
                    "role": {"enum": [role.value for role in Role]},
                    "level": {"type": "integer", "minimum": 0, "maximum": LEVELS - 1},
                    "label": {"type": "string", "maxLength": MAX_LABEL},
                    "content": _CONTENT,
                    "rows": {"type": "array", "items": {"type": "array", "items": _CONTENT}},
                    "origins": _NAMES,
                },
            },
        },
    },
    "$defs": {
        "content": {
            "type": "array",
            "items": {
                "anyOf": [
                    {"type": "string"},
                    _piece("text", {"type": "string"}, marks={"type": "array", "items": {"enum": list(inside.Mark)}}),
                    _piece("note", _CONTENT, key={"type": "string"}),
                    _piece("open", _NAMES),
                    _piece("or", _NAMES),
                    _piece("close", {"const": True}),
                ]
            },
        }
    },
}
"""JSON Schema of `Text.as_json`."""
