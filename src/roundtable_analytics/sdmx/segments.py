"""What stands between two attribute values of an XML message.

A message is values in quotes and what stands between them. A message of a million observations has a dozen different
pieces between, so each is read once, strictly, and a large message becomes a row of numbers.
"""

import re
from dataclasses import dataclass

_NAME = rb"[A-Za-z_\x80-\xff][\w.\-\x80-\xff]*"
_QUALIFIED = rb"(?:" + _NAME + rb":)?" + _NAME
_CONTINUES = re.compile(rb"[ \t\r\n]+(" + _QUALIFIED + rb")[ \t\r\n]*=[ \t\r\n]*")
_ENDS = re.compile(rb"[ \t\r\n]*(/?)>")
_CLOSING = re.compile(rb"</(" + _QUALIFIED + rb")[ \t\r\n]*>")
_PLAIN = re.compile(rb"<(" + _QUALIFIED + rb")[ \t\r\n]*(/?)>")
_OPENING = re.compile(rb"<(" + _QUALIFIED + rb")[ \t\r\n]+(" + _QUALIFIED + rb")[ \t\r\n]*=[ \t\r\n]*")
_SPACE = re.compile(rb"[ \t\r\n]*")
MOST_MOVES = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """How a piece moves in the tree: elements it leaves (None: whatever is open), then elements it enters.

    `attribute` is the name before the next value; `passed` are elements that it opens and closes at once.
    """

    leaves: tuple[bytes | None, ...]
    enters: tuple[bytes, ...]
    attribute: bytes | None
    passed: tuple[bytes, ...] = ()


def segment(text: bytes) -> Segment | None:
    """Read one piece, from behind a closing quote to the next opening one; None when it holds anything unusual.

    Unusual are comments, text, references, single quotes and everything that is no XML: the caller then takes the way
    that knows all of XML, slower.
    """
    if found := _CONTINUES.fullmatch(text):
        return Segment((), (), found[1])
    ending = _ENDS.match(text)
    if not ending:
        return None
    moves = _Moves([None] if ending[1] else [], [], [])
    place = _end(_SPACE, text, ending.end())
    attribute = None
    while place < len(text):
        if (opening := _OPENING.match(text, place)) and opening.end() == len(text):
            moves.enters.append(opening[1])
            attribute = opening[2]
            break
        found = _CLOSING.match(text, place) or _PLAIN.match(text, place)
        if not found or not moves.take(found):
            return None
        place = _end(_SPACE, text, found.end())
    if max(len(moves.leaves), len(moves.enters)) > MOST_MOVES:
        return None
    return Segment(tuple(moves.leaves), tuple(moves.enters), attribute, tuple(moves.passed))


@dataclass
class _Moves:
    leaves: list[bytes | None]
    enters: list[bytes]
    passed: list[bytes]

    def take(self, tag: re.Match[bytes]) -> bool:
        """Take a tag without attributes; False when it closes another element than the one that is open."""
        if tag[0].startswith(b"</"):
            if not self.enters:
                self.leaves.append(tag[1])
            elif self.enters[-1] == tag[1]:
                self.passed.append(self.enters.pop())
            else:
                return False
        elif tag[2]:
            self.passed.append(tag[1])
        else:
            self.enters.append(tag[1])
        return True


def _end(pattern: re.Pattern[bytes], text: bytes, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place
