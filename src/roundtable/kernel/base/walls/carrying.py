"""Tell PostgreSQL what is reached: before each statement that names a restricted table, and for that one alone.

The reach travels in the same message as the statement (`SET LOCAL …; SELECT …`), which PostgreSQL carries out as one
transaction. So it costs no journey, a connection holds nothing between two statements that the next request could find,
and a pooler may deal connections out as it likes. A statement that names no restricted table goes out as it is.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from roundtable.kernel.base.walls.managers import walled
from roundtable.kernel.base.walls.reach import Reach, current
from roundtable.kernel.base.walls.row_security import SETTING

READS_OR_WRITES = re.compile(r"\s*\(*\s*(SELECT|INSERT|UPDATE|DELETE|WITH|EXPLAIN|DECLARE)\b", re.IGNORECASE)
PLAIN = re.compile(r"[A-Za-z0-9@_-]+")


@cache
def _restricted() -> re.Pattern[str]:
    tables = sorted((model._meta.db_table for model in walled()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, tables)))


def spoken(reach: Reach | None) -> str:
    """Say a reach as PostgreSQL keeps it: codes and a person's number, parted by commas; empty where nothing is open.

    >>> spoken(Reach(frozenset({"GE", "dialogue"}), 7))
    'GE,dialogue,#7'
    """
    if reach is None:
        return ""
    if reach.everything:
        return "*"
    # A code that could be read as something else is none of ours.
    said = [code for code in sorted(reach.scopes) if PLAIN.fullmatch(code)]
    return ",".join([*said, *([f"#{int(reach.person)}"] if reach.person is not None else [])])


def carry(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - the shape that Django calls
    """Send a statement with the reach that is open."""
    text = sql if isinstance(sql, str) else str(sql)
    if not READS_OR_WRITES.match(text) or not _restricted().search(text):
        return execute(sql, params, many, context)
    told = f"SET LOCAL {SETTING} = '{spoken(current())}'"
    from psycopg import ServerCursor

    raw = context["cursor"].cursor
    if many or isinstance(raw, ServerCursor):
        # These travel in messages of their own, so that a transaction has to hold the two together.
        connection = context["connection"].connection
        with connection.transaction():
            connection.execute(told)
            return execute(sql, params, many, context)
    together = f"{told}; {text}"
    answer = execute(together, params, many, context)
    raw.nextset()
    return answer


def carries(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Have a connection carry the reach; listens to each connection that is made."""
    if connection.vendor == "postgresql" and carry not in connection.execute_wrappers:
        connection.execute_wrappers.append(carry)
