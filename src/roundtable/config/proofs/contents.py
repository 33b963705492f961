"""What a database and a folder hold, as short texts that can be compared."""

import hashlib
import os
from pathlib import Path
from typing import Any

from django.db import connection

from roundtable.kernel.base.walls.reach import looking_across

LOOK_ASIDE = frozenset({"django_session", "sqlite_sequence"})
"""Tables that change by looking at them."""
INDEX = "links_index"
"""Tables of the search index begin so; it is made anew from the others."""


def tables() -> list[str]:
    """Name the tables that hold something of ours; virtual tables of the search index are made anew."""
    with connection.cursor() as cursor:
        names = [info.name for info in connection.introspection.get_table_list(cursor) if info.type == "t"]
    return sorted(name for name in names if name not in LOOK_ASIDE and not name.startswith(INDEX))


def columns(table: str) -> list[str]:
    """Name the columns of a table."""
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def rows(table: str, names: list[str]) -> list[tuple[Any, ...]]:
    """Read these columns of every row, in an order that does not depend on how they are stored."""
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        found = [tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in cursor.fetchall()]
    return sorted(found, key=repr)


def fingerprint(table: str, names: list[str] | None = None) -> tuple[int, str]:
    """Give the number of rows and a hash over all their values."""
    found = rows(table, names or columns(table))
    digest = hashlib.sha256()
    for row in found:
        digest.update(repr(row).encode())
    return len(found), digest.hexdigest()


def database() -> dict[str, tuple[int, str]]:
    """Give the fingerprint of every table."""
    with looking_across("the proof compares every row"):
        return {table: fingerprint(table) for table in tables()}


def folder(root: Path) -> dict[str, str]:
    """Give the hash of every file below a folder."""
    found = {}
    for place, _folders, names in os.walk(root):
        for name in names:
            file = Path(place) / name
            with file.open("rb") as opened:
                found[str(file.relative_to(root))] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found
