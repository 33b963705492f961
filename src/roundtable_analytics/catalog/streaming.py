"""Answers that are too large for memory: written into a pipe by a thread of their own, read piece by piece.

DuckDB writes CSV itself, at the speed at which it would write a file; other forms are written from its batches.
"""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

import duckdb
import polars as pl

PIECE, PIPE = 1 << 18, 1 << 20
BATCH = 50_000
_F_SETPIPE_SZ = 1031


class Broken(OSError):  # noqa: N818 - a name that says what happened
    """What was being written could not be written to its end; the reader has to learn it."""


def piped(write: Callable[[BinaryIO], None]) -> Iterator[bytes]:
    """Give what a function writes, piece by piece, while it writes; at most a pipe's content is held.

    When the reader stops early, the function's next writing fails and its thread ends. When the function fails, so does
    the reading, after what was written: a cut message never looks like a whole one.
    """
    reading, writing = os.pipe()
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(writing, _F_SETPIPE_SZ, PIPE)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=PIECE) as out:
                write(out)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is read
            failed.append(error)

    thread = threading.Thread(target=run, name="an answer being written", daemon=True)
    thread.start()
    try:
        while piece := os.read(reading, PIECE):
            yield piece
    finally:
        os.close(reading)
        thread.join()
    if failed:
        raise Broken(str(failed[0])) from failed[0]


def csv_into(base: duckdb.DuckDBPyConnection, asked: str, out: BinaryIO) -> None:
    """Let DuckDB write the rows of a question as CSV, without a first line, into an open file."""
    out.flush()
    place = f"/dev/fd/{out.fileno()}"
    base.cursor().execute(f"COPY ({asked}) TO '{place}' (FORMAT csv, HEADER false, USE_TMP_FILE false)")


def batches(base: duckdb.DuckDBPyConnection, asked: str, *, size: int = BATCH) -> Iterator[pl.DataFrame]:
    """Give the rows of a question in batches, as they are found."""
    reader = base.cursor().sql(asked).to_arrow_reader(size)
    for batch in reader:
        yield pl.DataFrame(batch)
