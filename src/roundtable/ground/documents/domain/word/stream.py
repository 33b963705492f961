"""The body of a Word file as a stream of paragraphs with both texts in it: what stays, what came and what went."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from roundtable.ground.documents.domain.content import (
    Close,
    Content,
    Mark,
    Note,
    Open,
    Or,
    Piece,
    Run,
    Sign,
    structured,
)
from roundtable.ground.documents.domain.word.counting import value_of
from roundtable.ground.documents.domain.word.parts import BRACKET, SIGN
from roundtable.ground.documents.domain.word.remarks import Author, instant, w
from roundtable.ground.documents.domain.word.rows import View

_TEXT: Final = {w("tab"): " ", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): "\u00ad"}
_MARKS: Final = {Mark.STRONG: "b", Mark.ITALIC: "i", Mark.UNDERLINED: "u"}
_OFF: Final = frozenset({"0", "false", "off", "none"})
_CHANGED: Final = {w("ins"): View.NEW, w("moveTo"): View.NEW, w("del"): View.OLD, w("moveFrom"): View.OLD}
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOOKMARK: Final = re.compile(r"_rt(?P<kind>[kto])(?P<view>[bno])_(?:(?P<more>\d+)_)?(?P<key>[a-z][a-z0-9]{0,19})")
_NOTE_BOOKMARK: Final = re.compile(r"_rtf_\d+_([a-z][a-z0-9]{0,19})")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece with the text in which it stands and, where it was changed, by whom and how."""

    view: View
    piece: Piece
    by: Author | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a remark begins or ends."""

    remark: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A key in the file: of a paragraph (`k`), of a table with its level (`t`), or of an origin (`o`)."""

    kind: str
    view: View
    key: str
    level: int = 0


@dataclass
class Block:
    """A paragraph or a table of the file. `then` are the properties before the changes."""

    end: View
    now: Any | None = None
    then: Any | None = None
    atoms: list[Atom | Edge] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    rows: list[tuple[View, list[Content]]] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return bool(self.rows)


class Stream:
    """Reads the blocks of a body; `notes` are the footnotes by their numbers."""

    def __init__(self, notes: dict[str, Note]) -> None:
        self._notes = notes

    def blocks(self, holder: Any, view: View = View.BOTH) -> Iterator[Block]:
        """The paragraphs and tables in a body, in their order."""
        for child in holder.iterchildren():
            if child.tag == w("p"):
                yield self._paragraph(child, view)
            elif child.tag == w("tbl"):
                block = self._table(child)
                if block.rows:
                    yield block
            elif child.tag in {
                w("sdt"),
                w("sdtContent"),
                w("customXml"),
                w("ins"),
                w("del"),
                w("moveTo"),
                w("moveFrom"),
            }:
                yield from self.blocks(child, _CHANGED.get(child.tag, view))

    def _paragraph(self, paragraph: Any, view: View) -> Block:
        properties = paragraph.find(w("pPr"))
        changed = None if properties is None else properties.find(w("pPrChange"))
        then = properties if changed is None else changed.find(w("pPr"))
        block = Block(_end(properties, view), properties, then)
        self._inside(paragraph, block, view, None, "")
        return block

    def _inside(self, holder: Any, block: Block, view: View, by: Author | None, how: str) -> None:
        for child in holder.iterchildren():
            if child.tag == w("r"):
                block.atoms += [Atom(view, piece, by, how) for piece in self._run(child)]
            elif child.tag in _CHANGED:
                author = Author(child.get(w("author")) or "", instant(child.get(w("date"))))
                # What was put in and taken out again stands in neither text.
                if view is View.BOTH or _CHANGED[child.tag] is view:
                    self._inside(child, block, _CHANGED[child.tag], author, child.tag.rpartition("}")[2])
            elif child.tag == w("bookmarkStart"):
                block.named += _names(child.get(w("name")) or "")
            elif child.tag in {w("commentRangeStart"), w("commentRangeEnd")}:
                block.atoms.append(Edge(child.get(w("id")) or "", child.tag == w("commentRangeStart")))
            elif child.tag not in {w("pPr"), w("p"), w("tbl"), _FALLBACK} and isinstance(child.tag, str):
                self._inside(child, block, view, by, how)

    def _run(self, run: Any) -> Iterator[Piece]:
        properties = run.find(w("rPr"))
        if _is_on(properties, "vanish"):
            return
        marks = frozenset(mark for mark, name in _MARKS.items() if _is_on(properties, name))
        style = value_of(properties, "rStyle")
        text = ""
        for part in run.iterchildren():
            if part.tag in {w("t"), w("delText")}:
                text += part.text or ""
            elif part.tag in _TEXT:
                text += _TEXT[part.tag]
            elif part.tag == w("footnoteReference"):
                note = self._notes.get(part.get(w("id")) or "")
                yield from [note] if note is not None else []
        if style == BRACKET:
            yield from _bracket(text)
        elif text:
            yield Sign(text, marks) if style == SIGN else Run(text, marks)

    def _table(self, table: Any) -> Block:
        block = Block(View.BOTH)
        for row in table.iter(w("tr")):
            if next(row.iterancestors(w("tbl"))) is not table:
                continue
            properties = row.find(w("trPr"))
            view = next(
                (seen for tag, seen in _CHANGED.items() if properties is not None and properties.find(tag) is not None),
                View.BOTH,
            )
            cells = []
            for cell in row.findall(w("tc")):
                inside = [one for one in self.blocks(cell) if not one.is_table]
                block.named += [name for one in inside for name in one.named]
                seen = View.NEW if view is View.BOTH else view
                cells.append(_joined(inside, seen))
            if cells:
                block.rows.append((view, cells))
        views = {view for view, _cells in block.rows}
        block.end = views.pop() if len(views) == 1 else View.BOTH
        return block


def footnotes(part: Any | None) -> dict[str, Note]:
    """The footnotes of a file by their numbers; each as one paragraph."""
    found: dict[str, Note] = {}
    reader = Stream({})
    for one in () if part is None else part.iter(w("footnote")):
        if one.get(w("type")) in {"separator", "continuationSeparator", "continuationNotice"}:
            continue
        blocks = list(reader.blocks(one))
        names = (start.get(w("name")) or "" for start in one.iter(w("bookmarkStart")))
        keys = [match[1] for match in map(_NOTE_BOOKMARK.fullmatch, names) if match]
        found[one.get(w("id")) or ""] = Note(_joined(blocks, View.NEW), keys[0] if keys else "")
    return found


def seen(atoms: list[Atom | Edge], view: View) -> Iterator[Piece]:
    """The pieces that stand in one of the texts."""
    for atom in atoms:
        if isinstance(atom, Atom) and atom.view in {View.BOTH, view}:
            yield atom.piece


def _joined(blocks: list[Block], view: View) -> Content:
    pieces: list[Piece] = []
    for number, block in enumerate(blocks):
        pieces += [Run("\n")] if number else []
        pieces += seen(block.atoms, view)
    return structured(pieces)


def _end(properties: Any | None, around: View) -> View:
    """In which texts the end of a paragraph stands."""
    look = None if properties is None else properties.find(w("rPr"))
    views = {seen_in for tag, seen_in in _CHANGED.items() if look is not None and look.find(tag) is not None}
    return views.pop() if len(views) == 1 else around


def _names(name: str) -> Iterator[Named]:
    found = _BOOKMARK.fullmatch(name)
    if found:
        yield Named(found["kind"], View(found["view"]), found["key"], int(found["more"] or 0))


def _bracket(text: str) -> Iterator[Piece]:
    if text == "]":
        yield Close()
        return
    names = tuple(name for name in text.strip(" [/:").split(", ") if name)
    yield Open(names) if text.startswith("[") else Or(names)


def _is_on(properties: Any | None, name: str) -> bool:
    found = None if properties is None else properties.find(w(name))
    return found is not None and (found.get(w("val")) or "true") not in _OFF
