"""A Word file becomes the text after its tracked changes, the text before them, and who changed and remarked what."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from roundtable.ground.documents.domain.content import Close, Content, Open, Piece, Run, Sign, plain, shown, structured
from roundtable.ground.documents.domain.text import HEADINGS, LEVELS, Paragraph, Role, Text, fresh
from roundtable.ground.documents.domain.word.counting import Counter, Styles, value_of, whole
from roundtable.ground.documents.domain.word.remarks import Author, Remark, instant, w
from roundtable.ground.documents.domain.word.rows import View
from roundtable.ground.documents.domain.word.stream import Atom, Block, Edge, Stream, footnotes, seen

MOST_BYTES: Final = 100 * 1024 * 1024
MOST_ENTRIES: Final = 5_000
_STYLE: Final = re.compile(r"(Heading|Text|Recital)([0-9])")
_HEADING: Final = re.compile(r"(?:heading|titre|überschrift|заголовок)\s*(\d)", re.IGNORECASE)
_LANGUAGE: Final = "{http://purl.org/dc/elements/1.1/}language"


class NotWord(ValueError):  # noqa: N818 - a name that says what happened
    """The bytes are no Word file that can be read; `why` is `broken` or `large`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The Word file cannot be read ({why}).")


@dataclass(frozen=True, slots=True)
class Tracked:
    """Words that somebody put in or took out. `moved` says that Word knows them as moved."""

    text: str
    added: bool
    by: Author
    moved: bool = False


@dataclass(frozen=True, slots=True)
class WordFile:
    """What a file holds. Without tracked changes both texts are the same."""

    text: Text
    before: Text
    tracked: tuple[Tracked, ...]
    remarks: tuple[Remark, ...]


def read(data: bytes, *, language: str = "en") -> WordFile:
    """Read a file; raise `NotWord` for one that is damaged, or swells when it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _names(archive)
            parts = {name: _xml(archive.read(name)) for name in names if name in _PARTS}
        body = parts["word/document.xml"].find(w("body"))
        core = parts.get("docProps/core.xml")
        said = None if core is None else core.findtext(_LANGUAGE)
        return _Reader(parts, said or language).file(body)
    except NotWord:
        raise
    except (
        zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, ValueError, AttributeError, OSError, EOFError,
        NotImplementedError, RuntimeError, TypeError, IndexError,
    ) as error:  # fmt: skip
        # Each kind of damage fails in its own way.
        raise NotWord("broken") from error


_PARTS: Final = frozenset(
    {f"word/{name}.xml" for name in ("document", "styles", "numbering", "footnotes", "comments")}
    | {"docProps/core.xml"}
)


def _names(archive: zipfile.ZipFile) -> set[str]:
    """The parts of a file that does not swell when it is unpacked."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NotWord("large")
    return {entry.filename for entry in entries}


def _xml(part: bytes) -> Any:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


class _Reader:
    def __init__(self, parts: dict[str, Any], language: str) -> None:
        self._language = language
        self._styles = Styles(parts.get("word/styles.xml"), parts.get("word/numbering.xml"))
        self._notes = footnotes(parts.get("word/footnotes.xml"))
        self._comments = parts.get("word/comments.xml")

    def file(self, body: Any) -> WordFile:
        blocks = list(Stream(self._notes).blocks(body))
        new = fresh(name.key for block in blocks for name in block.named)
        strangers = {id(block): next(new) for block in blocks}
        spots: dict[str, tuple[str, int, int]] = {}
        text = Text(tuple(self._view(blocks, View.NEW, strangers, spots)), self._language)
        before = Text(tuple(self._view(blocks, View.OLD, strangers, {})), self._language)
        return WordFile(text, before, tuple(_tracked(blocks)), tuple(self._remarks(text, spots)))

    def _view(
        self, blocks: list[Block], view: View, strangers: dict[int, str], spots: dict[str, tuple[str, int, int]]
    ) -> Iterator[Paragraph]:
        """The paragraphs of one of the texts: an end that does not stand in it joins two blocks."""
        counter = Counter(self._styles)
        waiting: list[Block] = []
        used: set[str] = set()
        for block in blocks:
            if block.is_table:
                made = _table(block, view, strangers)
                if made is not None and made.key not in used:
                    used.add(made.key)
                    yield made
                continue
            waiting.append(block)
            if block.end in {View.BOTH, view}:
                paragraph = self._paragraph(waiting, view, strangers, counter, used)
                if paragraph is not None:
                    used.add(paragraph.key)
                    _note_spots(waiting, view, paragraph, spots)
                    yield paragraph
                waiting = []
        # The last end of a file cannot be taken away; what stands before it stays.
        rest = self._paragraph(waiting, view, strangers, counter, used) if waiting else None
        if rest is not None:
            yield rest

    def _paragraph(
        self, blocks: list[Block], view: View, strangers: dict[int, str], counter: Counter, used: set[str]
    ) -> Paragraph | None:
        inside = _whole([piece for block in blocks for piece in seen(block.atoms, view)])
        if not inside:
            return None
        properties = blocks[-1].now if view is View.NEW else blocks[-1].then
        role, level = self._kind(properties)
        names = [name for block in blocks for name in block.named if name.view in {View.BOTH, view}]
        keys = [name.key for name in names if name.kind == "k"]
        origins = tuple(name.key for name in names if name.kind == "o")
        holders = [strangers[id(block)] for block in blocks if any(True for _ in seen(block.atoms, view))]
        key = next((one for one in (*keys, *holders) if one not in used), strangers[id(blocks[-1])])
        if not keys:
            origins = tuple(one for one in holders if one != key)
        return Paragraph(key, inside, role, level, counter.next(properties), origins=origins)

    def _kind(self, properties: Any | None) -> tuple[Role, int]:
        """What a paragraph is and at which level."""
        own = _STYLE.fullmatch(value_of(properties, "pStyle") or "")
        if own and own[1] != "Heading":
            return (Role.RECITAL if own[1] == "Recital" else Role.PARAGRAPH), min(int(own[2]), LEVELS - 1)
        for holder in (properties, *(style.find(w("pPr")) for style in self._styles.chain(properties))):
            outline = value_of(holder, "outlineLvl")
            if outline is not None and whole(outline, LEVELS) < LEVELS:
                return Role.HEADING, min(whole(outline, 0) + 1, HEADINGS)
        for style in self._styles.chain(properties):
            name = value_of(style, "name") or ""
            found = _HEADING.fullmatch(name)
            if found or name.lower() in {"title", "subtitle"}:
                return Role.HEADING, min(max(int(found[1]), 1), HEADINGS) if found else 1
        listed = self._styles.list_of(properties)
        return Role.PARAGRAPH, listed[1] if listed else 0

    def _remarks(self, text: Text, spots: dict[str, tuple[str, int, int]]) -> Iterator[Remark]:
        for one in () if self._comments is None else self._comments.iter(w("comment")):
            key, start, end = spots.get(one.get(w("id")) or "", ("", 0, 0))
            if not key and text.paragraphs:
                # A comment whose range cannot be found is on the whole of the text: never lost.
                key, end = text.paragraphs[0].key, len(text.paragraphs[0].plain)
            lines = ["".join(run.text or "" for run in line.iter(w("t"))) for line in one.iter(w("p"))]
            by = Author(one.get(w("author")) or "", instant(one.get(w("date"))))
            yield Remark(key, start, end, by, "\n".join(lines))


def _whole(pieces: Sequence[Piece]) -> Content:
    """The content of a paragraph; where a change cut a bracket in two, its halves are signs."""
    depth = 0
    pairs = True
    for piece in pieces:
        depth += isinstance(piece, Open) - isinstance(piece, Close)
        pairs = pairs and depth >= 0
    kept: Sequence[Piece] = pieces
    if depth or not pairs:
        kept = [piece if isinstance(piece, Run) or not _is_bracket(piece) else Run(shown(piece)) for piece in pieces]
    return structured(kept)


def _is_bracket(piece: Piece) -> bool:
    return type(piece).__name__ in {"Open", "Or", "Close"}


def _table(block: Block, view: View, strangers: dict[int, str]) -> Paragraph | None:
    rows = tuple(tuple(cells) for rows_view, cells in block.rows if rows_view in {View.BOTH, view})
    if not rows:
        return None
    names = [name for name in block.named if name.view in {View.BOTH, view}]
    own = next((name for name in names if name.kind == "t"), None)
    origins = tuple(name.key for name in names if name.kind == "o")
    key, level = (own.key, own.level) if own else (strangers[id(block)], 0)
    return Paragraph(key, role=Role.TABLE, level=level, rows=rows, origins=origins)


def _tracked(blocks: list[Block]) -> Iterator[Tracked]:
    """Every change of words, neighbours of one author as one."""
    last: Tracked | None = None
    for block in blocks:
        for atom in block.atoms:
            if not isinstance(atom, Atom) or atom.by is None:
                if last is not None and isinstance(atom, Atom):
                    yield last
                    last = None
                continue
            now = Tracked(shown(atom.piece), atom.view is View.NEW, atom.by, atom.how.startswith("move"))
            if last is not None and (last.added, last.by, last.moved) == (now.added, now.by, now.moved):
                last = Tracked(last.text + now.text, now.added, now.by, now.moved)
            else:
                if last is not None:
                    yield last
                last = now
        if last is not None:
            yield last
            last = None


def _note_spots(blocks: list[Block], view: View, made: Paragraph, spots: dict[str, tuple[str, int, int]]) -> None:
    """Remember where remarks begin and end in a paragraph."""
    before: list[Piece] = []
    most = len(made.plain)
    for block in blocks:
        for atom in block.atoms:
            if isinstance(atom, Edge):
                place = min(len(plain(before)), most)
                if atom.begins:
                    spots[atom.remark] = (made.key, place, most)
                elif spots.get(atom.remark, ("",))[0] == made.key:
                    spots[atom.remark] = (made.key, spots[atom.remark][1], place)
            elif atom.view in {View.BOTH, view}:
                before.append(Run(atom.piece.text) if isinstance(atom.piece, Sign) else atom.piece)
