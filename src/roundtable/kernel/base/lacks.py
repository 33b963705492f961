"""What the machine lacks for the moment: a database that is away, a disk that is full.

Neither is anybody's mistake, and both pass: whoever meets one is told what to do, and the next request tries anew.
"""

import errno
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_FULL = "53100"
"""How PostgreSQL says that its disk is full."""
AWAY = ("08", "57P", "53300", "58", "40001", "40P01", "55P03")
"""How its answers begin when it is away, starting, full of visitors, or when two changes met: later is better."""
BUSY = ("SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_LOCKED", "SQLITE_PROTOCOL")


class Lack(StrEnum):
    """What is lacking."""

    DATABASE = "away"
    SPACE = "full"


def lacking(error: BaseException | None) -> Lack | None:
    """Say what the machine lacked when this error was raised; None for every other error."""
    for one in _chain(error):
        if isinstance(one, OSError) and one.errno in NO_SPACE:
            return Lack.SPACE
        if isinstance(one, DatabaseError | InterfaceError) and (found := _told_by_the_database(one)):
            return found
    return None


def _told_by_the_database(error: Exception) -> Lack | None:
    cause: Any = error.__cause__
    name = str(getattr(cause, "sqlite_errorname", ""))
    if name:
        if name == "SQLITE_FULL":
            return Lack.SPACE
        return Lack.DATABASE if name.startswith(BUSY) else None
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # Without a word from the server the connection itself failed, or was closed under us.
        return Lack.DATABASE if isinstance(error, OperationalError | InterfaceError) else None
    if state == DISK_FULL:
        return Lack.SPACE
    return Lack.DATABASE if str(state).startswith(AWAY) else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
