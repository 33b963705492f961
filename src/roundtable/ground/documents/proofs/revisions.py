"""Revisions made up with known edits: what moved, was split, joined, reworded, and which word is which.

Used by proofs, tests and the bench: whoever compares two revisions can be held against what was really done.
"""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from roundtable.ground.documents.domain.content import Close, Content, Mark, Note, Open, Or, Run, content
from roundtable.ground.documents.domain.text import Paragraph, Role, Text, fresh
from roundtable.ground.documents.domain.wording import Token, spelled, tokens

VOCABULARY = (
    "the", "of", "and", "to", "in", "for", "on", "with", "by", "cooperation", "Parties", "migration", "shall",
    "should", "strengthen", "support", "including", "practices", "exchange", "countries", "origin", "transit",
    "destination", "border", "management", "return", "readmission", "labour", "integration", "asylum", "capacity",
    "training", "experts", "information", "joint", "regional", "national", "authorities", "measures", "digital",
    "tools", "network", "data", "voluntary", "protection", "international", "standards", "promote", "development",
    "pathways", "skills", "recognition", "diaspora", "resilience",
)  # fmt: skip
BLANK = Run(" ")


@dataclass
class Draft:
    """A paragraph under the pen: each word with the number that it keeps."""

    paragraph: Paragraph
    words: list[tuple[int, Token]]


@dataclass
class Pen:
    """Edits a text and remembers what was done."""

    chance: random.Random
    drafts: list[Draft]
    language: str = "en"
    done: Counter[str] = field(default_factory=Counter)
    moved: set[str] = field(default_factory=set)
    recut: set[str] = field(default_factory=set)
    """What was split or joined once is not again: two truths about one paragraph could both be told."""

    @classmethod
    def over(cls, text: Text, chance: random.Random) -> "Pen":
        """Take up a text."""
        number = 0
        drafts = []
        for one in text.paragraphs:
            words = list(enumerate(tokens(one.content), start=number))
            number += len(words)
            drafts.append(Draft(one, words))
        pen = cls(chance, drafts, text.language)
        pen._next, pen._first = number, {number for draft in drafts for number, _ in draft.words}
        pen._keys = fresh(text.by_key, "w")
        for draft in drafts:
            begin = draft.words[0][0] if draft.words else 0
            for number, word in draft.words:
                pen._edges[number] = (begin, begin + len(draft.words))
                pen._pieces[number] = word.piece
        return pen

    def __post_init__(self) -> None:
        """Begin with nothing done."""
        self._next = 0
        self._first: set[int] = set()
        self._keys = fresh((), "w")
        self._edges: dict[int, tuple[int, int]] = {}
        self._pieces: dict[int, object] = {}

    def edit(self, times: int) -> None:
        """Do so many edits, of every kind."""
        kinds = (
            [self.reword] * 6 + [self.insert] * 6 + [self.delete] * 5 + [self.move] * 2 + [self.split] + [self.join]
            + [self.add] + [self.remove]
        )  # fmt: skip
        while sum(self.done.values()) < times:
            kind = self.chance.choice(kinds)
            if kind():
                self.done[kind.__name__] += 1
        here = {number for draft in self.drafts for number, _ in draft.words}
        for draft in self.drafts:
            self._settle(draft.words, here)

    def _settle(self, words: list[tuple[int, Token]], here: set[int]) -> None:
        """Let a word that was taken out and put in again in its place be the word that it was.

        Between two words that stayed, what begins or ends alike before and after was not edited: no reader of the two
        texts, and no person, could say that it was.
        """
        stayed = [place for place, (number, _) in enumerate(words) if number in self._first]
        if not stayed:
            return
        for left, right in pairwise([-1, *stayed, len(words)]):
            first = words[left][0] if left >= 0 else self._edges[words[right][0]][0] - 1
            last = words[right][0] if right < len(words) else self._edges[words[left][0]][1]
            gone = range(first + 1, last)
            if any(number in here for number in gone):
                continue
            came = range(left + 1, right)
            for numbers, places in ((gone, came), (gone[::-1], came[::-1])):
                for number, place in zip(numbers, places, strict=False):
                    settled = number in here or words[place][0] in self._first
                    if settled or self._pieces[number] != words[place][1].piece:
                        break
                    words[place] = (number, words[place][1])
                    here.add(number)

    def text(self) -> Text:
        """The revision as it is now."""
        made = []
        for draft in self.drafts:
            one = draft.paragraph
            made.append(one if one.rows else replace(one, content=spelled(word for _, word in draft.words)))
        return Text(tuple(made), self.language)

    @property
    def cost(self) -> int:
        """How many words really went and came; the end of a paragraph counts as one."""
        now = {number for draft in self.drafts for number, _ in draft.words}
        ends = self.done["split"] + self.done["join"]
        return len(self._first - now) + len(now - self._first) + ends

    def place_of(self, number: int) -> tuple[str, int, int] | None:
        """Where a word stands now: the key of its paragraph and its place in the plain text; None for one that went."""
        for draft in self.drafts:
            begin = 0
            for place, (own, word) in enumerate(draft.words):
                size = word.size - (len(word.blank.text) if word.blank and place == 0 else 0)
                if own == number:
                    blank = len(word.blank.text) if word.blank and place else 0
                    return draft.paragraph.key, begin + blank, begin + size
                begin += size
        return None

    def reword(self) -> bool:
        """Put other words in the place of some."""
        draft, begin, end = self._some(4)
        if draft is None:
            return False
        draft.words[begin:end] = self._new_words(self.chance.randint(1, 4))
        return True

    def insert(self) -> bool:
        """Write some words more."""
        draft, begin, _end = self._some(1)
        if draft is None:
            return False
        draft.words[begin + 1 : begin + 1] = self._new_words(self.chance.randint(1, 5))
        return True

    def delete(self) -> bool:
        """Take some words out, never all."""
        draft, begin, end = self._some(5)
        if draft is None or end - begin >= len(draft.words) - 1:
            return False
        del draft.words[begin:end]
        return True

    def move(self) -> bool:
        """Put a paragraph elsewhere."""
        place = self.chance.randrange(len(self.drafts))
        draft = self.drafts.pop(place)
        self.drafts.insert(self.chance.randrange(len(self.drafts) + 1), draft)
        self.moved.add(draft.paragraph.key)
        return True

    def split(self) -> bool:
        """Make two paragraphs of one."""
        place = self.chance.randrange(len(self.drafts))
        draft = self.drafts[place]
        cuts = [cut for cut in range(6, len(draft.words) - 6) if self._can_cut(draft, cut)]
        if not cuts or draft.paragraph.rows or draft.paragraph.key in self.recut:
            return False
        cut = self.chance.choice(cuts)
        rest = replace(draft.paragraph, key=next(self._keys), label="", origins=(draft.paragraph.key,))
        self.recut |= {draft.paragraph.key, rest.key}
        self.drafts[place : place + 1] = [Draft(draft.paragraph, draft.words[:cut]), Draft(rest, draft.words[cut:])]
        return True

    def join(self) -> bool:
        """Make one paragraph of two neighbours."""
        place = self.chance.randrange(len(self.drafts) - 1)
        one, other = self.drafts[place : place + 2]
        pair = {one.paragraph.key, other.paragraph.key}
        if {one.paragraph.role, other.paragraph.role} & {Role.HEADING, Role.TABLE} or pair & self.recut:
            return False
        self.recut |= pair
        origins = tuple(dict.fromkeys((*one.paragraph.origins, other.paragraph.key, *other.paragraph.origins)))
        number, first = other.words[0]
        words = [*one.words, (number, Token(first.piece, BLANK)), *other.words[1:]]
        self.drafts[place : place + 2] = [Draft(replace(one.paragraph, origins=origins), words)]
        return True

    def add(self) -> bool:
        """Write a new paragraph."""
        words = self._new_words(self.chance.randint(8, 40))
        place = self.chance.randrange(len(self.drafts) + 1)
        self.drafts.insert(place, Draft(Paragraph(next(self._keys), spelled(word for _, word in words)), words))
        return True

    def remove(self) -> bool:
        """Take a paragraph out."""
        if len(self.drafts) < 4:
            return False
        del self.drafts[self.chance.randrange(len(self.drafts))]
        return True

    def _some(self, most: int) -> tuple[Draft | None, int, int]:
        """Some words in a row: ordinary words only, so that brackets stay pairs."""
        draft = self.chance.choice(self.drafts)
        if not draft.words or draft.paragraph.rows:
            return None, 0, 0
        begin = self.chance.randrange(len(draft.words))
        end = min(begin + self.chance.randint(1, most), len(draft.words))
        plain = all(isinstance(word.piece, Run) for _, word in draft.words[begin:end])
        return (draft if plain else None), begin, end

    def _can_cut(self, draft: Draft, cut: int) -> bool:
        depth = 0
        for _, word in draft.words[:cut]:
            depth += {"Open": 1, "Close": -1}.get(type(word.piece).__name__, 0)
        return depth == 0 and draft.words[cut][1].blank is not None

    def _new_words(self, number: int) -> list[tuple[int, Token]]:
        made = []
        for _ in range(number):
            made.append((self._next, Token(Run(self.chance.choice(VOCABULARY)), BLANK)))
            self._next += 1
        return made


SCRIPTS = ("Стороны", "договорились", "الهجرة", "الأطراف", "მიგრაცია", "Poznań", "Türkiye", "état", "and/or", "Kosovo*")
SPONSORS = ((), ("A",), ("B", "C"))


def made_up(chance: random.Random, paragraphs: int, *, rich: bool = False) -> Text:
    """A text of the dialogue's kind, made of its words; a rich one has brackets, footnotes, emphasis, other scripts."""
    made = []
    number = 0
    for place in range(1, paragraphs + 1):
        words = [chance.choice(VOCABULARY) for _ in range(chance.randint(8, 70))]
        if place % 9 == 1:
            made.append(Paragraph(f"p{place}", (Run(" ".join(words[:6])),), Role.HEADING, 1))
            number = 0
            continue
        number += 1
        pieces = _rich(chance, words) if rich else (Run(" ".join(words)),)
        made.append(Paragraph(f"p{place}", pieces, Role.PARAGRAPH, 0, f"{number}."))
    return Text(tuple(made))


def _rich(chance: random.Random, words: list[str]) -> Content:
    """The words with something of everything among them."""
    cut = sorted(chance.sample(range(1, len(words)), 5))
    one, two, three, four, five, six = (
        " ".join(words[begin:end]) for begin, end in zip([0, *cut], [*cut, len(words)], strict=True)
    )
    return content(
        Run(one), Note(content(Run(five), " ", chance.choice(SCRIPTS))), " ", Open(chance.choice(SPONSORS)), Run(two),
        Or(chance.choice(SPONSORS)), Run(three), Close(), " ",
        Run(four, frozenset(chance.sample(list(Mark), chance.randint(1, 2)))),
        f" {chance.choice(SCRIPTS)} {five} {six}",
    )  # fmt: skip


def strangers(text: Text) -> Text:
    """The same text as somebody else's program gives it back: with keys of its own and no memory."""
    keys: Iterable[str] = fresh((), "s")
    return Text(tuple(replace(one, key=key, origins=()) for one, key in zip(text.paragraphs, keys, strict=False)))
