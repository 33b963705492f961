"""Texts that lie in a buffer of bytes, handled by the thousand: made into columns, and sorted into equal ones.

A column of texts in Arrow's view layout is sixteen bytes a text: its length, then the text itself when it has at most
twelve bytes, else its first four and where in the buffer it lies. So a column is made of positions without copying
the long texts, and with a handful of operations on whole arrays (Arrow columnar format, "variable-size binary view").
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Positions = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
PADDING = 16
INLINE = 12

_KEEP_8 = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)
_KEEP_4 = np.array([(1 << (8 * count)) - 1 for count in range(5)], dtype=np.uint64)
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class Buffer:
    """Bytes that can be read as words of eight at any place; `more` are texts behind them that are not scanned."""

    def __init__(self, content: bytes, more: bytes = b"") -> None:
        self.content = content
        self.size = len(content)
        self.padded = content + more + b"\0" * PADDING
        self.bytes: Bytes = np.frombuffer(self.padded, np.uint8)
        # One word for each place: a window of eight bytes that moves by one.
        self.words: Words = np.ndarray((self.size + len(more) + 8,), "<u8", buffer=self.padded, strides=(1,))

    def text(self, start: int, length: int) -> bytes:
        """Give the bytes of one text."""
        return self.content[start : start + length]


def views(buffer: Buffer, starts: Positions, lengths: Positions) -> Words:
    """Give the views of texts, two words each; the buffer has to be valid UTF-8 there."""
    first = buffer.words[starts] & _KEEP_8[np.minimum(lengths, 8)]
    rest = (buffer.words[starts + 8] & _LOW) & _KEEP_4[np.clip(lengths - 8, 0, 4)]
    made = np.empty((len(starts), 2), np.uint64)
    made[:, 0] = lengths.astype(np.uint64) | ((first & _LOW) << _HALF)
    made[:, 1] = (first >> _HALF) | (rest << _HALF)
    long = np.flatnonzero(lengths > INLINE)
    if len(long):
        made[long, 1] = starts[long].astype(np.uint64) << _HALF
    return made


def column(buffer: Buffer, made: Words, present: npt.NDArray[np.bool_] | None) -> pl.Series:
    """Give a column of texts of their views; rows that are not present are null."""
    validity: Any = None
    if present is not None:
        validity = pa.py_buffer(np.packbits(present, bitorder="little").tobytes())
    array = pa.Array.from_buffers(
        pa.string_view(),
        len(made),
        [validity, pa.py_buffer(np.ascontiguousarray(made)), pa.py_buffer(buffer.padded)],
    )
    return pl.Series(values=array)


def alike(
    buffer: Buffer, starts: Positions, lengths: Positions, known: list[bytes], *, at_most: int
) -> npt.NDArray[np.int32] | None:
    """Say for each text which of the known ones it is; texts not seen before are added to `known`.

    Exact: texts are compared word by word, never by a hash. None when there are more kinds than `at_most`.
    """
    kinds = np.full(len(starts), -1, np.int32)
    for place, text in enumerate(known):
        kinds[_equal(buffer, starts, np.flatnonzero(lengths == len(text)), text)] = place
    left = np.flatnonzero(kinds < 0)
    while len(left):
        if len(known) >= at_most:
            return None
        one = int(left[0])
        known.append(buffer.text(int(starts[one]), int(lengths[one])))
        kinds[_equal(buffer, starts, left[lengths[left] == lengths[one]], known[-1])] = len(known) - 1
        left = left[kinds[left] < 0]
    return kinds


def _equal(buffer: Buffer, starts: Positions, same: Positions, text: bytes) -> Positions:
    """Give those of some texts, all as long as this one, that are this one."""
    for offset in range(0, len(text), 8):
        if not len(same):
            break
        part = text[offset : offset + 8]
        word = np.uint64(int.from_bytes(part, "little"))
        found = buffer.words[starts[same] + offset]
        equal = (found if len(part) == 8 else found & _KEEP_8[len(part)]) == word
        if not bool(equal.all()):
            same = same[equal]
    return same
