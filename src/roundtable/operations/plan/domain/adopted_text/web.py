"""HTML becomes lines, one for each block of text, with the numbers that a browser would show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

from roundtable.operations.plan.domain.adopted_text.lines import Kind, Line, Source
from roundtable.operations.plan.domain.adopted_text.numerals import roman
from roundtable.operations.plan.domain.adopted_text.wording import normal

_SILENT: Final = frozenset(
    {"script", "style", "head", "template", "noscript", "nav", "svg", "math", "iframe", "object"}
)
_INLINE: Final = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
        "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
        "wbr",
    }
)  # fmt: skip
_BOLD: Final = frozenset({"b", "strong"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE = re.compile(r"doc-(?:footnote|endnotes?)\b|\b(?:foot|end)notes?\b", re.IGNORECASE)
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?(decimal|(?:lower|upper)-(?:alpha|latin|roman))", re.IGNORECASE
)
_STYLES: Final = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I",
}  # fmt: skip


@dataclass
class _Block:
    """Words gathered until the next block begins."""

    words: list[str]
    label: str = ""
    heading: int = 0
    strong: int = 0
    plain_words: bool = False
    number: int = 0
    apart: bool = True


def read(text: str) -> Source:
    """Return the blocks of text of a page in reading order."""
    reader = _Reader()
    reader.walk(BeautifulSoup(text, "lxml"))
    return Source(Kind.HTML, tuple(reader.lines))


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._block = _Block([])
        self._number = 0
        # The last number of each list that has begun, by the identity of its tag.
        self._counted: dict[int, int] = {}

    def walk(self, page: Tag) -> None:
        # A stack of our own: a hostile page may be nested deeper than Python's.
        stack: list[tuple[Tag, Iterator[PageElement]]] = [(page, iter(page.children))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(tag)
            elif isinstance(child, Tag):
                if child.name not in _SILENT and not _is_hidden(child) and not _is_footnote(child):
                    self._enter(child)
                    stack.append((child, iter(child.children)))
            elif type(child) in {NavigableString, CData}:
                self._say(str(child))
        self._flush()

    def _enter(self, tag: Tag) -> None:
        if tag.name == "br":
            self._flush(apart=False)
        elif tag.name not in _INLINE:
            self._flush()
        if tag.name in _BOLD:
            self._block.strong += 1
        elif tag.name == "li":
            self._block.label = self._label(tag)
        elif re.fullmatch(r"h[1-6]", tag.name):
            self._block.heading = int(tag.name[1])

    def _leave(self, tag: Tag) -> None:
        if tag.name in _BOLD:
            self._block.strong = max(self._block.strong - 1, 0)
        elif tag.name not in _INLINE and tag.name != "br":
            self._flush()
            self._block.heading = 0
            if tag.name == "li":
                self._block.label = ""

    def _label(self, item: Tag) -> str:
        parent = item.parent
        if parent is None or parent.name != "ol":
            return "–"
        step = -1 if parent.has_attr("reversed") else 1
        last = self._counted.get(id(parent))
        if last is None:
            start = _whole(parent.get("start"))
            length = len(parent.find_all("li", recursive=False)) if step < 0 else 1
            number = length if start is None else start
        else:
            number = last + step
        own = _whole(item.get("value"))
        number = number if own is None else own
        self._counted[id(parent)] = number
        styled = _LIST_STYLE.search(str(item.get("style") or parent.get("style") or ""))
        kind = _STYLES[styled[1].lower()] if styled else str(item.get("type") or parent.get("type") or "1")
        return _shown(number, kind)

    def _say(self, words: str) -> None:
        self._block.words.append(words)
        if words.strip() and not self._block.strong and not self._block.heading:
            self._block.plain_words = True

    def _flush(self, *, apart: bool = True) -> None:
        block = self._block
        text = normal("".join(block.words))
        if text:
            self._number += block.apart
            self.lines.append(
                Line(
                    number=self._number,
                    text=normal(f"{block.label} {text}"),
                    apart=block.apart,
                    heading=block.heading,
                    bold=not block.plain_words and not block.heading,
                )
            )
        # A label waits for its first words, as in a paragraph inside a list item.
        label = "" if text else block.label
        starts = apart if text else block.apart or apart
        self._block = _Block([], label=label, heading=block.heading, strong=block.strong, apart=starts)


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN.search(str(tag.get("style", ""))))


def _is_footnote(tag: Tag) -> bool:
    if tag.name == "sup":
        return bool(re.fullmatch(r"[\s\d\[\]†‡]+", tag.get_text()))
    said = f"{tag.get('role', '')} {tag.get('class', '')}"
    return tag.name not in _INLINE and bool(_NOTE.search(said))


def _shown(number: int, kind: str) -> str:
    match kind:
        case "a" | "A" if 1 <= number <= 26:
            return f"{chr(ord(kind) + number - 1)})"
        case "I":
            return f"{roman(number)}."
        case "i":
            return f"({roman(number).lower()})"
        case _:
            return f"{number}."


def _whole(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
