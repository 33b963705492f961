"""Which paragraph is which: a text from elsewhere gets the keys of the paragraphs that we know.

Paragraphs are recognised by their words, with their neighbours to decide between equals. What is recognised in two
parts was split, what is recognised inside another was joined; both keep the memory as `origins`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from roundtable.ground.documents.domain.text import Paragraph, Text, fresh

ALIKE: Final = 0.4
"""Below this likeness two wordings are not taken for one paragraph."""
CONTAINED: Final = 0.7
"""A wording of which so much stands in another has become a part of it."""
NEIGHBOUR: Final = 0.05
COMMON: Final = 60
"""A pair of words that stands in more paragraphs says nothing about which is which."""


def recognised(old: Text, new: Text, taken: Iterable[str] = ()) -> Text:
    """The new text with the keys of the old where its paragraphs are recognised, and keys nobody had for the others.

    `taken` are keys that paragraphs of earlier revisions had.
    """
    of_new = _pairs(old, new)
    keys = fresh({*old.by_key, *taken}, "q")
    named = {place: old.paragraphs[row].key for place, row in of_new.items()}
    origins = _origins(old, new, of_new)
    made = []
    for place, one in enumerate(new.paragraphs):
        known = old.by_key[named[place]].origins if place in named else ()
        met = tuple(dict.fromkeys((*known, *origins.get(place, ()))))
        made.append(replace(one, key=named.get(place) or next(keys), origins=met))
    return Text(tuple(made), new.language)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The words of a paragraph and the pairs of words that follow each other."""

    counted: Counter[object]
    total: int

    @classmethod
    def of(cls, one: Paragraph) -> "_Marks":
        words = one.plain.lower().split()
        counted: Counter[object] = Counter(words)
        counted.update(pairwise(words))
        return cls(counted, counted.total())

    def shared(self, other: "_Marks") -> int:
        """How many marks both have."""
        small, large = sorted((self.counted, other.counted), key=len)
        return sum(min(times, large[mark]) for mark, times in small.items() if mark in large)


def _pairs(old: Text, new: Text) -> dict[int, int]:
    """New place to old place, for what is one paragraph."""
    of_new = _identical(old, new)
    left_old = [row for row in range(len(old.paragraphs)) if row not in set(of_new.values())]
    left_new = [place for place in range(len(new.paragraphs)) if place not in of_new]
    marks_old = {row: _Marks.of(old.paragraphs[row]) for row in left_old}
    marks_new = {place: _Marks.of(new.paragraphs[place]) for place in left_new}
    scored = []
    for place, row in _candidates(marks_old, marks_new):
        before, after = old.paragraphs[row], new.paragraphs[place]
        whole = marks_old[row].total + marks_new[place].total
        alike = 2 * marks_old[row].shared(marks_new[place]) / whole if whole else 0.0
        if alike >= ALIKE and (before.role is after.role or alike > CONTAINED):
            near = sum(
                (of_new.get(place + step) == row + step) or (place + step < 0 and row + step < 0) for step in (-1, 1)
            )
            scored.append((alike + NEIGHBOUR * near + (NEIGHBOUR if before.label == after.label else 0), place, row))
    taken: set[int] = set()
    for _score, place, row in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if place not in of_new and row not in taken:
            of_new[place] = row
            taken.add(row)
    return of_new


def _identical(old: Text, new: Text) -> dict[int, int]:
    """What says the same to the letter: in their order, where several say it."""
    rows: dict[object, list[int]] = defaultdict(list)
    for row, one in enumerate(old.paragraphs):
        rows[one.role, one.plain].append(row)
    places: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(new.paragraphs):
        places[one.role, one.plain].append(place)
    found: dict[int, int] = {}
    unsure = []
    for said, news in places.items():
        if len(rows[said]) == len(news):
            found |= dict(zip(news, rows[said], strict=True))
        elif rows[said]:
            unsure.append(said)
    for said in unsure:
        free = set(rows[said])
        for place in places[said]:
            near = [row for row in free if row - 1 == found.get(place - 1) or row + 1 == found.get(place + 1)]
            if near:
                found[place] = min(near)
                free.discard(min(near))
        rest = [place for place in places[said] if place not in found]
        found |= dict(zip(rest, sorted(free), strict=False))
    return found


def _candidates(old: dict[int, _Marks], new: dict[int, _Marks]) -> Iterator[tuple[int, int]]:
    """Pairs of places that have at least one telling mark in common."""
    holders: dict[object, list[int]] = defaultdict(list)
    for row, marks in old.items():
        for mark in marks.counted:
            holders[mark].append(row)
    for place, marks in new.items():
        rows = {row for mark in marks.counted for row in holders.get(mark, ()) if len(holders[mark]) <= COMMON}
        for row in sorted(rows):
            yield place, row


def _origins(old: Text, new: Text, of_new: dict[int, int]) -> dict[int, tuple[str, ...]]:
    """Where a paragraph is a part of one that is recognised beside it, or has swallowed one that stood beside it."""
    found: dict[int, tuple[str, ...]] = {}
    rows = set(of_new.values())
    for place, one in enumerate(new.paragraphs):
        if place in of_new or one.rows:
            continue
        part = _Marks.of(one)
        for step in (-1, 1):
            row = of_new.get(place + step, -1)
            if row >= 0 and _is_part(part, old.paragraphs[row], new.paragraphs[place + step]):
                found[place] = (old.paragraphs[row].key,)
                break
    of_old = {row: place for place, row in of_new.items()}
    for row, one in enumerate(old.paragraphs):
        if row in rows or one.rows:
            continue
        part = _Marks.of(one)
        for step in (-1, 1):
            place = of_old.get(row + step, -1)
            if place >= 0 and _is_part(part, new.paragraphs[place], old.paragraphs[row + step]):
                found[place] = (*found.get(place, ()), one.key)
                break
    return found


def _is_part(part: _Marks, whole: Paragraph, rest: Paragraph) -> bool:
    """Whether some words stand in a whole, beyond those that its other part has as well."""
    if not part.total or whole.rows:
        return False
    left = _Marks.of(whole).counted - _Marks.of(rest).counted
    return part.shared(_Marks(left, left.total())) / part.total >= CONTAINED
