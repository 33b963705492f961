"""Two people's versions of one text as one: paragraphs that came, went, moved and were reworded on both sides.

No word is lost in silence: what cannot stand beside the other is kept in a `Clash`, with the wordings and places of
both, until a person has chosen. The words of one paragraph are merged by a function that services hand in (`Merge`,
which is `kernel.drafts.merging.merge`), since a domain knows nothing of the kernel.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from roundtable.ground.documents.domain.content import Content, Run, content
from roundtable.ground.documents.domain.redline import longest_rising
from roundtable.ground.documents.domain.text import Paragraph, Role, Text, fresh

T = TypeVar("T")


class Merged(Protocol):
    """What a merge of two wordings says."""

    @property
    def text(self) -> str:
        """The wording that came out."""

    @property
    def clash(self) -> bool:
        """Whether a person has to choose."""


Merge = Callable[[str, str, str], Merged]


class Why(StrEnum):
    """What a person has to choose between."""

    WORDS = "words"
    """Both reworded the same words, the number or the kind of one paragraph: theirs stand."""
    DELETED = "deleted"
    """One deleted what the other reworded or moved: it stands."""
    MOVED = "moved"
    """Both moved one paragraph, to different places: it stands at theirs."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Where a person has to choose: both wordings (None where it was deleted), and behind which paragraph each put it.

    A place at the beginning is behind the key that is empty.
    """

    key: str
    why: Why
    theirs: Paragraph | None
    mine: Paragraph | None
    theirs_behind: str = ""
    mine_behind: str = ""


def merged(
    base: Text, theirs: Text, mine: Text, merge: Merge, taken: Iterable[str] = ()
) -> tuple[Text, tuple[Clash, ...]]:
    """Two people's versions of one text as one, and where they clash.

    What one of them changed is taken from whoever changed it: a paragraph that came, went or moved, its words, its
    number, its kind. Where both reworded a paragraph, runs without emphasis are merged word by word. Two new paragraphs
    that were given one key by chance both stand, mine under another key, which is none of `taken` (the keys of earlier
    revisions). Raise `ValueError` for two other languages.
    """
    mine = _told_apart(base, theirs, mine, taken)
    language = _language(base, theirs, mine)
    their_moves, my_moves = _moved(base, theirs), _moved(base, mine)
    gone, clashes = _deletions(base, theirs, mine, their_moves, my_moves)
    clashes += [two for key in my_moves if key in their_moves for two in _move_clash(base, theirs, mine, key)]
    standing: dict[str, Paragraph] = {}
    for key in dict.fromkeys([*theirs.by_key, *mine.by_key]):
        if key not in gone:
            was, one, own = (text.by_key.get(key) for text in (base, theirs, mine))
            standing[key], rival = _reworded(was, one, own, merge)
            clashes += [Clash(key, Why.WORDS, theirs.by_key[key], mine.by_key[key])] if rival else []
    order = _order(theirs, mine, standing, their_moves, {key for key in my_moves if key not in their_moves})
    return Text(tuple(standing[key] for key in order), language), tuple(clashes)


def _told_apart(base: Text, theirs: Text, mine: Text, taken: Iterable[str]) -> Text:
    """Mine, with another key for each paragraph that is new and that only by chance has the key of one of theirs."""
    new = fresh({*base.by_key, *theirs.by_key, *mine.by_key, *taken}, "m")
    names = {
        key: next(new)
        for key, one in mine.by_key.items()
        if key not in base.by_key and key in theirs.by_key and not one.same_words(theirs.by_key[key])
    }
    return Text(
        tuple(
            replace(one, key=names.get(one.key, one.key), origins=tuple(names.get(key, key) for key in one.origins))
            for one in mine.paragraphs
        ),
        mine.language,
    )


def _language(base: Text, theirs: Text, mine: Text) -> str:
    if mine.language in {base.language, theirs.language}:
        return theirs.language
    if theirs.language != base.language:
        raise ValueError(f"Texts in {theirs.language} and {mine.language} are not versions of one text.")
    return mine.language


def _moved(base: Text, side: Text) -> tuple[str, ...]:
    """The paragraphs of the base that one side moved: as few as explain its order."""
    kept = [one.key for one in side.paragraphs if one.key in base.by_key]
    staying = longest_rising([base.place_of(key) for key in kept])
    return tuple(key for place, key in enumerate(kept) if place not in staying)


def _deletions(
    base: Text, theirs: Text, mine: Text, their_moves: Iterable[str], my_moves: Iterable[str]
) -> tuple[set[str], list[Clash]]:
    """What is gone, and what one deleted while the other made something of it."""
    gone: set[str] = set()
    clashes = []
    for key, was in base.by_key.items():
        one, own = theirs.by_key.get(key), mine.by_key.get(key)
        rest, moves = (own, my_moves) if one is None else (one, their_moves)
        if one and own:
            continue
        # A number that only counts on is no rewording.
        if rest is None or (key not in moves and replace(was, label=rest.label).same_words(rest)):
            gone.add(key)
        else:
            clashes.append(Clash(key, Why.DELETED, one, own))
    return gone, clashes


def _move_clash(base: Text, theirs: Text, mine: Text, key: str) -> Iterator[Clash]:
    common = base.by_key.keys() & theirs.by_key.keys() & mine.by_key.keys()
    if key not in common:
        return
    one, own = (_neighbours(text, key, common) for text in (theirs, mine))
    if one[0] != own[0] and one[1] != own[1]:
        yield Clash(key, Why.MOVED, theirs.by_key[key], mine.by_key[key], one[0], own[0])


def _neighbours(text: Text, key: str, among: Iterable[str]) -> tuple[str, str]:
    kept = ["", *(one.key for one in text.paragraphs if one.key in among), ""]
    place = kept.index(key)
    return kept[place - 1], kept[place + 1]


def _reworded(
    was: Paragraph | None, one: Paragraph | None, own: Paragraph | None, merge: Merge
) -> tuple[Paragraph, bool]:
    """One paragraph from its versions, and whether both rewrote the same."""
    if one is None or own is None:
        return _there(one or own), False
    origins = tuple(dict.fromkeys((*one.origins, *own.origins)))
    if was is None or own.same_words(was) or own.same_words(one):
        return replace(one, origins=origins), False
    if one.same_words(was):
        return replace(own, origins=origins), False
    if any(version.role is Role.TABLE for version in (was, one, own)):
        return one, True
    (role, level), other_kind = _either((was.role, was.level), (one.role, one.level), (own.role, own.level))
    label, other_number = _either(was.label, one.label, own.label)
    words, other_words = _words(was.content, one.content, own.content, merge)
    made = Paragraph(one.key, words, role, level, label, origins=origins)
    return made, other_kind or other_number or other_words


def _there(one: Paragraph | None) -> Paragraph:
    if one is None:
        raise ValueError("A paragraph that nobody has cannot be merged.")
    return one


def _either(was: T, one: T, own: T) -> tuple[T, bool]:
    """Whichever of two was changed; theirs, and that it is a clash, where both were and differ."""
    if own in (was, one):
        return one, False
    return (own, False) if one == was else (one, True)


def _words(was: Content, one: Content, own: Content, merge: Merge) -> tuple[Content, bool]:
    kept, rival = _either(was, one, own)
    if not rival or not all(map(_is_plain, (was, one, own))):
        return kept, rival
    found = merge(*("".join(piece.text for piece in pieces if isinstance(piece, Run)) for pieces in (was, one, own)))
    inside = content(Run(found.text))
    return (one, True) if found.clash or not inside else (inside, False)


def _is_plain(pieces: Content) -> bool:
    return all(isinstance(piece, Run) and not piece.marks for piece in pieces)


def _order(
    theirs: Text, mine: Text, standing: Mapping[str, Paragraph], their_moves: Iterable[str], my_moves: Iterable[str]
) -> list[str]:
    """Their order, with what only I have or moved put behind what it stands behind in mine."""
    made = [one.key for one in theirs.paragraphs if one.key in standing and one.key not in my_moves]
    put = {key for key in made if key not in mine.by_key} | set(their_moves)
    before: list[str] = []
    for one in mine.paragraphs:
        if one.key in standing and one.key not in made:
            # What they moved away is no sign of the place, unless they moved all that this stands below.
            parent = mine.parent_of(one.key)
            follows = parent is not None and parent.key in their_moves
            behind = next((key for key in reversed(before) if follows or key not in their_moves), None)
            place = made.index(behind) + 1 if behind else 0
            while place < len(made) and made[place] in put and standing[made[place]].rank >= standing[one.key].rank:
                place += 1
            made.insert(place, one.key)
        before += [one.key] if one.key in standing else []
    return made
