"""What changed between two revisions: paragraph by paragraph by their keys, inside a paragraph word by word.

A paragraph that stands elsewhere is shown as moved and not as taken out and put in again; one that was split or joined
is shown so, with the end of a paragraph as a change of its own. Texts from elsewhere have other keys: give them first
to `kinship.recognised`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.wording import Break, Change, Said, Token, agreements, changes, tokens


class Fate(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    SPLIT = "split"
    JOINED = "joined"
    LEFT = "left"
    """A mark at the place that a moved paragraph left."""


@dataclass(frozen=True)
class Entry:
    """One paragraph and what became of it, or one of the parts that it was split into.

    A split paragraph has an entry for each part, all with the same `olds`; a joined one has all that it swallowed as
    `olds`, in the order of their words. `moved` says that it stands elsewhere. A table has no words here: it is one
    thing, the same or another.
    """

    fate: Fate
    olds: tuple[Paragraph, ...]
    news: tuple[Paragraph, ...]
    moved: bool = False
    part: int = 0
    parts: tuple[Paragraph, ...] = ()
    own_changes: tuple[Change, ...] = ()

    @property
    def key(self) -> str:
        """The key by which people speak of it: the new one where there is one."""
        return (self.news or self.olds)[0].key

    @property
    def renumbered(self) -> bool:
        """Whether the number changed and the paragraph stayed."""
        return bool(self.olds and self.news) and self.part == 0 and self.olds[0].label != self.news[0].label

    @property
    def recast(self) -> bool:
        """Whether it is another kind of paragraph now, or stands at another level."""
        places = [{(one.role, one.level) for one in side} for side in (self.olds, self.news)]
        return bool(self.olds and self.news) and places[0] != places[1]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The difference word by word. Of a split paragraph, what belongs to this part."""
        if self.fate is Fate.LEFT:
            return ()
        if self.fate is Fate.SPLIT:
            return self.own_changes
        return changes(words_of(self.olds), words_of(self.news))

    @property
    def size(self) -> int:
        """How many words were taken away and added."""
        if self.fate in {Fate.SAME, Fate.LEFT}:
            return 0
        if any(one.role is Role.TABLE for one in (*self.olds, *self.news)):
            return sum(len(one.plain.split()) for one in (*self.olds, *self.news))
        return sum(change.words for change in self.changes if change.kind is not Said.SAME)


@dataclass(frozen=True)
class Redline:
    """All entries in the order of the new text; what was removed or left stands where it was."""

    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """How long the redline is: words taken away and added."""
        return sum(entry.size for entry in self.entries)

    @property
    def is_empty(self) -> bool:
        """Whether a reader sees no difference."""
        return all(
            entry.fate is Fate.SAME and not (entry.moved or entry.renumbered or entry.recast) for entry in self.entries
        )

    @cached_property
    def by_new_key(self) -> dict[str, Entry]:
        """The entry of each paragraph of the new text."""
        return {one.key: entry for entry in self.entries for one in entry.news}

    @cached_property
    def by_old_key(self) -> dict[str, Entry]:
        """The entry that says what became of each paragraph of the old text."""
        return {one.key: entry for entry in self.entries if entry.fate is not Fate.LEFT for one in entry.olds}

    def counts(self) -> dict[str, int]:
        """How many paragraphs had each fate, and how many moved."""
        counted = {fate.value: sum(entry.fate is fate for entry in self.entries) for fate in Fate if fate != Fate.LEFT}
        return {**counted, "moved": sum(entry.moved for entry in self.entries)}


def redline(old: Text, new: Text) -> Redline:
    """Compare two revisions whose paragraphs know each other by their keys."""
    kin = _kin(old, new)
    followed = {place: olds for place, olds in kin.items() if olds}
    both = sorted(followed)
    staying = {both[index] for index in longest_rising([_first(followed[place]) for place in both])}
    parts: dict[int, list[int]] = defaultdict(list)
    for place, olds in followed.items():
        parts[olds[0]].append(place)
    made = {
        place: _entry(old, new, place, kin[place], moved=bool(kin[place]) and place not in staying)
        for place in range(len(new.paragraphs))
    }
    for row, places in parts.items():
        if len(places) > 1 and all(len(kin[place]) == 1 for place in places):
            made |= _split(old, new, row, places, made)
    met = {row for olds in kin.values() for row in olds}
    # What is gone follows the paragraph behind which it stood and that stayed in its place.
    gone = {row: Entry(Fate.REMOVED, (one,), ()) for row, one in enumerate(old.paragraphs) if row not in met}
    for place, entry in made.items():
        if entry.moved and entry.part == 0:
            gone[_first(kin[place])] = Entry(Fate.LEFT, entry.olds, ())
    anchors = {max(kin[place]): place for place in sorted(staying)}
    return Redline(tuple(_in_order(made, gone, anchors)))


def _first(rows: tuple[int, ...]) -> int:
    return min(rows)


def _in_order(made: dict[int, Entry], gone: dict[int, Entry], anchors: dict[int, int]) -> Iterator[Entry]:
    behind: dict[int, list[Entry]] = defaultdict(list)
    places = sorted(anchors)
    for place in sorted(gone):
        before = bisect_left(places, place) - 1
        behind[anchors[places[before]] if before >= 0 else -1].append(gone[place])
    yield from behind[-1]
    for place in sorted(made):
        yield made[place]
        yield from behind[place]


def _kin(old: Text, new: Text) -> dict[int, tuple[int, ...]]:
    """For each place in the new text the places in the old that it comes from; several where it was joined."""
    kin: dict[int, tuple[int, ...]] = {}
    joined: set[int] = set()
    for place, one in enumerate(new.paragraphs):
        known = old.by_key.get(one.key)
        before = known.origins if known else ()
        origins = [key for key in one.origins if key in old.by_key and key not in before]
        if known is None:
            # Split off the first paragraph that it remembers.
            rows = [old.place_of(key) for key in origins[:1] if not (old.by_key[key].rows or one.rows)]
        else:
            swallowed = [] if one.rows else [key for key in origins if key not in new.by_key]
            rows = [old.place_of(one.key), *(old.place_of(key) for key in swallowed if not old.by_key[key].rows)]
            if known.rows or one.rows:
                rows = rows[:1]
        rows = [row for row in rows if row not in joined]
        joined |= set(rows[1:]) | (set(rows) if len(rows) > 1 else set())
        kin[place] = tuple(rows)
    heirs = Counter(olds[0] for olds in kin.values() if olds)
    # Who was both split and joined is told as what it mainly is; the rest of it came or went.
    for place, olds in kin.items():
        if len(olds) > 1:
            kin[place] = _by_words_of(old, new, place, tuple(row for row in olds if row == olds[0] or not heirs[row]))
    return kin


def _by_words_of(old: Text, new: Text, place: int, rows: tuple[int, ...]) -> tuple[int, ...]:
    whole = words_of((new.paragraphs[place],))
    order = {row: _middle(words_of((old.paragraphs[row],)), whole) for row in rows}
    return tuple(sorted(rows, key=lambda row: (order[row], row)))


def _by_words(old: Text, new: Text, row: int, places: list[int]) -> list[int]:
    """The parts of a split paragraph in the order of their words in it."""
    whole = words_of((old.paragraphs[row],))
    order = {place: _middle(words_of((new.paragraphs[place],)), whole) for place in places}
    return sorted(places, key=lambda place: (order[place], place))


def _middle(part: list[Token], whole: list[Token]) -> int:
    """Where in a whole the middle of a part stands."""
    pairs = agreements([one.piece for one in part], [one.piece for one in whole])
    return pairs[len(pairs) // 2][1] if pairs else len(whole)


def _entry(old: Text, new: Text, place: int, rows: tuple[int, ...], *, moved: bool) -> Entry:
    olds, one = tuple(old.paragraphs[row] for row in rows), new.paragraphs[place]
    if not olds:
        return Entry(Fate.ADDED, (), (one,))
    if len(olds) > 1:
        return Entry(Fate.JOINED, olds, (one,), moved)
    fate = Fate.SAME if (olds[0].content, olds[0].rows) == (one.content, one.rows) else Fate.CHANGED
    return Entry(fate, olds, (one,), moved)


def _split(old: Text, new: Text, row: int, places: list[int], made: dict[int, Entry]) -> dict[int, Entry]:
    """The entries of the parts of one paragraph."""
    ordered = _by_words(old, new, row, places)
    parts = tuple(new.paragraphs[place] for place in ordered)
    pieces = _cut(changes(words_of((old.paragraphs[row],)), words_of(parts)))
    return {
        place: replace(made[place], fate=Fate.SPLIT, part=part, parts=parts, own_changes=pieces[part])
        for part, place in enumerate(ordered)
    }


def words_of(paragraphs: Iterable[Paragraph]) -> list[Token]:
    """The words of paragraphs in a row, with a `Break` between two."""
    made: list[Token] = []
    for place, one in enumerate(paragraphs):
        made += [Token(Break())] if place else []
        made += tokens(one.content)
    return made


def _cut(whole: Iterable[Change]) -> list[tuple[Change, ...]]:
    """The changes of a split paragraph, cut where its parts end; each end belongs to the part before it."""
    parts: list[list[Change]] = [[]]
    for change in whole:
        rest = list(change.pieces)
        words = change.words
        while change.kind is Said.ADDED and Break() in rest:
            end = rest.index(Break()) + 1
            own = sum(len(tokens((piece,))) if not isinstance(piece, Break) else 1 for piece in rest[:end])
            parts[-1].append(Change(change.kind, tuple(rest[:end]), own))
            parts.append([])
            rest, words = rest[end:], words - own
        if rest:
            parts[-1].append(Change(change.kind, tuple(rest), words))
    return [tuple(part) for part in parts]


def longest_rising(values: Sequence[int]) -> set[int]:
    """The places of a longest row of values that never falls: these paragraphs stay, the others moved."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_right(ends, value)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        tails[length : length + 1] = [place]
    kept = set()
    place = tails[-1] if tails else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
