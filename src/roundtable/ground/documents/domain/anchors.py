"""Where a comment finds its words after the text was revised. It is never dropped, and never moved without saying so.

A place is a range of characters in the plain text of a paragraph, with the words that stood there. In the next revision
the words are kept, moved, changed, or gone. Where the same words stand nearby more than once and the change could be
read in two ways, or where a change reaches right up to the words, so that the last of them may be typed anew, the
answer says that it is not sure, and a person looks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from roundtable.ground.documents.domain.redline import Entry, Fate, Redline, redline, words_of
from roundtable.ground.documents.domain.text import Paragraph, Text
from roundtable.ground.documents.domain.wording import Break, Token, agreements


class State(StrEnum):
    """What became of the words."""

    KEPT = "kept"
    MOVED = "moved"
    """The same words in another place: their paragraph moved, was split or joined."""
    CHANGED = "changed"
    """Some of the words are there, others are not or stand between them."""
    GONE = "gone"
    """None of the words is there. The range is where they stood, empty."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A range of a paragraph and the words that stand there."""

    key: str
    start: int
    end: int
    quote: str

    @classmethod
    def on(cls, text: Text, key: str, start: int = 0, end: int | None = None) -> "Anchor":
        """An anchor on a range, or on a whole paragraph; raise `ValueError` for a range that is none."""
        words = text.by_key[key].plain
        end = len(words) if end is None else end
        if not 0 <= start < end <= len(words):
            raise ValueError(f"From {start} to {end} is no range of a paragraph of {len(words)} characters.")
        return cls(key, start, end, words[start:end])


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor is now. `before` is the anchor as it was; for words that are gone it keeps them."""

    anchor: Anchor
    state: State
    before: Anchor
    sure: bool = True


def reanchored(anchors: Iterable[Anchor], old: Text, new: Text, lines: Redline | None = None) -> tuple[Found, ...]:
    """Find each anchor of the old text in the new one; as many come out as went in, in their order."""
    lines = lines or redline(old, new)
    entries: dict[str, list[Entry]] = {}
    for entry in lines.entries:
        if entry.fate is not Fate.LEFT:
            for one in entry.olds:
                entries.setdefault(one.key, []).append(entry)
    return tuple(_found(anchor, old, new, entries[anchor.key]) for anchor in anchors)


def _found(anchor: Anchor, old: Text, new: Text, entries: list[Entry]) -> Found:
    first = min(entries, key=lambda entry: entry.part)
    if first.fate is Fate.REMOVED:
        return Found(_nearest(anchor, old, new), State.GONE, anchor)
    news = first.parts or first.news
    before, after = old.by_key[anchor.key], new.by_key[first.key]
    if before.rows or after.rows:
        return _in_a_table(anchor, before, after, first)
    if first.fate is Fate.SAME:
        return Found(replace(anchor, key=first.key), State.MOVED if first.moved else State.KEPT, anchor)
    return _by_words(anchor, first.olds, news, moved={entry.key for entry in entries if entry.moved})


def _in_a_table(anchor: Anchor, before: Paragraph, after: Paragraph, entry: Entry) -> Found:
    """A table is one thing: what stands on it stands on the whole of it once a word of it is another."""
    if before.plain == after.plain:
        return Found(replace(anchor, key=after.key), State.MOVED if entry.moved else State.KEPT, anchor)
    return Found(Anchor(after.key, 0, len(after.plain), after.plain), State.CHANGED, anchor)


def _nearest(anchor: Anchor, old: Text, new: Text) -> Anchor:
    """The end of the paragraph before the one that is gone, or the beginning of the text."""
    for one in reversed(old.paragraphs[: old.place_of(anchor.key)]):
        if one.key in new.by_key:
            end = len(new.by_key[one.key].plain)
            return Anchor(one.key, end, end, "")
    return Anchor(new.paragraphs[0].key, 0, 0, "") if new.paragraphs else replace(anchor, end=anchor.start)


def _by_words(anchor: Anchor, olds: tuple[Paragraph, ...], news: tuple[Paragraph, ...], moved: set[str]) -> Found:
    before, after = words_of(olds), words_of(news)
    old_spans, new_spans = _spans(before, olds), _spans(after, news)
    inside = [
        index
        for index, (key, start, end) in enumerate(old_spans)
        if key == anchor.key
        and start < anchor.end
        and end > anchor.start
        and not isinstance(before[index].piece, Break)
    ]
    old, new = [one.piece for one in before], [one.piece for one in after]
    forward = dict(agreements(old, new))
    now = [forward[index] for index in inside if index in forward]
    sure = _forced(old, new, inside)
    if not now:
        return Found(_between(inside, forward, new_spans), State.GONE, anchor, sure)
    key = new_spans[now[0]][0]
    # Words that a new end of a paragraph cut apart stay with the part that begins.
    same = [index for index in now if new_spans[index][0] == key]
    whole = len(same) == len(inside) and same[-1] - same[0] == len(same) - 1
    start, end = new_spans[same[0]][1], new_spans[same[-1]][2]
    if whole:
        start += max(anchor.start - old_spans[inside[0]][1], 0)
        end -= max(old_spans[inside[-1]][2] - anchor.end, 0)
    words = next(one.plain for one in news if one.key == key)
    placed = Anchor(key, start, end, words[start:end])
    if placed.quote != anchor.quote:
        return Found(placed, State.CHANGED, anchor, sure)
    elsewhere = key != anchor.key or key in moved or len(olds) > 1 or len(news) > 1
    sure = sure and not _touched(old, new, forward, (inside[0], inside[-1]))
    return Found(placed, State.MOVED if elsewhere else State.KEPT, anchor, sure)


def _spans(words: Sequence[Token], paragraphs: Sequence[Paragraph]) -> list[tuple[str, int, int]]:
    """For each word its paragraph and where it begins and ends there, without the blank before it."""
    spans = []
    number = place = 0
    for word in words:
        if isinstance(word.piece, Break):
            spans.append((paragraphs[number].key, place, place))
            number, place = number + 1, 0
            continue
        end = place + word.size
        spans.append((paragraphs[number].key, place + (len(word.blank.text) if word.blank else 0), end))
        place = end
    return spans


def _forced(old: Sequence[object], new: Sequence[object], asked: Iterable[int]) -> bool:
    """Whether every longest agreement puts these words where one puts them, or leaves them out alike.

    A word reads in two ways where it could as well be another one like it, or gone and put in again.
    """
    ahead, behind = _lengths(old, new), _lengths(old[::-1], new[::-1])
    rows, columns = len(old), len(new)
    longest = ahead[rows][columns]
    for row in asked:
        ways = sum(
            old[row] == new[column] and ahead[row][column] + 1 + behind[rows - row - 1][columns - column - 1] == longest
            for column in range(columns)
        )
        left = any(
            ahead[row][column] + behind[rows - row - 1][columns - column] == longest for column in range(columns + 1)
        )
        if ways + left > 1:
            return False
    return True


def _touched(old: Sequence[object], new: Sequence[object], forward: dict[int, int], edges: tuple[int, int]) -> bool:
    """Whether words came or went right beside these two; the end of a paragraph is no word.

    Somebody who writes "voluntary return" anew as "safe return" leaves behind a word that reads like the old one. Two
    texts do not tell whether it is, so that what stands at the edge of a change is not sure.
    """
    for index, step in zip(edges, (-1, 1), strict=True):
        before, after = _beside(old, index, step), _beside(new, forward[index], step)
        if (before is None) != (after is None) or (before is not None and forward.get(before) != after):
            return True
    return False


def _beside(words: Sequence[object], index: int, step: int) -> int | None:
    """The place of the word before or after one, None at the edge of the text."""
    index += step
    while 0 <= index < len(words) and isinstance(words[index], Break):
        index += step
    return index if 0 <= index < len(words) else None


def _lengths(old: Sequence[object], new: Sequence[object]) -> list[list[int]]:
    """The length of a longest agreement of every beginning of the one with every beginning of the other."""
    table = [[0] * (len(new) + 1)]
    for one in old:
        last = table[-1]
        row = [0]
        for column, other in enumerate(new):
            row.append(last[column] + 1 if one == other else max(last[column + 1], row[column]))
        table.append(row)
    return table


def _between(inside: list[int], found: dict[int, int], spans: list[tuple[str, int, int]]) -> Anchor:
    """The empty place where words stood that are gone: behind what came before them."""
    earlier = [index for index in found if inside and index < inside[0]]
    if earlier:
        key, _start, end = spans[found[max(earlier)]]
        return Anchor(key, end, end, "")
    return Anchor(spans[0][0], 0, 0, "")
