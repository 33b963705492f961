"""Wording: one space between words, and lines that were broken by width made whole again."""

import re
from collections.abc import Iterable, Sequence

_SPACES = re.compile(r"[\s\u200b\ufeff\u2060]+")
_INNER_HYPHEN = re.compile(r"\w+(?:-\w+)+")
_WORD = re.compile(r"\w+")
_FINISHED = (".", ";", ":", "!", "?", ".”", ".’", '."', ".)", ";”")
SOFT_HYPHEN = "\u00ad"


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
        for line in lines:
            # The last word of a line may itself be half a word.
            whole = line.rstrip(f"-{SOFT_HYPHEN}") if line.endswith(("-", SOFT_HYPHEN)) else line
            self.words.update(_WORD.findall(whole.lower()))
            for compound in _INNER_HYPHEN.findall(whole.lower()):
                parts = compound.split("-")
                self.compounds.update(
                    "-".join(parts[first:last])
                    for first in range(len(parts))
                    for last in range(first + 2, len(parts) + 1)
                )

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether `before-after` is written with its hyphen, and not one word cut in two."""
        left, right = before.lower().rsplit("-", 1)[-1], after.lower()
        if f"{left}-{right}" in self.compounds:
            return True
        if left + right in self.words:
            return False
        return left in self.words and right in self.words


def joined(pieces: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return one text from lines broken by width, with words cut by a hyphen made whole.

    >>> joined(["cross-", "border migra-", "tion"], Vocabulary(["cross border", "migration"]))
    'cross-border migration'
    """
    text = ""
    for piece in pieces:
        if text.endswith(SOFT_HYPHEN):
            text = text.rstrip(SOFT_HYPHEN) + piece.lstrip()
            continue
        before = re.search(r"([\w-]*\w)-$", text)
        after = re.match(r"\w+(?:-\w+)*", piece.lstrip())
        if before and after and not after[0][0].isspace():
            keep = not after[0][0].islower() or vocabulary.keeps_hyphen(before[1], after[0].split("-", 1)[0])
            text = (text if keep else text[:-1]) + piece.lstrip()
        else:
            text = f"{text} {piece}" if text else piece
    return normal(text)
