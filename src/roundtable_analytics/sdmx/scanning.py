"""A piece of an XML message as arrays: each attribute value with its name and the path of its element.

The scanner accepts what is well formed and regular, and says `Irregular` of everything else. It checks what a parser
checks: that elements close in the order in which they opened, that values hold no `<` and no control characters, that
the bytes are UTF-8. It never guesses: irregular pieces are read by lxml.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from roundtable_analytics.sdmx.segments import Segment, segment
from roundtable_analytics.sdmx.views import Buffer, Positions, alike

QUOTE, LESS, SPACE = 0x22, 0x3C, 0x20
TAB, LINE, RETURN = 9, 10, 13
MOST_KINDS = 400
DEEPEST = 8
STAYS, UNKNOWN = -1, -2
Kinds = npt.NDArray[np.int32]
Path = tuple[bytes, ...]


class Irregular(Exception):  # noqa: N818 - a name that says what happened
    """This piece is not of the regular kind."""


@dataclass
class Known:
    """The pieces between values that a message has shown so far, what each means, and the paths it has walked.

    A path is the names of the open elements. Each piece either leads to one path wherever it stands (`leads`), or back
    to where it came from (`STAYS`: the next attribute, the next element of the same name). `steps` proves it for every
    pair of a path and a piece that occurs.
    """

    row_ends: frozenset[str]
    generic: bool = False
    texts: list[bytes] = field(default_factory=list)
    meanings: list[Segment] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    ends: list[bool] = field(default_factory=list)
    steps: dict[tuple[int, int], int] = field(default_factory=dict)

    def learn(self) -> None:
        """Read the pieces that are new; raise `Irregular` when one is unusual."""
        for text in self.texts[len(self.meanings) :]:
            meaning = segment(text)
            if meaning is None:
                raise Irregular
            self.meanings.append(meaning)
            # In specific messages every element with values is a row, a series or a group; in generic ones it is not.
            ends = (not self.generic if one is None else local(one) in self.row_ends for one in meaning.leaves)
            self.ends.append(any(ends))

    def number(self, path: Path) -> int:
        """Give the number of a path."""
        if path not in self.paths:
            if len(path) > DEEPEST:
                raise Irregular
            self.paths.append(path)
        return self.paths.index(path)

    def step(self, path: int, kind: int) -> int:
        """Give the path behind a piece that stands in a path; raise `Irregular` when it closes what is not open."""
        if (path, kind) not in self.steps:
            names = list(self.paths[path])
            for name in self.meanings[kind].leaves:
                # The first element stays open: what leaves it ends the data set.
                if len(names) == 1 or name not in (None, names[-1]):
                    raise Irregular
                names.pop()
            self.steps[path, kind] = self.number((*names, *self.meanings[kind].enters))
        return self.steps[path, kind]


@dataclass(frozen=True)
class Scan:
    """The values of a piece in order: where each lies, which piece stands before it, which path it is on."""

    buffer: Buffer
    starts: Positions
    lengths: Positions
    kinds: Kinds
    path: Kinds
    rest: int
    odd_values: bool


def local(name: bytes) -> str:
    """Give a name without its prefix."""
    return name.rpartition(b":")[2].decode()


def scan(buffer: Buffer, known: Known, path: int) -> Scan | None:
    """Read the regular part of a piece that starts behind a closing quote, on a path.

    Stops before the piece that leaves the last row, so that rows are whole; `rest` is where it stopped. None when the
    piece holds no whole row.
    """
    quotes = np.flatnonzero(buffer.bytes[: buffer.size] == QUOTE)
    count = len(quotes) // 2
    if not count:
        return None
    opened, closed = quotes[0 : 2 * count : 2], quotes[1 : 2 * count : 2]
    before = np.empty(count, np.int64)
    before[0] = 0
    np.add(closed[:-1], 1, out=before[1:])
    kinds = alike(buffer, before, opened - before, known.texts, at_most=MOST_KINDS)
    if kinds is None:
        raise Irregular
    known.learn()
    last = np.flatnonzero(np.array(known.ends)[kinds])
    if not len(last) or last[-1] == 0:
        return None
    count = int(last[-1])
    kinds, opened, closed = kinds[:count], opened[:count], closed[:count]
    rest = int(closed[-1]) + 1
    odd = _values_are_odd(buffer, kinds, known, rest)
    walked = _walked(kinds, known, path)
    return Scan(buffer, opened + 1, closed - opened - 1, kinds, walked, rest, odd)


def _values_are_odd(buffer: Buffer, kinds: Kinds, known: Known, rest: int) -> bool:
    """Say whether some value holds a line break, a tab or a reference; raise `Irregular` for what no value may hold."""
    content = buffer.bytes[:rest]
    often = np.bincount(kinds, minlength=len(known.texts))
    low = int(np.count_nonzero(content < SPACE))
    less = int(np.count_nonzero(content == LESS))
    for text, times in zip(known.texts, often.tolist(), strict=True):
        if times:
            low -= times * sum(byte < SPACE for byte in text)
            less -= times * text.count(b"<")
    if less:
        raise Irregular
    if low and bool(np.any((content < SPACE) & (content != TAB) & (content != LINE) & (content != RETURN))):
        raise Irregular
    whole = buffer.content[:rest]
    if not whole.isascii():
        try:
            whole.decode()
        except UnicodeDecodeError as error:
            raise Irregular from error
        # U+FFFE and U+FFFF are no characters of XML.
        if b"\xef\xbf\xbe" in whole or b"\xef\xbf\xbf" in whole:
            raise Irregular
    return low > 0 or b"&" in whole


def _walked(kinds: Kinds, known: Known, start: int) -> Kinds:
    """Give the number of the path at each value."""
    _led(kinds, known, start)
    leads = np.array(known.leads, np.int32)[kinds]
    fixed = np.maximum.accumulate(np.where(leads >= 0, np.arange(len(kinds), dtype=np.int32), -1))
    path = np.where(fixed >= 0, leads[np.maximum(fixed, 0)], start).astype(np.int32)
    # Every pair of a path and a piece that occurs has to lead where it was said to.
    came = np.empty_like(path)
    came[0] = start
    came[1:] = path[:-1]
    pairs = came * len(known.texts) + kinds
    size = len(known.paths) * len(known.texts)
    goes = np.zeros(size, np.int32)
    for pair in np.flatnonzero(np.bincount(pairs, minlength=size)).tolist():
        goes[pair] = known.step(*divmod(pair, len(known.texts)))
    if not np.array_equal(goes[pairs], path):
        raise Irregular
    return path


def _led(kinds: Kinds, known: Known, start: int) -> None:
    """Learn where new pieces lead, from the first place where each stands."""
    known.leads += [UNKNOWN] * (len(known.texts) - len(known.leads))
    first = {}
    for kind, leads in enumerate(known.leads):
        if leads == UNKNOWN:
            found = np.flatnonzero(kinds == kind)
            if len(found):
                first[int(found[0])] = kind
    for place in sorted(first):
        at = place - 1
        while at >= 0 and known.leads[kinds[at]] == STAYS:
            at -= 1
        came = known.leads[kinds[at]] if at >= 0 else start
        goes = known.step(came, first[place])
        known.leads[first[place]] = STAYS if goes == came else goes
