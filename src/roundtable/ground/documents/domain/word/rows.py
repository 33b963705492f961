"""Two revisions as the one row of paragraphs that a Word file with tracked changes holds.

Each `Row` says which paragraph it is before and after the changes, whose number and kind it therefore has in each, and
whether its end was put in or taken away. A paragraph that moved stands twice: taken out here, put in there.

So does one whose changes other programs would settle wrongly if they were told word by word (see `_misread`). For us
it is still the paragraph that it was: both keep their keys.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from roundtable.ground.documents.domain.content import Content, Note, Piece
from roundtable.ground.documents.domain.redline import Entry, Fate, Redline, redline
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.wording import Break, Change, Said


class View(Enum):
    """In which of the two texts something stands."""

    BOTH = "b"
    NEW = "n"
    OLD = "o"


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the file.

    `old` and `new` are the paragraphs that end with it in each text, None where its end does not stand there.
    `begins` are those whose key is to be kept here. `pieces` are its words with the text in which they stand.
    """

    old: Paragraph | None
    new: Paragraph | None
    begins: tuple[tuple[View, Paragraph], ...]
    pieces: tuple[tuple[View, Piece], ...]

    @property
    def end(self) -> View:
        """In which texts its end stands."""
        return View.BOTH if self.old and self.new else View.NEW if self.new else View.OLD

    @property
    def is_one_way(self) -> bool:
        """Whether all of it stands in the same texts as its end."""
        return all(view is self.end for view, _piece in self.pieces)

    @property
    def shape(self) -> Paragraph:
        """The paragraph whose kind, level and number it shows."""
        shown = self.new or self.old
        if shown is None:
            raise ValueError("A row ends a paragraph in one of the texts.")
        return shown


_VIEWS = {Said.SAME: View.BOTH, Said.ADDED: View.NEW, Said.REMOVED: View.OLD}


def rows(old: Text | None, new: Text) -> list[Row]:
    """The rows of a file; without an earlier text all stand in both."""
    if old is None:
        return [_whole(View.BOTH, one, one, one) for one in new.paragraphs]
    lines = _neat(old, new)
    twice: set[str] = set()
    while True:
        made = [(entry, row) for entry in lines.entries for row in _rows(entry, new, twice)]
        more = {_name(entry) for entry in _misread(made)} - twice
        if not more:
            return [row for _entry, row in made]
        twice |= more


def _name(entry: Entry) -> str:
    """What all entries of one paragraph have in common, also where it was split."""
    return (entry.olds or entry.news)[0].key


def _misread(made: list[tuple[Entry, Row]]) -> Iterator[Entry]:
    """Paragraphs that LibreOffice settles wrongly when their words are tracked one by one.

    It forgets that the end of a paragraph is tracked when the first footnote of the file stands in it. And it takes
    words that came or went at the end of a paragraph together with the whole paragraph of the same kind that follows,
    and settles the end between them as well.
    """
    noted = next((pair for pair in made if any(isinstance(piece, Note) for _view, piece in pair[1].pieces)), None)
    if noted is not None and noted[1].end is not View.BOTH and not noted[1].is_one_way:
        yield noted[0]
    for (entry, row), (_entry, follower) in pairwise(made):
        last = row.pieces[-1][0] if row.pieces else View.BOTH
        if row.end is View.BOTH and last is not View.BOTH and follower.end is last and follower.is_one_way:
            yield entry


def _whole(view: View, one: Paragraph, old: Paragraph | None, new: Paragraph | None) -> Row:
    pieces: Content = one.content
    return Row(old, new, ((view, one),), tuple((view, piece) for piece in pieces))


def _neat(old: Text, new: Text) -> Redline:
    """A redline in which splits and joins are neighbours in both texts; the others come and go as a whole."""
    while True:
        lines = redline(old, new)
        loose = {
            one.key for entry in lines.entries if _is_loose(entry, old, new) for one in (entry.parts or entry.news)
        }
        if not loose:
            return lines
        new = Text(tuple(replace(one, origins=()) if one.key in loose else one for one in new.paragraphs), new.language)


def _is_loose(entry: Entry, old: Text, new: Text) -> bool:
    if entry.fate is Fate.SPLIT:
        places = [new.place_of(one.key) for one in entry.parts]
        keeps = entry.olds[0].key in {one.key for one in entry.parts}
    elif entry.fate is Fate.JOINED:
        places = [old.place_of(one.key) for one in entry.olds]
        keeps = True
    else:
        return False
    return entry.moved or not keeps or places != list(range(places[0], places[0] + len(places)))


def _rows(entry: Entry, new: Text, twice: Collection[str]) -> Iterator[Row]:
    news = tuple(new.by_key[one.key] for one in entry.news)
    tables = any(one.role is Role.TABLE for one in (*entry.olds, *news))
    if entry.fate in {Fate.REMOVED, Fate.LEFT}:
        for one in entry.olds:
            yield _whole(View.OLD, one, one, None)
    elif entry.fate is Fate.ADDED or entry.moved:
        yield _whole(View.NEW, news[0], None, news[0])
    elif _name(entry) in twice or (tables and (entry.fate is Fate.CHANGED or entry.recast)):
        for one in entry.olds if entry.part == 0 else ():
            yield _whole(View.OLD, one, one, None)
        yield _whole(View.NEW, news[0], None, news[0])
    elif entry.fate is Fate.SPLIT:
        last = entry.part == len(entry.parts) - 1
        begins = ((View.OLD, entry.olds[0]),) if entry.part == 0 else ()
        yield Row(entry.olds[0] if last else None, news[0], (*begins, (View.NEW, news[0])), _pieces(entry.changes))
    else:
        yield from _in_place(entry, news[0])


def _in_place(entry: Entry, one: Paragraph) -> Iterator[Row]:
    """A paragraph that stayed, or the row of those that were joined into it."""
    cut: list[list[tuple[View, Piece]]] = [[]]
    for view, piece in _pieces(entry.changes, breaks=True):
        if isinstance(piece, Break):
            cut.append([])
        else:
            cut[-1].append((view, piece))
    for number, (old, pieces) in enumerate(zip(entry.olds, cut, strict=True)):
        last = number == len(entry.olds) - 1
        begins: tuple[tuple[View, Paragraph], ...] = ((View.OLD, old),)
        if number == 0:
            same = (old.key, old.origins) == (one.key, one.origins)
            begins = ((View.BOTH, one),) if same else ((View.OLD, old), (View.NEW, one))
        yield Row(old, one if last else None, begins, tuple(pieces))


def _pieces(changes: tuple[Change, ...], *, breaks: bool = False) -> tuple[tuple[View, Piece], ...]:
    return tuple(
        (_VIEWS[change.kind], piece)  # type: ignore[misc]  # a break is left out unless it is asked for
        for change in changes
        for piece in change.pieces
        if breaks or not isinstance(piece, Break)
    )
