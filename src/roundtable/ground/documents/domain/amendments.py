"""Amendments: a wording proposed for a range of a paragraph, how they collide, and what becomes of them.

Applying is deterministic: the same accepted wordings on the same text make the same next revision, whatever their
order. Two people's versions of a whole text are put together in `merging`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from roundtable.ground.documents.domain.blame import Asked
from roundtable.ground.documents.domain.content import Content, Run, Unbalanced, content, plain, shown
from roundtable.ground.documents.domain.text import Text


class Fate(StrEnum):
    """What the presidency answers."""

    ACCEPTED = "accepted"
    IN_PART = "in_part"
    REJECTED = "rejected"


class NotAmended(ValueError):  # noqa: N818 - a name that says what happened
    """A wording cannot be put into the text; `why` is `gone`, `brackets`, `collision` or `empty`, `keys` are whose."""

    def __init__(self, why: str, *keys: str) -> None:
        self.why, self.keys = why, keys
        super().__init__(f"{', '.join(keys)} cannot be put into the text ({why}).")


@dataclass(frozen=True, slots=True)
class Amendment:
    """A wording for the characters from `start` to `end` of a paragraph; an empty range adds, empty wording deletes."""

    key: str
    by: tuple[str, ...]
    at: datetime
    paragraph: str
    start: int
    end: int
    wording: Content
    reason: str = ""

    def __post_init__(self) -> None:
        """A range runs forwards."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"From {self.start} to {self.end} is no range.")

    def collides(self, other: "Amendment") -> bool:
        """Whether both speak of the same words or the same place, and do not say the same."""
        if self.paragraph != other.paragraph or self.says == other.says:
            return False
        if self.start == self.end or other.start == other.end:
            # Something put between words meets a range that it stands in, and another that is put at the same place.
            return self.start <= other.end and other.start <= self.end and not self._beside(other)
        return self.start < other.end and other.start < self.end

    def _beside(self, other: "Amendment") -> bool:
        empty = self if self.start == self.end else other
        whole = other if empty is self else self
        return whole.start != whole.end and empty.start in {whole.start, whole.end}

    @property
    def says(self) -> tuple[int, int, Content]:
        """What it asks for, whoever asks."""
        return self.start, self.end, self.wording


@dataclass(frozen=True, slots=True)
class Collision:
    """Two amendments that cannot both stand."""

    one: Amendment
    other: Amendment


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one amendment, and why. Whoever is not followed in full is told the reason."""

    amendment: str
    fate: Fate
    reason: str = ""

    def __post_init__(self) -> None:
        """A refusal says why, a part too."""
        if self.fate is not Fate.ACCEPTED and not self.reason.strip():
            raise ValueError("An amendment that is not followed in full needs the reason.")


@dataclass(frozen=True, slots=True)
class Compromise:
    """The presidency's wording for a range, in answer to several amendments at once."""

    key: str
    at: datetime
    paragraph: str
    start: int
    end: int
    wording: Content
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """The next revision, and for whom each new wording stands in it."""

    text: Text
    asked: tuple[Asked, ...]
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """A wording with its range and those for whom it is."""

    paragraph: str
    start: int
    end: int
    wording: Content
    by: tuple[str, ...]
    key: str
    order: tuple[object, ...] = field(default=())


def collisions(amendments: Iterable[Amendment]) -> tuple[Collision, ...]:
    """All pairs of amendments that cannot both stand, none left out."""
    beside: dict[str, list[Amendment]] = defaultdict(list)
    for one in sorted(amendments, key=lambda one: (one.at, one.key)):
        beside[one.paragraph].append(one)
    return tuple(
        Collision(one, other)
        for rivals in beside.values()
        for one, other in combinations(rivals, 2)
        if one.collides(other)
    )


def applied(
    text: Text,
    amendments: Sequence[Amendment],
    answers: Iterable[Answer] = (),
    compromises: Iterable[Compromise] = (),
) -> Applied:
    """The next revision: what was accepted as proposed, and the compromises; raise `NotAmended` where they clash.

    An amendment that a compromise answers is not put in itself. One without any answer waits and is listed.
    """
    made = list(compromises)
    by_key = {one.key: one for one in amendments}
    told = {answer.amendment: answer for answer in answers}
    settled = {answer.amendment: one for one in made for answer in one.answers}
    accepted = [
        one for one in amendments if one.key in told and told[one.key].fate is Fate.ACCEPTED and one.key not in settled
    ]
    edits = [
        _Edit(one.paragraph, one.start, one.end, one.wording, one.by, one.key, (one.at, one.key)) for one in accepted
    ]
    for one in made:
        for_whom = [answer.amendment for answer in one.answers if answer.fate is not Fate.REJECTED]
        names = tuple(dict.fromkeys(name for key in for_whom if key in by_key for name in by_key[key].by))
        edits.append(_Edit(one.paragraph, one.start, one.end, one.wording, names, one.key, (one.at, one.key)))
    waiting = tuple(one.key for one in amendments if one.key not in told and one.key not in settled)
    result = _with_edits(text, edits)
    return replace(result, unanswered=waiting)


def _with_edits(text: Text, edits: list[_Edit]) -> Applied:
    groups: dict[str, list[_Edit]] = defaultdict(list)
    for edit in sorted(edits, key=lambda one: (one.start, one.end, *one.order)):
        if edit.paragraph not in text.by_key or text.by_key[edit.paragraph].rows:
            raise NotAmended("gone", edit.key)
        groups[edit.paragraph].append(edit)
    asked: list[Asked] = []
    paragraphs = []
    for one in text.paragraphs:
        if one.key not in groups:
            paragraphs.append(one)
            continue
        inside, ranges = _reworded(one.content, _once(groups[one.key]))
        asked += [replace(range_, key=one.key) for range_ in ranges]
        if inside:
            paragraphs.append(replace(one, content=inside))
    return Applied(Text(tuple(paragraphs), text.language), tuple(asked))


def _once(edits: list[_Edit]) -> list[_Edit]:
    """The same wording asked for by several is put in once, for all of them."""
    kept: list[_Edit] = []
    for edit in edits:
        last = kept[-1] if kept else None
        if last and (last.start, last.end, last.wording) == (edit.start, edit.end, edit.wording):
            kept[-1] = replace(last, by=tuple(dict.fromkeys((*last.by, *edit.by))))
        elif last and (edit.start < last.end or (edit.start, edit.end) == (last.start, last.end)):
            raise NotAmended("collision", last.key, edit.key)
        else:
            kept.append(edit)
    return kept


def _reworded(pieces: Content, edits: list[_Edit]) -> tuple[Content, list[Asked]]:
    """Put the wordings in, and say where they stand afterwards."""
    made: list[object] = []
    asked: list[Asked] = []
    place = 0
    for edit in edits:
        if edit.end > len(plain(pieces)):
            raise NotAmended("gone", edit.key)
        made += _slice(pieces, place, edit.start, edit)
        start = len(plain(_pieces(made)))
        made += _spaced(plain(pieces), edit)
        asked.append(Asked("", start, len(plain(_pieces(made))), edit.by, edit.key))
        place = edit.end
    made += _slice(pieces, place, len(plain(pieces)), edits[-1])
    try:
        whole = content(*_pieces(made))
    except Unbalanced as error:
        raise NotAmended("brackets", *(edit.key for edit in edits)) from error
    return whole, [_placed(one, plain(whole), plain(_pieces(made))) for one in asked]


def _spaced(words: str, edit: _Edit) -> list[object]:
    """The wording; what is put between two words has a blank on the sides where it would run into one."""
    added: list[object] = list(edit.wording)
    before, after = words[: edit.start][-1:], words[edit.end :][:1]
    if edit.start < edit.end or (before.isalnum() and after.isalnum()):
        return added
    said = plain(edit.wording)
    return [
        *([Run(" ")] if before.isalnum() and said[:1].isalnum() else []),
        *added,
        *([Run(" ")] if after.isalnum() and said[-1:].isalnum() else []),
    ]


def _placed(one: Asked, whole: str, before: str) -> Asked:
    """Where a wording stands once the text is in normal form, which may have taken blanks away before it."""
    words = before[one.start : one.end].strip(" \n")
    lost = len(before) - len(whole)
    start = whole.find(words, max(one.start - lost, 0)) if words else min(one.start, len(whole))
    return replace(one, start=start, end=start + len(words)) if start >= 0 else replace(one, start=0, end=0)


def _pieces(made: list[object]) -> Content:
    return tuple(made)  # type: ignore[arg-type]  # only pieces are put in


def _slice(pieces: Content, start: int, end: int, edit: _Edit) -> list[object]:
    """The pieces between two places; a bracket, its sponsors or a footnote cannot be cut in two."""
    kept: list[object] = []
    place = 0
    for piece in pieces:
        size = len(shown(piece))
        begin, finish = max(start - place, 0), min(end - place, size)
        if begin < finish:
            if isinstance(piece, Run):
                kept.append(replace(piece, text=piece.text[begin:finish]))
            elif (begin, finish) == (0, size):
                kept.append(piece)
            else:
                raise NotAmended("brackets", edit.key)
        place += size
    return kept
