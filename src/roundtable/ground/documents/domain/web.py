"""HTML: what we write is a strict, safe subset that comes back whole; of others' pages the words are read in order.

Nothing that is read can act: only the tags named here mean something, their attributes (but ours) mean nothing, scripts
and styles are left out with what they hold, and every other tag is looked through.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from lxml import etree
from lxml import html as parser

from roundtable.ground.documents.domain.content import (
    Close,
    Content,
    Mark,
    Note,
    Open,
    Or,
    Piece,
    Run,
    content,
    shown,
    structured,
)
from roundtable.ground.documents.domain.labels import Counted, Way
from roundtable.ground.documents.domain.text import LEVELS, Paragraph, Role, Text, fresh
from roundtable.ground.documents.domain.word.parts import is_right_to_left

_TAGS: Final = {Mark.STRONG: "strong", Mark.ITALIC: "em", Mark.UNDERLINED: "u"}
_MARKS: Final = {"strong": Mark.STRONG, "b": Mark.STRONG, "em": Mark.ITALIC, "i": Mark.ITALIC, "u": Mark.UNDERLINED}
_SILENT: Final = frozenset(
    {
        "script",
        "style",
        "head",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "noscript",
        "textarea",
        "select",
    }
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_BLOCKS: Final = frozenset(
    {*_HEADINGS, "p", "li", "div", "blockquote", "section", "article", "body", "ol", "ul", "table"}
)
_WAYS: Final = {"a": Way.SMALL_LETTERS, "A": Way.LETTERS, "i": Way.SMALL_ROMAN, "I": Way.ROMAN}


def write(text: Text) -> str:
    """Write a text as one `article`, to be put into a page or kept as a file."""
    numbers = {note.key: number for number, note in enumerate(text.notes, start=1)}
    blocks = "\n".join(_block(one, numbers) for one in text.paragraphs)
    listed = "".join(f'<li id="note-{note.key}">{_inline(note.content, numbers)}</li>' for note in text.notes)
    notes = f'\n<section class="notes"><ol>{listed}</ol></section>' if listed else ""
    direction = "rtl" if is_right_to_left(text.language) else "ltr"
    return f'<article class="text" lang="{escape(text.language)}" dir="{direction}">\n{blocks}{notes}\n</article>\n'


def words(pieces: Content, numbers: Mapping[str, int]) -> str:
    """Write what stands in a paragraph; `numbers` are those of the footnotes by their keys."""
    return _inline(pieces, numbers)


def read(source: str, *, language: str = "en") -> Text:
    """Read a page, ours or anybody's."""
    try:
        page = parser.document_fromstring(source or "<p></p>")
    except (etree.ParserError, ValueError):
        return Text((), language)
    article = next((one for one in page.iter("article") if one.get("class") == "text"), None)
    if article is not None:
        return _own(article)
    keys = fresh(())
    made = []
    for role, level, label, pieces, rows in _foreign(page, 0):
        cells = tuple(tuple(map(structured, row)) for row in rows)
        inside = structured(pieces)
        if inside or cells:
            made.append(Paragraph(next(keys), inside, role, level, label if not cells else "", cells))
    return Text(tuple(made), page.get("lang") or language)


def _block(one: Paragraph, numbers: Mapping[str, int]) -> str:
    facts = f' id="{one.key}"'
    facts += f' data-level="{one.level}"' if one.level and one.role is not Role.HEADING else ""
    facts += f' data-origins="{" ".join(one.origins)}"' if one.origins else ""
    if one.role is Role.TABLE:
        rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell, numbers)}</td>' for cell in row)}</tr>" for row in one.rows)
        return f"<table{facts}><tbody>{rows}</tbody></table>"
    label = f'<span class="label">{escape(one.label)}</span> ' if one.label else ""
    tag = f"h{one.level}" if one.role is Role.HEADING else "p"
    kind = ' class="recital"' if one.role is Role.RECITAL else ""
    return f"<{tag}{facts}{kind}>{label}{_inline(one.content, numbers)}</{tag}>"


def _inline(pieces: Content, numbers: Mapping[str, int]) -> str:
    return "".join(_piece(piece, numbers) for piece in pieces)


def _piece(piece: Piece, numbers: Mapping[str, int]) -> str:
    match piece:
        case Run(text=text, marks=marks):
            words = escape(text).replace("\n", "<br>")
            for mark in reversed(Mark):
                words = f"<{_TAGS[mark]}>{words}</{_TAGS[mark]}>" if mark in marks else words
            return words
        case Note(key=key):
            return f'<sup class="note"><a href="#note-{key}">{numbers.get(key, "*")}</a></sup>'
        case Open(sponsors=sponsors) | Or(sponsors=sponsors):
            kind = "open" if isinstance(piece, Open) else "or"
            names = f' data-sponsors="{escape(", ".join(sponsors))}"' if sponsors else ""
            return f'<span class="{kind}"{names}>{escape(shown(piece))}</span>'
        case Close():
            return '<span class="close">]</span>'


def _own(article: Any) -> Text:
    items = (one for one in article.iter("li") if (one.get("id") or "").startswith("note-"))
    notes = {one.get("id").removeprefix("note-"): one for one in items}
    known = {key: Note(content(*_pieces(one, frozenset(), {}))) for key, one in notes.items()}
    named = {key: Note(note.content, key) for key, note in known.items()}
    made = []
    for one in article.iterchildren("p", "table", *_HEADINGS):
        origins = tuple((one.get("data-origins") or "").split())
        level = _HEADINGS.get(one.tag) or int(one.get("data-level") or 0)
        if one.tag == "table":
            cells = tuple(
                tuple(content(*_pieces(cell, frozenset(), named)) for cell in row.iter("td")) for row in one.iter("tr")
            )
            made.append(Paragraph(one.get("id"), role=Role.TABLE, level=level, rows=cells, origins=origins))
            continue
        label = next((part.text or "" for part in one.iterchildren("span") if part.get("class") == "label"), "")
        role = Role.HEADING if one.tag in _HEADINGS else Role.PARAGRAPH
        role = Role.RECITAL if one.get("class") == "recital" else role
        inside = content(*_pieces(one, frozenset(), named))
        made.append(Paragraph(one.get("id"), inside, role, level, label, origins=origins))
    return Text(tuple(made), article.get("lang") or "en")


def _pieces(holder: Any, marks: frozenset[Mark], notes: dict[str, Note]) -> Iterator[Piece]:
    """What stands inside a block, blocks within it left out."""
    yield Run((holder.text or "").replace("\n", " "), marks)
    for child in holder.iterchildren():
        kind = child.get("class") if isinstance(child.tag, str) else ""
        if child.tag == "br":
            yield Run("\n", marks)
        elif child.tag == "sup" and kind == "note":
            key = next((link.get("href") or "" for link in child.iter("a")), "").removeprefix("#note-")
            yield from [notes[key]] if key in notes else []
        elif child.tag == "span" and kind in {"open", "or", "close"}:
            names = tuple(name for name in (child.get("data-sponsors") or "").split(", ") if name)
            yield Close() if kind == "close" else Open(names) if kind == "open" else Or(names)
        elif isinstance(child.tag, str) and child.tag not in _SILENT | _BLOCKS and kind != "label":
            yield from _pieces(child, marks | ({_MARKS[child.tag]} if child.tag in _MARKS else set()), notes)
        yield Run((child.tail or "").replace("\n", " "), marks)


_Block = tuple[Role, int, str, list[Piece], list[list[Content]]]


def _foreign(holder: Any, depth: int, label: str = "") -> Iterator[_Block]:
    """The blocks of a page that is not ours, in their order."""
    waiting: list[Piece] = [Run((holder.text or "").replace("\n", " "))]
    role = Role.HEADING if holder.tag in _HEADINGS else Role.PARAGRAPH
    level = _HEADINGS.get(holder.tag) or min(max(depth - 1, 0), LEVELS - 1)
    for child in holder.iterchildren():
        tail = Run((child.tail or "").replace("\n", " "))
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            waiting.append(tail)
        elif child.tag in _BLOCKS:
            yield role, level, label, waiting, []
            waiting, label = [tail], ""
            yield from _inside(child, depth)
        elif child.tag == "br":
            waiting += [Run("\n"), tail]
        else:
            marks = frozenset({_MARKS[child.tag]} if child.tag in _MARKS else set[Mark]())
            waiting += [*_unstyled(child, marks), tail]
    yield role, level, label, waiting, []


def _unstyled(child: Any, marks: frozenset[Mark]) -> Iterator[Piece]:
    """Words of a stranger: their classes mean nothing to us."""
    for piece in _pieces(child, marks, {}):
        yield Run(shown(piece), marks) if isinstance(piece, Open | Or | Close) else piece


def _inside(child: Any, depth: int) -> Iterator[_Block]:
    if child.tag == "table":
        rows = [[content(*_unstyled(cell, frozenset())) for cell in row.iter("td", "th")] for row in child.iter("tr")]
        rows = [row for row in rows if row]
        if rows:
            yield Role.TABLE, 0, "", [], rows
    elif child.tag in {"ol", "ul"}:
        way = _WAYS.get(child.get("type") or "", Way.FIGURES)
        start = child.get("start") or "1"
        number = Counted(way, int(start) if start.isascii() and start.isdigit() else 1, after=".")
        for item in child.iterchildren("li"):
            yield from _foreign(item, depth + 1, str(number) if child.tag == "ol" else "–")
            number = number.next
    else:
        yield from _foreign(child, depth)
