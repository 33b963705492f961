"""Data of SDMX-ML: 2.1 generic and structure specific, 3.0 and 3.1 structure specific, read as a stream."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

import numpy as np
import polars as pl

from roundtable_analytics.sdmx.cells import GROUP, ROW_ENDS, SET, Carried, Cells, cells, frame, rows_and_series
from roundtable_analytics.sdmx.messages import Batch, Reading
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.scanning import Irregular, Known, Scan, scan
from roundtable_analytics.sdmx.values import resolved
from roundtable_analytics.sdmx.views import Buffer
from roundtable_analytics.sdmx.xml_events import State, events
from roundtable_analytics.sdmx.xml_source import Head, head, pieces

LONGEST_ROW = 1 << 24


def read_xml(stream: BinaryIO, *, scanner: bool = True) -> Reading:
    """Read a data message; memory stays within a few pieces of it, whatever its size.

    Regular pieces are read by the scanner, everything else, and the end of each message, by lxml. `scanner=False`
    takes lxml's way for everything; both give the same rows. Raises `Refused` at once for what is no data message, and
    while reading for what is broken further on.
    """
    source = pieces(stream)
    first = head(source)
    return Reading(first.header, _rows(first, source, scanner=scanner))


def _rows(first: Head, source: Iterator[bytes], *, scanner: bool) -> Iterator[Batch]:
    state = State(first.data_set)
    known = Known(ROW_ENDS, first.generic)
    start = path = known.number((first.tag,))
    rest, line = first.rest, 0
    series: dict[str, bytes] = {}
    if scanner:
        for piece in chain([b""], source):
            rest += piece
            more, carried = _laid_behind(len(rest), series)
            buffer = Buffer(rest, more)
            try:
                found = scan(buffer, known, path)
                rows, last = _batch(cells_of(first, found, known), state, carried) if found else (None, carried)
            except Irregular:
                break
            if found is None:
                if len(rest) > LONGEST_ROW:
                    raise Refused(f"line {first.prefix.count(10) + line + 1}", "one observation has over 16 megabytes.")
                continue
            path = int(found.path[-1])
            line += rest.count(10, 0, found.rest)
            rest = rest[found.rest :]
            series = {name: buffer.padded[start : start + length] for name, (start, length) in last.items()}
            if rows is not None and rows.height:
                yield Batch(state.data_set, rows)
    state.series = {name: resolved(text.decode(), name) for name, text in series.items()}
    names = known.paths[path][1:]
    state.given = path != start
    state.filled = state.given
    opened = b"" if path == start else b">" + b"".join(b"<" + name + b">" for name in names[:-1]) + b"<" + names[-1]
    yield from events(first, state, opened, chain([rest], source), line)


def _laid_behind(place: int, series: dict[str, bytes]) -> tuple[bytes, Carried]:
    """Give the texts of the open series one behind the other, and where each lies when they are put at a place."""
    carried: Carried = {}
    for name, text in series.items():
        carried[name] = (place, len(text))
        place += len(text)
    return b"".join(series.values()), carried


def cells_of(first: Head, found: Scan, known: Known) -> Cells:
    """Find what the scanned values are in this message."""
    return cells(found, known, generic=first.generic, at_observation=first.data_set.at_observation)


def _batch(found: Cells, state: State, carried: Carried) -> tuple[pl.DataFrame, Carried]:
    """Give the rows of a piece, joined with what is said of their series and groups; and what its last series says."""
    if found.count[GROUP]:
        state.groups.add_all(frame(found, GROUP), found.keys)
    if bool(np.any(found.role == SET)):
        more = {name: str(text) for name, text in frame(found, SET).row(0, named=True).items()}
        state.data_set = replace(state.data_set, attributes={**state.data_set.attributes, **more})
    rows, last = rows_and_series(found, carried)
    return state.groups.joined(rows), last
