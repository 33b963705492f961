"""Two wordings word by word: the shortest way from one to the other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roundtable.ground.documents.domain.content import Content, Piece, Run, content, shown

_WORD: Final = re.compile(r"(?P<blank>[ \n]*)(?P<word>[^\W_]+(?:[-'’/.][^\W_]+)*|[^ \n])")


class Said(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a paragraph, where it was split or joined."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or another indivisible thing, with the blank before it. Two are the same word whatever the blank is."""

    piece: Piece | Break
    blank: Run | None = None

    @property
    def size(self) -> int:
        """How many characters it takes in the plain text, its blank included."""
        blank = len(self.blank.text) if self.blank else 0
        return blank + (0 if isinstance(self.piece, Break) else len(shown(self.piece)))


@dataclass(frozen=True, slots=True)
class Change:
    """Some pieces in a row that share one fate. `words` counts what is more than blank."""

    kind: Said
    pieces: tuple[Piece | Break, ...]
    words: int

    @property
    def text(self) -> str:
        """What a reader sees of it; the end of a paragraph as its sign."""
        return "".join("¶" if isinstance(piece, Break) else shown(piece) for piece in self.pieces)


def tokens(pieces: Content) -> list[Token]:
    """The words of a content; put one after the other they spell it."""
    made: list[Token] = []
    blank: Run | None = None
    for piece in pieces:
        if not isinstance(piece, Run):
            made.append(Token(piece, blank))
            blank = None
            continue
        end = 0
        for found in _WORD.finditer(piece.text):
            before = Run(found["blank"], piece.marks) if found["blank"] else blank
            made.append(Token(Run(found["word"], piece.marks), before))
            blank, end = None, found.end()
        if end < len(piece.text):
            blank = Run(piece.text[end:], piece.marks)
    return made


def spelled(words: Iterable[Token]) -> Content:
    """The content that words spell."""
    return content(*(piece for word in words for piece in (word.blank, word.piece) if isinstance(piece, Piece)))


def agreements(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int]]:
    """The places, in both, of a longest row of things that both have in one order (Myers 1986).

    >>> agreements("abcab", "cabb")
    [(2, 0), (3, 1), (4, 2)]
    """
    begin = 0
    least = min(len(old), len(new))
    while begin < least and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < least - begin and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    rows, columns = len(old) - begin - end, len(new) - begin - end
    numbers: dict[object, int] = {}
    left = [numbers.setdefault(one, len(numbers)) for one in old[begin : begin + rows]]
    right = [numbers.setdefault(one, len(numbers)) for one in new[begin : begin + columns]]
    middle = [(begin + row, begin + column) for row, column in _snakes(left, right)]
    head = [(place, place) for place in range(begin)]
    tail = [(len(old) - end + place, len(new) - end + place) for place in range(end)]
    return head + middle + tail


def changes(old: Sequence[Token], new: Sequence[Token]) -> tuple[Change, ...]:
    """What stayed, was taken away and was added. All but the added spell the old, all but the removed the new."""
    steps: list[tuple[Said, Token | Run, int]] = []
    row = column = 0
    pairs = agreements([one.piece for one in old], [one.piece for one in new])
    for next_row, next_column in [*pairs, (len(old), len(new))]:
        steps += [(Said.REMOVED, word, 1) for word in old[row:next_row]]
        steps += [(Said.ADDED, word, 1) for word in new[column:next_column]]
        if next_row < len(old):
            steps += _kept(old[next_row], new[next_column])
        row, column = next_row + 1, next_column + 1
    return tuple(_gathered(steps))


def _kept(before: Token, after: Token) -> Iterator[tuple[Said, Token | Run, int]]:
    if before.blank == after.blank:
        yield Said.SAME, after, 1
        return
    if before.blank:
        yield Said.REMOVED, before.blank, 0
    if after.blank:
        yield Said.ADDED, after.blank, 0
    yield Said.SAME, Token(after.piece), 1


def _gathered(steps: Iterable[tuple[Said, Token | Run, int]]) -> Iterator[Change]:
    """Put together what follows each other; between two words that stay, what went comes before what came."""
    waiting: dict[Said, list[tuple[Token | Run, int]]] = {kind: [] for kind in (Said.REMOVED, Said.ADDED, Said.SAME)}
    for kind, thing, words in steps:
        if kind is Said.SAME:
            yield from _emptied(waiting, Said.REMOVED, Said.ADDED)
        else:
            yield from _emptied(waiting, Said.SAME)
        waiting[kind].append((thing, words))
    yield from _emptied(waiting, *waiting)


def _emptied(waiting: dict[Said, list[tuple[Token | Run, int]]], *kinds: Said) -> Iterator[Change]:
    for kind in kinds:
        if waiting[kind]:
            pieces: list[Piece | Break] = []
            for thing, _words in waiting[kind]:
                parts = (thing,) if isinstance(thing, Run) else (thing.blank, thing.piece)
                for part in parts:
                    last = pieces[-1] if pieces else None
                    if isinstance(part, Run) and isinstance(last, Run) and last.marks == part.marks:
                        pieces[-1] = Run(last.text + part.text, part.marks)
                    elif part is not None:
                        pieces.append(part)
            yield Change(kind, tuple(pieces), sum(words for _thing, words in waiting[kind]))
            waiting[kind] = []


def _snakes(old: list[int], new: list[int]) -> list[tuple[int, int]]:
    """The greedy search for the furthest point with ever more changes; the way back gives what agrees."""
    rows, columns = len(old), len(new)
    if not rows or not columns:
        return []
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for steps in range(rows + columns + 1):
        trail.append(dict(furthest))
        for diagonal in range(-steps, steps + 1, 2):
            if diagonal < -columns or diagonal > rows:
                continue
            down = diagonal == -steps or (
                diagonal != steps and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
            )
            row = furthest.get(diagonal + 1, 0) if down else furthest.get(diagonal - 1, -1) + 1
            column = row - diagonal
            while row < rows and 0 <= column < columns and old[row] == new[column]:
                row, column = row + 1, column + 1
            furthest[diagonal] = row
            if row >= rows and column >= columns:
                return _way_back(trail, rows, columns)
    raise AssertionError("Two rows always have a way from one to the other.")


def _way_back(trail: list[dict[int, int]], row: int, column: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for steps in range(len(trail) - 1, -1, -1):
        furthest = trail[steps]
        diagonal = row - column
        down = diagonal == -steps or (
            diagonal != steps and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        start = furthest.get(before, 0)
        while row > start and column > start - before and row > 0 and column > 0:
            if steps and (row, column) == ((start, start - before + 1) if down else (start + 1, start - before)):
                break
            row, column = row - 1, column - 1
            found.append((row, column))
        row, column = start, start - before
    return found[::-1]
