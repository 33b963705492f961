"""What stands in a paragraph: runs of words with their emphasis, footnotes, and square brackets as structure.

Content is a row of pieces. Square brackets are pieces of their own (`Open`, `Or`, `Close`), so that a program knows
what is not agreed; a square bracket that is only a sign stays a sign inside a run. `content()` brings any row of pieces
into the one normal form in which texts are kept, compared and hashed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

NOTE_SIGN: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a footnote where a paragraph is counted in characters."""
MAX_NESTING: Final = 20
KEY: Final = re.compile(r"[a-z][a-z0-9]{0,19}")
"""Keys fit everywhere that we write them: a bookmark in Word, an id on a page, an attribute of XML."""

_BLANK = re.compile(r"[ \t\r\f\v\x1c-\x1f\x85]+")
_LINE_END = re.compile(r" ?(?:\r\n|[\n\u2028\u2029]) ?")
# What XML cannot hold, and the sign that we keep for footnotes.
_NEVER = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff]")
_SPONSOR = re.compile(r"[^\[\]{}/:,|\s](?:[^\[\]{}/:,|\n]*[^\[\]{}/:,|\s])?")


class Mark(StrEnum):
    """How words are emphasised."""

    STRONG = "strong"
    ITALIC = "italic"
    UNDERLINED = "underlined"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one emphasis. A line break inside a paragraph is the sign for a new line."""

    text: str
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Sign(Run):
    """Words in which a bracket or a slash is only a sign; while a file is read."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, standing where its number is printed."""

    content: "Content"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A square bracket opens; the sponsors ask for the first alternative."""

    sponsors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """The next alternative inside square brackets begins; its sponsors ask for it."""

    sponsors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """A square bracket closes."""


Piece = Run | Note | Open | Or | Close
Content = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One wording inside square brackets and who asks for it."""

    content: Content
    sponsors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """Words in square brackets: where they begin and end in the plain text, and the alternatives between."""

    start: int
    end: int
    alternatives: tuple[Alternative, ...]

    @property
    def awaits_words(self) -> bool:
        """Whether the bracket only asks for words, as in `[add other if necessary...]`."""
        if len(self.alternatives) != 1 or self.alternatives[0].sponsors:
            return False
        words = plain(self.alternatives[0].content)
        return not words or words.endswith(("...", "…"))


class Unbalanced(ValueError):  # noqa: N818 - a name that says what happened
    """A square bracket opens or closes alone, or an alternative stands outside of any."""


def content(*pieces: Piece | str) -> Content:
    """Bring pieces into normal form; raise `Unbalanced` where square brackets do not pair.

    Unicode NFC; one blank between words and none at the ends; neighbours of one emphasis joined; blanks at the edge of
    an emphasis without it.

    >>> plain(content("We  shall ", Open(("A",)), "now", Or(("B", "C")), " later ", Close(), " meet. "))
    'We shall [A: now / B, C: later] meet.'
    """
    made = [_normal(Run(piece) if isinstance(piece, str) else piece) for piece in pieces]
    _check(made)
    joined = _joined(made)
    spaced = _joined(_spaced(_joined(_edges_plain(joined))))
    return tuple(spaced)


def plain(pieces: Iterable[Piece]) -> str:
    """The words of a content as a reader sees them in one line, with one sign for each footnote.

    Places in a paragraph (of comments, amendments, reservations) are counted in the characters of this text.
    """
    return "".join(map(shown, pieces))


def shown(piece: Piece) -> str:
    """What a reader sees of one piece."""
    match piece:
        case Run(text=text):
            return text
        case Note():
            return NOTE_SIGN
        case Open(sponsors=sponsors):
            return f"[{', '.join(sponsors)}: " if sponsors else "["
        case Or(sponsors=sponsors):
            return f" / {', '.join(sponsors)}: " if sponsors else " / "
        case Close():
            return "]"


def notes(pieces: Iterable[Piece]) -> Iterator[Note]:
    """The footnotes of a content, in their order."""
    return (piece for piece in pieces if isinstance(piece, Note))


def brackets(pieces: Content) -> tuple[Bracket, ...]:
    """All square brackets, an outer one before those inside it.

    >>> [one.awaits_words for one in brackets(content("a ", Open(), "b ", Open(), "add other...", Close(), Close()))]
    [False, True]
    """
    found: list[tuple[int, Bracket]] = []
    waiting: list[tuple[int, list[tuple[int, tuple[str, ...]]]]] = []
    place = 0
    for index, piece in enumerate(pieces):
        if isinstance(piece, Open):
            waiting.append((place, [(index, piece.sponsors)]))
        elif isinstance(piece, Or):
            waiting[-1][1].append((index, piece.sponsors))
        elif isinstance(piece, Close):
            start, begun = waiting.pop()
            ends = [at for at, _ in begun[1:]] + [index]
            alternatives = tuple(
                Alternative(pieces[at + 1 : end], sponsors) for (at, sponsors), end in zip(begun, ends, strict=True)
            )
            found.append((start, Bracket(start, place + 1, alternatives)))
        place += len(shown(piece))
    return tuple(bracket for _, bracket in sorted(found, key=lambda one: one[0]))


def structured(pieces: Iterable[Piece]) -> Content:
    """Turn square brackets that were only signs into structure, where they pair; ` / ` inside parts alternatives.

    Used by readers of files from elsewhere. A bracket that finds no partner stays a sign.

    >>> [type(one).__name__ for one in structured([Run("one [two / three] four]")])]
    ['Run', 'Open', 'Run', 'Or', 'Run', 'Close', 'Run']
    """
    loose: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Run) and not isinstance(piece, Sign):
            loose += [replace(piece, text=part) for part in re.split(r"([\[\]]| / )", piece.text) if part]
        else:
            loose.append(piece)
    opened: list[int] = []
    paired: dict[int, Piece] = {}
    slashes: dict[int, list[int]] = {}
    for index, piece in enumerate(loose):
        if isinstance(piece, Open) or (_is_sign(piece, "[") and len(opened) < MAX_NESTING):
            opened.append(index)
            slashes[index] = []
        elif opened and _is_sign(piece, " / "):
            slashes[opened[-1]].append(index)
        elif opened and (isinstance(piece, Close) or _is_sign(piece, "]")):
            begin = opened.pop()
            if isinstance(loose[begin], Open) is isinstance(piece, Close):
                paired |= {begin: loose[begin] if isinstance(loose[begin], Open) else Open()}
                paired |= {slash: Or() for slash in slashes[begin]} | {index: Close()}
    return content(*(paired.get(index, piece) for index, piece in enumerate(loose)))


def _is_sign(piece: Piece, sign: str) -> bool:
    return isinstance(piece, Run) and not isinstance(piece, Sign) and piece.text == sign


def as_json(pieces: Content, *, keys: bool = True) -> list[object]:
    """Plain values with stable keys: words without emphasis are a string, everything else an object.

    Without `keys` the footnotes lose their names and nothing that a reader sees is lost.
    """
    return [_piece_as_json(piece, keys=keys) for piece in pieces]


def from_json(values: Iterable[object]) -> Content:
    """Read what `as_json` wrote; raise `ValueError` for anything else."""
    return content(*map(_piece_from_json, values))


def _piece_as_json(piece: Piece, *, keys: bool) -> object:
    match piece:
        case Run(text=text, marks=marks):
            return {"text": text, "marks": sorted(marks)} if marks else text
        case Note(content=inside, key=key):
            return {"note": as_json(inside, keys=keys)} | ({"key": key} if keys and key else {})
        case Open(sponsors=sponsors):
            return {"open": list(sponsors)}
        case Or(sponsors=sponsors):
            return {"or": list(sponsors)}
        case Close():
            return {"close": True}


def _piece_from_json(value: object) -> Piece:  # noqa: PLR0911 - one answer for each kind of piece
    match value:
        case str():
            return Run(value)
        case {"text": str(text), "marks": list(marks)}:
            return Run(text, frozenset(Mark(mark) for mark in marks))
        case {"note": list(inside), "key": str(key)}:
            return Note(from_json(inside), key)
        case {"note": list(inside)}:
            return Note(from_json(inside))
        case {"open": list(sponsors)}:
            return Open(tuple(map(str, sponsors)))
        case {"or": list(sponsors)}:
            return Or(tuple(map(str, sponsors)))
        case {"close": True}:
            return Close()
    raise ValueError(f"Not a piece of a paragraph: {value!r}")


def _normal(piece: Piece) -> Piece:
    match piece:
        case Run(text=text, marks=marks):
            return Run(_NEVER.sub("", text), frozenset(marks))
        case Note(content=inside, key=key):
            if key and not KEY.fullmatch(key):
                raise ValueError(f"A footnote cannot have the key {key!r}.")
            if any(isinstance(one, Note) for one in inside):
                raise ValueError("A footnote cannot hold another.")
            return Note(content(*inside), key)
        case Open(sponsors=sponsors):
            return Open(_named(sponsors))
        case Or(sponsors=sponsors):
            return Or(_named(sponsors))
        case Close():
            return piece


def _named(sponsors: Iterable[str]) -> tuple[str, ...]:
    names = tuple(unicodedata.normalize("NFC", " ".join(name.split())) for name in sponsors)
    for name in names:
        if not _SPONSOR.fullmatch(name) or _NEVER.search(name):
            raise ValueError(f"A sponsor cannot be called {name!r}.")
    return names


def _check(pieces: Iterable[Piece]) -> None:
    depth = 0
    for piece in pieces:
        depth += isinstance(piece, Open)
        if (isinstance(piece, Or | Close) and depth == 0) or depth > MAX_NESTING:
            raise Unbalanced("Square brackets do not pair, or are nested too deeply.")
        depth -= isinstance(piece, Close)
    if depth:
        raise Unbalanced("A square bracket opens and does not close.")


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one emphasis become one run; signs are composed and blanks made one."""
    kept: list[Piece] = []
    for piece in pieces:
        last = kept[-1] if kept else None
        if isinstance(piece, Run) and isinstance(last, Run) and last.marks == piece.marks:
            kept[-1] = Run(last.text + piece.text, piece.marks)
        elif not isinstance(piece, Run) or piece.text:
            kept.append(piece)
    return [_composed(piece) if isinstance(piece, Run) else piece for piece in kept]


def _composed(run: Run) -> Run:
    text = unicodedata.normalize("NFC", _BLANK.sub(" ", run.text.replace("\r\n", "\n")))
    return Run(_LINE_END.sub("\n", text), run.marks)


def _edges_plain(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Blanks at the edges of an emphasis have none."""
    for piece in pieces:
        if not isinstance(piece, Run) or not piece.marks:
            yield piece
            continue
        core = piece.text.strip(" \n")
        before, _, after = piece.text.partition(core) if core else (piece.text, "", "")
        yield from (Run(before), Run(core, piece.marks), Run(after))


def _spaced(pieces: list[Piece]) -> Iterator[Piece]:
    """No blank at the ends, after another blank or a line end, or just inside a bracket and beside a slash."""
    last = "\n"
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Run):
            last = "\n" if isinstance(piece, Open | Or) else "x"
            yield piece
            continue
        text = piece.text.lstrip(" \n") if last == "\n" else piece.text.lstrip(" ") if last == " " else piece.text
        if all(isinstance(one, Run) and not one.text.strip(" \n") for one in pieces[index + 1 :]) or (
            index + 1 < len(pieces) and isinstance(pieces[index + 1], Or | Close)
        ):
            text = text.rstrip(" \n")
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if isinstance(following, Run) and following.text.startswith("\n"):
            text = text.rstrip(" ")
        last = text[-1:] or last
        yield Run(text, piece.marks)
