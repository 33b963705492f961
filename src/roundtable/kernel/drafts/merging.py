"""Merging two people's changes of one text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

# A word takes the space before it along, so that a word added after another leaves the first as it was.
WORD: Final = re.compile(r"\s*\S+|\s+$")
START: Final = "\x02"


@dataclass(frozen=True, slots=True)
class Merge:
    """What came out. Where both changed the same words, `clash` is set, and `both` holds the words of both in turn."""

    text: str
    clash: bool
    both: str


def words(text: str) -> list[str]:
    """The words of a text, each with the space before it. The first has a mark before it in place of a space."""
    return WORD.findall(f"{START} {text}") if text else [START]


def merge(base: str, theirs: str, mine: str) -> Merge:
    """Put two changes of one text together.

    >>> merge("We met in Vienna.", "We all met in Vienna.", "We met in Vienna in May.").text
    'We all met in Vienna in May.'
    >>> merge("a b", "a b c", "a b d").text
    'a b c d'
    >>> merge("a b", "a x", "a y")
    Merge(text='a x', clash=True, both='a x y')
    """
    if theirs in {base, mine}:
        return Merge(mine, clash=False, both=mine)
    if mine == base:
        return Merge(theirs, clash=False, both=theirs)
    clash = False
    kept: list[str] = []
    both: list[str] = []
    for old, their, my in _regions(words(base), words(theirs), words(mine)):
        if my in {their, old}:
            part = same = their
        elif their == old:
            part = same = my
        else:
            same = _together(their, my)
            # Where nothing was taken away, both additions stay. Where both rewrote the same words, a person must
            # choose.
            if old.strip():
                clash = True
                part = their
            else:
                part = same
        kept.append(part)
        both.append(same)
    return Merge(_text(kept), clash=clash, both=_text(both))


def _together(their: str, my: str) -> str:
    """The words of both; where one wrote on from the words of the other, those are not written twice."""
    their_words, my_words = their.split(), my.split()
    if their_words[: len(my_words)] == my_words:
        return their
    if my_words[: len(their_words)] == their_words:
        return my
    return their + (my if my[:1].isspace() else f" {my}")


def _text(parts: list[str]) -> str:
    return "".join(parts).removeprefix(f"{START} ").removeprefix(START)


def _regions(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[tuple[str, str, str]]:
    """The text cut where all three agree, as (old, theirs, mine) pieces in order."""
    z = t = m = 0
    for start, their_start, my_start, length in _agreements(base, theirs, mine):
        if start > z or their_start > t or my_start > m:
            yield "".join(base[z:start]), "".join(theirs[t:their_start]), "".join(mine[m:my_start])
        same = "".join(base[start : start + length])
        if same:
            yield same, same, same
        z, t, m = start + length, their_start + length, my_start + length


def _agreements(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of words that stand in all three, as their places in each and their length; the end is one of them."""
    in_theirs = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    in_mine = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(in_theirs) and j < len(in_mine):
        ours, others = in_theirs[i], in_mine[j]
        start, end = max(ours.a, others.a), min(ours.a + ours.size, others.a + others.size)
        if start < end:
            yield start, ours.b + start - ours.a, others.b + start - others.a, end - start
        if ours.a + ours.size < others.a + others.size:
            i += 1
        else:
            j += 1
    yield len(base), len(theirs), len(mine), 0
