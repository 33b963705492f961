"""Wording: one space between words, and lines that were broken by width made whole again."""

import re
from collections.abc import Iterable, Sequence

SOFT_HYPHEN = "\u00ad"

_SPACES = re.compile(r"[\s\u200b\ufeff\u2060]+")
_INNER_HYPHEN = re.compile(r"\w+(?:-\w+)+")
_WORD = re.compile(r"\w+")
_FIRST_HALF = re.compile(r"^\w+")
_LAST_HALF = re.compile(rf"(\w+)[-{SOFT_HYPHEN}]$")
_BEFORE_BREAK = re.compile(r"(\w+)-$")
_AFTER_BREAK = re.compile(r"\w+")
# No word and no chain of words with hyphens is longer, except in a file that means harm.
_LONGEST, _LONGEST_CHAIN = 80, 8
_BETWEEN = frozenset({"and", "or", "to", "und", "et", "ou", "и", "или"})
_FINISHED = (".", ";", ":", "!", "?", ".”", ".’", '."', ".)", ";”")


def normal(text: str) -> str:
    """Return the text with single ordinary spaces and no invisible marks; quotes and dashes stay as written."""
    return _SPACES.sub(" ", text.replace(SOFT_HYPHEN, "")).strip()


def is_finished(text: str) -> bool:
    """Whether the text ends as a sentence or a member of a list ends."""
    return text.rstrip().endswith(_FINISHED)


def begins_low(text: str) -> bool:
    """Whether the text begins as the middle of a sentence does: a small letter or a closing mark."""
    return bool(text) and (text[0].islower() or text[0] in ",;:.)]”’%")


class Vocabulary:
    """The words of a whole text, asked when a word was broken at the end of a line."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.words: set[str] = set()
        self.compounds: set[str] = set()
        breaks: list[tuple[str, str]] = []
        cut: re.Match[str] | None = None
        for line in lines:
            # Half a word at the end of a line, and its other half on the next one, are no words.
            whole = line
            other_half = _FIRST_HALF.match(line) if cut else None
            if cut and other_half:
                breaks.append((cut[1], other_half[0]))
                whole = line[other_half.end() :]
            cut = _LAST_HALF.search(whole)
            whole = whole[: cut.start()] if cut else whole
            self.words.update(_WORD.findall(whole.lower()))
            for compound in _INNER_HYPHEN.findall(whole.lower()):
                parts = compound.split("-")[:_LONGEST_CHAIN]
                self.compounds.update(
                    "-".join(parts[first:last])
                    for first in range(len(parts))
                    for last in range(first + 2, len(parts) + 1)
                )

        # A text that cuts words cuts many that stand whole elsewhere; in one that does not, such pairs are chance.
        self._cuts_words = 3 * sum(self._is_cut(*one) for one in breaks) > len(breaks)

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether `before-after` is written with its hyphen, and not one word cut in two.

        The other lines of the text are asked too: a text either cuts words at the end of lines or does not.
        """
        return not self._cuts_words or self._is_compound(before, after)

    def _is_compound(self, left: str, right: str) -> bool:
        left, right = left.lower(), right.lower()
        if f"{left}-{right}" in self.compounds:
            return True
        return left + right not in self.words and left in self.words and right in self.words

    def _is_cut(self, left: str, right: str) -> bool:
        return left.lower() + right.lower() in self.words and not self._is_compound(left, right)


def joined(pieces: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return one text from lines broken by width, with words cut by a hyphen made whole.

    >>> lines = ["cross-", "border migra-", "tion"]
    >>> joined(lines, Vocabulary([*lines, "Migration may cross a border"]))
    'cross-border migration'
    """
    parts: list[str] = []
    for piece in pieces:
        last = parts[-1] if parts else ""
        before, after = _BEFORE_BREAK.search(last[-_LONGEST:]), _AFTER_BREAK.match(piece.lstrip()[:_LONGEST])
        if last.endswith(SOFT_HYPHEN):
            parts[-1] = last.rstrip(SOFT_HYPHEN)
            parts.append(piece.lstrip())
        # "bi- and multilateral" keeps both its hyphen and its space.
        elif before and after and after[0] not in _BETWEEN:
            if not vocabulary.keeps_hyphen(before[1], after[0]):
                parts[-1] = last[:-1]
            parts.append(piece.lstrip())
        else:
            parts += [" ", piece]
    return normal("".join(parts))
