"""The automatic numbers of a DOCX: which list a paragraph belongs to, and what Word would print before it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from roundtable.operations.plan.domain.adopted_text.numerals import roman

_NAMESPACE: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS: Final = 9
# Styles may rest on each other in a circle in a damaged file.
_MAX_STYLES: Final = 20


def w(name: str) -> str:
    """Return the full name of a WordprocessingML element or attribute."""
    return _NAMESPACE + name


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    text: str
    restarts_after: int | None


class Numbering:
    """Counts the lists of one document; ask for labels in the order of the paragraphs."""

    def __init__(self, numbering: Any | None, styles: Any) -> None:
        self._styles = {style.get(w("styleId")): style for style in styles.iter(w("style"))}
        self._default = next(
            (
                style.get(w("styleId"))
                for style in styles.iter(w("style"))
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true", "on"}
            ),
            None,
        )
        self._abstract: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        if numbering is not None:
            self._abstract = {one.get(w("abstractNumId")): one for one in numbering.iter(w("abstractNum"))}
            self._lists = {one.get(w("numId")): one for one in numbering.iter(w("num"))}
        # Lists that share a pattern go on counting together, until one of them says where it starts.
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def properties(self, paragraph: Any) -> Iterator[Any]:
        """Yield the properties of a paragraph, then those of its style and of the styles below it."""
        own = paragraph.find(w("pPr"))
        if own is not None:
            yield own
        for style in self._style_chain(paragraph):
            found = style.find(w("pPr"))
            if found is not None:
                yield found

    def style_names(self, paragraph: Any) -> list[str]:
        """Return the names of a paragraph's style and of the styles below it."""
        names = (style.find(w("name")) for style in self._style_chain(paragraph))
        return [name.get(w("val")) or "" for name in names if name is not None]

    def label(self, paragraph: Any) -> str:
        """Return what Word prints before the paragraph (`1.`, `b)`, `IV.`, `–`), and count it."""
        list_id, level = self._list_of(paragraph)
        if list_id is None or list_id not in self._lists:
            return ""
        pattern = self._pattern(list_id)
        shape = self._shape(list_id, level)
        if shape is None:
            return ""
        counters = self._counters[pattern]
        self._start(list_id, level, counters)
        if level in counters:
            counters[level] += 1
        else:
            counters[level] = shape.start
        for deeper in range(level + 1, _LEVELS):
            below = self._shape(list_id, deeper)
            if below is not None and below.restarts_after != 0:
                counters.pop(deeper, None)
        return self._printed(list_id, level, shape, counters)

    def _printed(self, list_id: str, level: int, shape: _Level, counters: dict[int, int]) -> str:
        if shape.kind == "bullet":
            return "–"
        if shape.kind == "none":
            return ""
        text = shape.text
        for upper in range(level + 1):
            other = self._shape(list_id, upper)
            if other is not None:
                text = text.replace(f"%{upper + 1}", _number(counters.get(upper, other.start), other.kind))
        return text.strip()

    def _start(self, list_id: str, level: int, counters: dict[int, int]) -> None:
        if (list_id, level) in self._begun:
            return
        self._begun.add((list_id, level))
        for override in self._lists[list_id].iter(w("lvlOverride")):
            start = override.find(w("startOverride"))
            if override.get(w("ilvl")) == str(level) and start is not None:
                counters[level] = _whole(start.get(w("val")), 1) - 1

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        list_id: str | None = None
        level: int | None = None
        for properties in self.properties(paragraph):
            found = properties.find(w("numPr"))
            if found is None:
                continue
            number, depth = found.find(w("numId")), found.find(w("ilvl"))
            if level is None and depth is not None:
                level = _whole(depth.get(w("val")), 0)
            if number is not None:
                list_id = number.get(w("val"))
                break
        # List 0 means that a paragraph leaves the list of its style.
        if list_id is None or list_id == "0":
            return None, 0
        if level is None:
            level = self._level_of_style(paragraph, list_id)
        return list_id, min(max(level, 0), _LEVELS - 1)

    def _level_of_style(self, paragraph: Any, list_id: str) -> int:
        styles = {style.get(w("styleId")) for style in self._style_chain(paragraph)}
        abstract = self._abstract.get(self._pattern(list_id)) if list_id in self._lists else None
        for level in () if abstract is None else abstract.findall(w("lvl")):
            linked = level.find(w("pStyle"))
            if linked is not None and linked.get(w("val")) in styles:
                return _whole(level.get(w("ilvl")), 0)
        return 0

    def _pattern(self, list_id: str) -> str:
        link = self._lists[list_id].find(w("abstractNumId"))
        return "" if link is None else link.get(w("val")) or ""

    def _shape(self, list_id: str, level: int) -> _Level | None:
        for override in self._lists[list_id].findall(w("lvlOverride")):
            changed = override.find(w("lvl"))
            if override.get(w("ilvl")) == str(level) and changed is not None:
                return _shape(changed)
        abstract = self._abstract.get(self._pattern(list_id))
        for found in () if abstract is None else abstract.findall(w("lvl")):
            if found.get(w("ilvl")) == str(level):
                return _shape(found)
        return None

    def _style_chain(self, paragraph: Any) -> Iterator[Any]:
        own = paragraph.find(w("pPr"))
        named = None if own is None else own.find(w("pStyle"))
        style_id = self._default if named is None else named.get(w("val"))
        for _ in range(_MAX_STYLES):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            based_on = style.find(w("basedOn"))
            style_id = None if based_on is None else based_on.get(w("val"))


def _shape(level: Any) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(w(name))
        return otherwise if found is None else found.get(w("val")) or ""

    restart = level.find(w("lvlRestart"))
    return _Level(
        start=_whole(value("start", "0"), 0),
        kind=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        restarts_after=None if restart is None else _whole(restart.get(w("val")), 0),
    )


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def _number(value: int, kind: str) -> str:
    match kind:
        case "upperRoman":
            return roman(value)
        case "lowerRoman":
            return roman(value).lower()
        case "lowerLetter" | "upperLetter":
            # Word writes aa after z; a list that claims to start at a billion does not get as many letters.
            times = (value - 1) // 26 + 1
            shown = chr(ord("a") + (value - 1) % 26) * times if 0 < times < 30 else str(value)
            return shown.upper() if kind == "upperLetter" else shown
        case "decimalZero":
            return f"{value:02d}"
        case _:
            return str(value)
