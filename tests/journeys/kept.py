"""Rows that took long to make, kept and brought back: every journey begins with the same demonstration."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction

from roundtable.ground.trust.services.guards import opened

SHELF = "kept"
"""The schema in PostgreSQL in which copies of the rows lie."""
NEVER = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables that no test changes, and that stay when the others are emptied."""


class Kept:
    """What `make` left in the database, made at the first call and copied back at every other one."""

    def __init__(self, folder: Path, make: Callable[[], None]) -> None:
        self.file = folder / "kept.sqlite3"
        self.make = make
        self.made = False

    def there(self) -> None:
        """Fill the empty tables: by making the rows, or from the copy."""
        if self.made:
            self._bring_back()
            return
        self.make()
        self._keep()
        self.made = True

    def _keep(self) -> None:
        if connection.vendor == "sqlite":
            copy = sqlite3.connect(self.file)
            connection.connection.backup(copy)
            copy.close()
            return
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {SHELF}")
            for table in _columns():
                cursor.execute(f'CREATE UNLOGGED TABLE {SHELF}."{table}" (LIKE public."{table}")')
                # The reach travels with what reads and writes rows alone: elsewhere the walls hold rows back.
                cursor.execute(f'INSERT INTO {SHELF}."{table}" SELECT * FROM public."{table}"')  # noqa: S608 - our own tables

    def _bring_back(self) -> None:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            copy = sqlite3.connect(self.file)
            copy.backup(connection.connection)
            copy.close()
            return
        with opened(connection), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table, columns in _columns().items():
                names = ", ".join(f'"{name}"' for name in columns)
                cursor.execute(f'DELETE FROM public."{table}"')  # noqa: S608 - our own tables
                copied = f'SELECT {names} FROM {SHELF}."{table}"'  # noqa: S608 - the same
                cursor.execute(f'INSERT INTO public."{table}" ({names}) {copied}')
            for table, column, sequence in _numbered():
                greatest = f'SELECT coalesce(max("{column}"), 0) + 1 FROM public."{table}"'  # noqa: S608 - the same
                cursor.execute(f"SELECT setval(%s, ({greatest}), false)", [sequence])


def _columns() -> dict[str, list[str]]:
    """Give the columns that can be written of every table of ours in PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT columns.table_name, column_name FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE columns.table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' "
            "ORDER BY columns.table_name, ordinal_position"
        )
        found: dict[str, list[str]] = {}
        for table, column in cursor.fetchall():
            if table not in NEVER:
                found.setdefault(table, []).append(column)
    return found


def _numbered() -> list[tuple[str, str, str]]:
    """Give table, column and sequence of every number that PostgreSQL hands out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, pg_get_serial_sequence(format('public.%I', table_name), column_name) "
            "FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'"
        )
        return [row for row in cursor.fetchall() if row[0] not in NEVER]
