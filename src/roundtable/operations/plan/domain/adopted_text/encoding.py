"""Bytes of a text become characters: UTF-8, UTF-16, what the HTML says of itself, or Windows-1252."""

import codecs
import re
from typing import Final

from roundtable.operations.plan.domain.adopted_text.findings import Unreadable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tab, line ends, page ends and the old end-of-file mark are part of texts; other control characters are not.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b\x7f\ufffe\uffff]")


def decoded(data: bytes) -> str:
    """Return the characters of a text; raise `Unreadable` with the line where bytes are no text."""
    text = _decoded(data)
    wrong = _NOT_TEXT.search(text)
    if wrong:
        line = len(re.findall(r"\r\n|\r|\n", text[: wrong.start()])) + 1
        # Many such characters mean another kind of file; a few mean a damaged text.
        if len(_NOT_TEXT.findall(text)) > len(text) // 100:
            raise Unreadable("unknown_kind")
        raise Unreadable("not_text", line=line, params={"line": line})
    return text


def _decoded(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name)
    # UTF-16 without its mark shows as a zero in every second byte of Latin text.
    half = max(len(data) // 2, 1)
    if len(data) % 2 == 0 and data[1::2].count(0) > half * 0.6:
        return _strictly(data, "utf-16-le")
    if len(data) % 2 == 0 and data[0::2].count(0) > half * 0.6:
        return _strictly(data, "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Only texts that are not UTF-8 come this far; the library is large.
    from bs4.dammit import EncodingDetector

    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    if declared:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return _strictly(data, "cp1252")


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("unknown_kind") from error
