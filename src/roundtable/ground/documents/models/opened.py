"""Long texts that were opened and read once, kept in memory while their boxes stay what they are.

To open and read a text of 400 pages takes a second, and every look at one of its paragraphs would. What is kept is
found by the hash of the box in the column: a box that anybody changed is another box, and is opened anew.
"""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Final

from roundtable.ground.documents.domain.text import Text

LONG: Final = 400
"""Paragraphs from which on a text is worth keeping."""
MOST: Final = 12_000
"""Paragraphs that are kept together, some 60 MB; the text that was longest unread goes first."""

_kept: OrderedDict[bytes, Text] = OrderedDict()
_lock = Lock()


def opened(box: str, read: Callable[[], Text]) -> Text:
    """Give the text in a box, as it was read before or by reading it now."""
    mark = sha256(box.encode()).digest()
    with _lock:
        if mark in _kept:
            _kept.move_to_end(mark)
            return _kept[mark]
    text = read()
    if len(text.paragraphs) >= LONG:
        with _lock:
            _kept[mark] = text
            while len(_kept) > 1 and sum(len(one.paragraphs) for one in _kept.values()) > MOST:
                _kept.popitem(last=False)
    return text


def forget() -> None:
    """Keep nothing any more."""
    with _lock:
        _kept.clear()
