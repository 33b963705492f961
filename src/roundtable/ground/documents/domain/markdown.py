"""Markdown: what we write reads well anywhere and comes back whole; what others write is read with common sense.

With `keys`, a comment before each block holds what Markdown has no sign for (key, role, level, number, origins), so
that reading gives back the text that was written. Square brackets are the brackets of the text, ` / ` parts
alternatives and `{A, B}` names their sponsors; a bracket that is only a sign has a backslash before it. Footnotes are
`[^n1]`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from roundtable.ground.documents.domain.content import Close, Content, Mark, Note, Open, Or, Piece, Run
from roundtable.ground.documents.domain.labels import read_label
from roundtable.ground.documents.domain.markdown_inline import inline, written
from roundtable.ground.documents.domain.text import LEVELS, Paragraph, Role, Text, fresh

__all__ = ["block_of", "keys_in", "read", "write"]

_COMMENT: Final = re.compile(r"<!-- (?P<key>[a-z][a-z0-9]*)(?P<facts>(?: \S+)*) -->")
_LANGUAGE: Final = re.compile(r"<!-- language: (?P<language>[A-Za-z0-9-]+) -->")
_DOCUMENT: Final = re.compile(r"\A\s*<!-- document: [^\n]* -->\s*")
_HEADING: Final = re.compile(r"(#{1,6}) +(.*)")
_RULE: Final = re.compile(r" *(?:[-*_=] *){3,}")
_DEFINITION: Final = re.compile(r"\[\^([a-z0-9]+)\]: *(.*)")
_BULLET: Final = re.compile(r"[-*+] +")
_STARTS: Final = re.compile(r"[#>+\-=]|\d+[.)]|[A-Za-z]{1,5}[.)]|[–—•‣◦▪●○■□·№(]")
_INDENT: Final = 4


def write(text: Text, *, keys: bool = True, head: str = "") -> str:
    """Write a text as Markdown. Without `keys` it is as plain as can be, and reading it makes new keys.

    `head` (number, marking, language) stands above it as a comment and is no part of the text.
    """
    blocks = [f"<!-- document: {head} -->"] if head else []
    blocks += [f"<!-- language: {text.language} -->"] if keys else []
    for one in text.paragraphs:
        comment = f"{_comment(one)}\n" if keys else ""
        blocks.append(comment + "\n".join(_block(one)))
    # Only our own blank goes: a no-break space at the end of a footnote is a sign of the text.
    blocks += [f"[^{note.key}]: {written(note.content)}".rstrip(" ") for note in text.notes]
    return "\n\n".join(blocks) + "\n"


def read(source: str, *, language: str = "en", taken: Iterable[str] = ()) -> Text:
    """Read a text from Markdown, ours or anybody's. New paragraphs get keys that are not in `taken`."""
    source = _DOCUMENT.sub("", source.lstrip("\ufeff"), count=1)
    found = _LANGUAGE.search(source.partition("\n\n")[0])
    blocks = list(_blocks(source.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")))
    notes = {
        name: Note(inline(words), name if name.startswith("n") else f"n{name}")
        for block in blocks
        for name, words in [_definition(block)]
        if name
    }
    return Text(tuple(_paragraphs(blocks, notes, taken)), found["language"] if found else language)


def block_of(source: str, key: str) -> tuple[int, int] | None:
    """Where the words of one paragraph stand in a text that was written with keys, below its comment.

    >>> source = write(Text((Paragraph("p1", (Run("We meet"),)), Paragraph("p2", (Run("We part"),)))))
    >>> [source[slice(*block_of(source, key))] for key in ("p1", "p2")], block_of(source, "p3")
    (['We meet', 'We part'], None)
    """
    found = re.search(rf"^<!-- {re.escape(key)}(?: \S+)* -->\n", source, re.MULTILINE)
    if found is None:
        return None
    end = source.find("\n\n", found.end())
    return found.end(), end if end >= 0 else len(source.rstrip("\n"))


def keys_in(source: str) -> list[str]:
    """The keys of paragraphs that are named in a text that was written with keys."""
    return [found["key"] for found in map(_COMMENT.fullmatch, source.split("\n")) if found]


def _comment(one: Paragraph) -> str:
    facts = [one.key]
    facts += [one.role.value] if one.role is not Role.PARAGRAPH else []
    facts += [f"level={one.level}"] if one.level and one.role is not Role.HEADING else []
    facts += [f"label={one.label}"] if one.label else []
    facts += [f"from={','.join(one.origins)}"] if one.origins else []
    return f"<!-- {' '.join(facts)} -->"


def _block(one: Paragraph) -> Iterator[str]:
    if one.role is Role.TABLE:
        widest = max(map(len, one.rows))
        for number, row in enumerate(one.rows):
            yield f"| {' | '.join(map(written, row))} |"
            if number == 0:
                yield f"|{'---|' * widest}"
        return
    words = written(one.content)
    label = f"{_literal(one.label)} " if one.label else ""
    if one.role is Role.HEADING:
        words = f"{words[:-1]}\\#" if words.endswith("#") else words
        yield f"{'#' * one.level} {label}{words if label else _guarded(words)}"
    else:
        yield f"{' ' * (_INDENT * one.level)}{label}{words if label else _guarded(words)}"


def _literal(label: str) -> str:
    return written((Run(label),)) if label else ""


def _guarded(words: str) -> str:
    """Keep words that begin like a number or a heading from being taken for one."""
    found = _STARTS.match(words)
    if found is None:
        return words
    sign = found[0][-1]
    return (
        found[0][:-1]
        + (f"\\{sign}" if sign.isascii() and not sign.isalnum() else f"<!---->{sign}")
        + words[found.end() :]
    )


class _Block:
    """Some lines that belong together, with the comment above them."""

    def __init__(self, lines: list[str], comment: "re.Match[str] | None") -> None:
        self.lines, self.comment = lines, comment

    @property
    def words(self) -> str:
        return " ".join(line.strip(" ") for line in self.lines)

    @property
    def indent(self) -> int:
        return len(self.lines[0]) - len(self.lines[0].lstrip(" "))

    def facts(self) -> dict[str, str]:
        """What the comment says of it."""
        if self.comment is None:
            return {}
        told = [fact.partition("=") for fact in self.comment["facts"].split(" ") if fact]
        return {"key": self.comment["key"]} | {name if mark else "role": value or name for name, mark, value in told}


def _blocks(source: str) -> Iterator[_Block]:
    lines: list[str] = []
    comment = None
    for line in [*source.split("\n"), ""]:
        found = _COMMENT.fullmatch(line)
        begins = bool(_HEADING.match(line) or (lines and not comment and _starts_an_item(line)))
        table = line.startswith("|") and bool(lines) and lines[0].startswith("|")
        if lines and not table and (found or not line.strip(" ") or begins or _HEADING.match(lines[0])):
            yield _Block(lines, comment)
            lines, comment = [], None
        if found:
            comment = found
        elif line.strip(" ") and not _RULE.fullmatch(line) and not _LANGUAGE.fullmatch(line):
            lines.append(line)


def _starts_an_item(line: str) -> bool:
    bare = line.strip(" ")
    return bool(_BULLET.match(bare) or _DEFINITION.match(bare) or read_label(bare)[0])


def _definition(block: _Block) -> tuple[str, str]:
    found = _DEFINITION.fullmatch(block.words)
    return (found[1], found[2]) if found else ("", "")


def _paragraphs(blocks: Iterable[_Block], notes: dict[str, Note], taken: Iterable[str]) -> Iterator[Paragraph]:
    kept = [block for block in blocks if not _definition(block)[0]]
    new = fresh((*taken, *(block.comment["key"] for block in kept if block.comment)))
    for block in kept:
        made = _paragraph(block, notes, new)
        if made is not None:
            yield made


def _paragraph(block: _Block, notes: dict[str, Note], new: Iterator[str]) -> Paragraph | None:
    facts = block.facts()
    key = facts.get("key") or next(new)
    origins = tuple(facts["from"].split(",")) if "from" in facts else ()
    if block.lines[0].startswith("|"):
        level = int(facts.get("level", 0))
        return Paragraph(key, role=Role.TABLE, level=level, rows=tuple(_rows(block.lines, notes)), origins=origins)
    heading = _HEADING.fullmatch(block.words)
    words = heading[2] if heading else block.words
    if facts:
        label = facts.get("label", "")
        words = words.removeprefix(f"{_literal(label)} ") if label else words
        level = len(heading[1]) if heading else int(facts.get("level", 0))
        role = Role.HEADING if heading else Role(facts.get("role", Role.PARAGRAPH))
        return Paragraph(key, inline(words, notes), role, level, label, origins=origins)
    if heading:
        return _heading(key, len(heading[1]), inline(re.sub(r" +#+ *$", "", words), notes))
    bullet = _BULLET.match(words)
    label, rest = read_label(words[bullet.end() :] if bullet else words)
    label = label or ("–" if bullet else "")
    level = min((block.indent + _INDENT - 1) // _INDENT, LEVELS - 1)
    inside = inline(rest, notes)
    return Paragraph(key, inside, Role.PARAGRAPH, level, label) if inside else None


def _heading(key: str, level: int, pieces: Content) -> Paragraph | None:
    """A heading of somebody else's: emphasis over all of it says only that it is one."""
    runs = [piece for piece in pieces if isinstance(piece, Run) and piece.text.strip()]
    for mark in Mark:
        if all(mark in run.marks for run in runs):
            pieces = tuple(_without(piece, mark) for piece in pieces)
    label, rest = "", pieces
    if pieces and isinstance(pieces[0], Run):
        label, words = read_label(pieces[0].text)
        rest = (Run(words, pieces[0].marks), *pieces[1:])
    return Paragraph(key, rest, Role.HEADING, level, label) if any(map(_says, rest)) else None


def _without(piece: Piece, mark: Mark) -> Piece:
    return Run(piece.text, piece.marks - {mark}) if isinstance(piece, Run) else piece


def _says(piece: Piece) -> bool:
    return bool(piece.text.strip()) if isinstance(piece, Run) else isinstance(piece, Note | Open | Or | Close)


def _rows(lines: list[str], notes: dict[str, Note]) -> Iterator[tuple[Content, ...]]:
    for number, line in enumerate(lines):
        parts = re.split(r"(?<!\\)((?:\\\\)*)\|", line.strip(" ").removeprefix("|").removesuffix("|"))
        cells = [cell + slashes for cell, slashes in zip(parts[::2], [*parts[1::2], ""], strict=True)]
        if number == 1 and all(re.fullmatch(r" *:?-+:? *", cell) for cell in cells):
            continue
        yield tuple(inline(cell, notes) for cell in cells)
