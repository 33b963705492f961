"""Who asked for these words: each word of a paragraph with the revision that brought it and whom it was for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from roundtable.ground.documents.domain.redline import Fate, redline, words_of
from roundtable.ground.documents.domain.text import Paragraph, Text
from roundtable.ground.documents.domain.wording import Break, Token, agreements, spelled


@dataclass(frozen=True, slots=True)
class Asked:
    """A range of a paragraph in a revision, who asked for what stands there, and by what (the key of an amendment)."""

    key: str
    start: int
    end: int
    by: tuple[str, ...]
    amendment: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of a text with its name, whoever wrote it, and what was asked for in it."""

    name: str
    text: Text
    by: str = ""
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """Where words come from."""

    revision: str
    by: tuple[str, ...]
    amendment: str = ""


@dataclass(frozen=True, slots=True)
class Credited:
    """Some words in a row that come from one place."""

    text: str
    credit: Credit


def blame(history: Sequence[Revision], key: str) -> tuple[Credited, ...]:
    """The words of a paragraph of the last revision in their order, each row of words with its credit."""
    held = _first(history[0])
    for before, after in pairwise(history):
        held = _next(before, after, held)
    words = words_of((history[-1].text.by_key[key],))
    told = []
    for credit, group in groupby(zip(words, held[key], strict=True), key=lambda one: one[1]):
        row = [word for word, _credit in group]
        told.append(Credited("".join(_shown(word) for word in row).strip(" "), credit))
    return tuple(told)


def _shown(word: Token) -> str:
    blank = word.blank.text if word.blank else ""
    return blank + "".join(getattr(piece, "text", "") for piece in spelled([Token(word.piece)]))


def _first(revision: Revision) -> dict[str, list[Credit]]:
    return {one.key: _credits(revision, one) for one in revision.text.paragraphs}


def _credits(revision: Revision, one: Paragraph) -> list[Credit]:
    """For each word of a paragraph, were it new: whom this revision says that it is for."""
    asked = [range_ for range_ in revision.asked if range_.key == one.key]
    return [_credit(revision, asked, start, end) for start, end in _spans(words_of((one,)))]


def _credit(revision: Revision, asked: Iterable[Asked], start: int, end: int) -> Credit:
    for one in asked:
        if start < one.end and end > one.start:
            return Credit(revision.name, one.by, one.amendment)
    return Credit(revision.name, (revision.by,) if revision.by else ())


def _spans(words: Iterable[Token]) -> Iterator[tuple[int, int]]:
    place = 0
    for word in words:
        end = place + word.size
        yield place + (len(word.blank.text) if word.blank else 0), end
        place = end


def _next(before: Revision, after: Revision, held: dict[str, list[Credit]]) -> dict[str, list[Credit]]:
    made = {one.key: _credits(after, one) for one in after.text.paragraphs}
    nobody = Credit(before.name, ())
    for entry in redline(before.text, after.text).entries:
        if not entry.olds or not entry.news or entry.fate is Fate.LEFT or entry.part:
            continue
        news = entry.parts or entry.news
        old_words, new_words = words_of(entry.olds), words_of(news)
        known = _in_a_row((held[one.key] for one in entry.olds), nobody)
        fresh = _in_a_row((made[one.key] for one in news), nobody)
        for row, column in agreements([one.piece for one in old_words], [one.piece for one in new_words]):
            fresh[column] = known[row]
        cut: list[list[Credit]] = [[]]
        for word, credit in zip(new_words, fresh, strict=True):
            if isinstance(word.piece, Break):
                cut.append([])
            else:
                cut[-1].append(credit)
        made |= {one.key: part for one, part in zip(news, cut, strict=True)}
    return made


def _in_a_row(parts: Iterable[list[Credit]], between: Credit) -> list[Credit]:
    row: list[Credit] = []
    for place, part in enumerate(parts):
        row += [between] if place else []
        row += part
    return row
