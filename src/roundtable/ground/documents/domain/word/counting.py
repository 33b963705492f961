"""What Word prints before a paragraph: its lists, styles and counters, for one of the two texts of a file."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from roundtable.ground.documents.domain.labels import print_count
from roundtable.ground.documents.domain.text import label
from roundtable.ground.documents.domain.word.remarks import w

LEVELS: Final = 9
# Styles may rest on each other in a circle in a damaged file.
_MOST_STYLES: Final = 20


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    pattern: str
    restarts: bool


class Styles:
    """The styles and lists of a file."""

    def __init__(self, styles: Any | None, numbering: Any | None) -> None:
        found = () if styles is None else styles.iter(w("style"))
        self.by_id = {style.get(w("styleId")): style for style in found}
        self.default = next(
            (
                key
                for key, style in self.by_id.items()
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true", "on"}
            ),
            None,
        )
        patterns = () if numbering is None else numbering.iter(w("abstractNum"))
        self.patterns = {one.get(w("abstractNumId")): one for one in patterns}
        lists = () if numbering is None else numbering.iter(w("num"))
        self.lists = {one.get(w("numId")): one for one in lists}

    def chain(self, properties: Any | None) -> Iterator[Any]:
        """A paragraph's style and those it rests on."""
        key = value_of(properties, "pStyle") or self.default
        for _ in range(_MOST_STYLES):
            style = self.by_id.get(key)
            if style is None:
                return
            yield style
            key = value_of(style, "basedOn")

    def list_of(self, properties: Any | None) -> tuple[str, int] | None:
        """The list and level of a paragraph; None for one outside of all."""
        number = level = None
        for holder in (properties, *(style.find(w("pPr")) for style in self.chain(properties))):
            found = None if holder is None else holder.find(w("numPr"))
            if found is None:
                continue
            level = value_of(found, "ilvl") if level is None else level
            number = value_of(found, "numId")
            if number is not None:
                break
        # List 0 means that a paragraph leaves the list of its style.
        if number is None or number == "0" or number not in self.lists:
            return None
        depth = self._depth_of_style(properties, number) if level is None else whole(level, 0)
        return number, min(max(depth, 0), LEVELS - 1)

    def pattern_of(self, number: str) -> str:
        """The pattern by which a list counts."""
        return value_of(self.lists[number], "abstractNumId") or ""

    def level(self, number: str, depth: int) -> _Level | None:
        """How a list prints at a depth."""
        for override in self.lists[number].findall(w("lvlOverride")):
            changed = override.find(w("lvl"))
            if override.get(w("ilvl")) == str(depth) and changed is not None:
                return _level(changed)
        pattern = self.patterns.get(self.pattern_of(number))
        for one in () if pattern is None else pattern.findall(w("lvl")):
            if one.get(w("ilvl")) == str(depth):
                return _level(one)
        return None

    def _depth_of_style(self, properties: Any | None, number: str) -> int:
        keys = {style.get(w("styleId")) for style in self.chain(properties)}
        pattern = self.patterns.get(self.pattern_of(number))
        for one in () if pattern is None else pattern.findall(w("lvl")):
            if value_of(one, "pStyle") in keys:
                return whole(one.get(w("ilvl")), 0)
        return 0


class Counter:
    """Counts the lists in the order of the paragraphs of one text."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        # Lists that share a pattern go on counting together, until one of them says where it starts.
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: Any | None) -> str:
        """The number of the next paragraph, and count it."""
        listed = self._styles.list_of(properties)
        level = self._styles.level(*listed) if listed else None
        if listed is None or level is None:
            return ""
        number, depth = listed
        counts = self._counts[self._styles.pattern_of(number)]
        self._begin(number, depth, counts)
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in range(depth + 1, LEVELS):
            below = self._styles.level(number, deeper)
            if below is not None and below.restarts:
                counts.pop(deeper, None)
        if level.kind == "bullet":
            # Signs of fonts of signs have no meaning outside of them.
            return label(level.pattern) if level.pattern and level.pattern < "\ue000" else "–"
        return "" if level.kind == "none" else label(self._printed(number, depth, level, counts))

    def _printed(self, number: str, depth: int, level: _Level, counts: dict[int, int]) -> str:
        text = level.pattern
        for upper in range(depth + 1):
            other = self._styles.level(number, upper)
            if other is not None:
                text = text.replace(f"%{upper + 1}", print_count(other.kind, counts.get(upper, other.start)))
        return text

    def _begin(self, number: str, depth: int, counts: dict[int, int]) -> None:
        if (number, depth) in self._begun:
            return
        self._begun.add((number, depth))
        for override in self._styles.lists[number].findall(w("lvlOverride")):
            start = value_of(override, "startOverride")
            if override.get(w("ilvl")) == str(depth) and start is not None:
                counts[depth] = whole(start, 1) - 1


def value_of(holder: Any | None, name: str) -> str | None:
    """The value of a property, None where it is not set."""
    found = None if holder is None else holder.find(w(name))
    return None if found is None else found.get(w("val"))


def whole(written: str | None, otherwise: int) -> int:
    """A whole number, or another where none is written."""
    try:
        return int(written or "")
    except ValueError:
        return otherwise


def _level(one: Any) -> _Level:
    return _Level(
        start=whole(value_of(one, "start"), 0),
        kind=value_of(one, "numFmt") or "decimal",
        pattern=value_of(one, "lvlText") or "",
        restarts=value_of(one, "lvlRestart") != "0",
    )
