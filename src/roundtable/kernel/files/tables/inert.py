"""Text that a spreadsheet leaves alone."""

import re
import unicodedata
from typing import Final

# Signs with which some spreadsheet begins a formula, a command or a macro, in their plain and full-width shapes.
STARTERS: Final = (
    "=+-@%|\uff1d\uff0b\uff0d\uff20\uff05\uff5c\u2212\ufe62\ufe63\ufe66\ufe6b\u207a\u208a\u207b\u208b\u207c\u208c"
)
# What readers drop, or step over, before they look at the first sign: spaces of every kind and signs without a shape.
SKIPPED: Final = (
    r"\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff'\"\u2018\u2019\uff07"
)
# A cell may also begin where a reader with another separator sees one: after a semicolon, a tab, a new line.
BEGINNING: Final = re.compile(
    rf"(^|[;\uff1b\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029])(?=[{SKIPPED}]*[{re.escape(STARTERS)}])"
)
GUARDED: Final = re.compile(BEGINNING.pattern.replace("(?=", "'(?=", 1))
PLAIN_NUMBER: Final = re.compile(r"[+\-]?\d+(?:[.,]\d+)?%?", re.ASCII)
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without signs that no file format may carry; every kind of line end becomes a new line, a tab a space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return FORBIDDEN.sub("\ufffd", text)


def inert(text: str) -> str:
    r"""The same text, which no spreadsheet takes for a formula, whatever separator it reads with.

    An apostrophe goes before every place where a formula could begin. A plain number stays as it is.

    >>> inert("=1+1"), inert("-5.2"), inert("\u200b=A1"), inert("a;@SUM(A1)"), inert("Tbilisi – Batumi")
    ("'=1+1", '-5.2', "'\u200b=A1", "a;'@SUM(A1)", 'Tbilisi – Batumi')
    """
    text = clean(text)
    if PLAIN_NUMBER.fullmatch(text):
        return text
    return BEGINNING.sub(r"\1'", text)


def spoken(text: str) -> str:
    """The text as it was before `inert` guarded it; a text that was never guarded stays as it is.

    >>> [spoken(inert(text)) for text in ("=1+1", "a;=b", "'tis", "-5.2")]
    ['=1+1', 'a;=b', "'tis", '-5.2']
    """
    bare = GUARDED.sub(r"\1", text)
    return bare if inert(bare) == text else text


def would_start(text: str) -> bool:
    """Whether a cell that holds this text could be taken for a formula (a second opinion, used by the tests)."""
    if PLAIN_NUMBER.fullmatch(text):
        return False
    for sign in unicodedata.normalize("NFKC", text):
        if sign == "'":
            return False
        if sign in "=+-@%|":
            return True
        if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc", "Zs", "Mn", "Cn"}:
            return False
    return False
