"""Guards in the database: rows of a chain, and those that rooms sign up, are neither changed nor deleted.

By whatever hand, unless they are opened first.

They stand again after every `migrate`. A migration that must touch such rows says so openly:
`with opened(schema_editor.connection)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from roundtable.kernel.base.registry import Registry

guarded: Registry[str] = Registry("trust.guarded")
"""Tables whose rows never change. A room signs up its own; they are guarded from the next `migrate` on."""

REFUSED: Final = "what was remembered is never changed or deleted"
FUNCTION: Final = "trust_never_changed"


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Let the database refuse changes to the rows of chains; safe to do twice."""
    _do(connection, _raised(connection.vendor, _there(connection)))


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Let rows of chains be changed; safe to do twice."""
    _do(connection, _lowered(connection.vendor, _there(connection)))


def _raised(vendor: str, tables: list[str]) -> Iterator[str]:
    """Give the statements that put the guards up."""
    if vendor == "sqlite":
        for table in tables:
            for deed in ("UPDATE", "DELETE"):
                yield (
                    f"CREATE TRIGGER IF NOT EXISTS {_name(table, deed)} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
                )
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in tables:
        for deed, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            yield (
                f"CREATE OR REPLACE TRIGGER {_name(table, deed)} BEFORE {deed} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION {FUNCTION}()"
            )


def _lowered(vendor: str, tables: list[str]) -> Iterator[str]:
    """Give the statements that take the guards down."""
    for table in tables:
        for deed in ("UPDATE", "DELETE", "TRUNCATE"):
            on = "" if vendor == "sqlite" else f" ON {table}"
            yield f"DROP TRIGGER IF EXISTS {_name(table, deed)}{on}"


def _there(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
    return [table for table in guarded if table in known]


def _do(connection: BaseDatabaseWrapper, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def opened(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Open the rows of chains for a while, for a migration that says why."""
    take_down(connection)
    try:
        yield
    finally:
        put_up(connection)


def standing(connection: BaseDatabaseWrapper) -> bool:
    """Whether every guard is in its place."""
    wanted = {_name(table, deed) for table in guarded for deed in ("UPDATE", "DELETE")}
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return wanted <= {name for (name,) in cursor.fetchall()}


def after_migrations(*, using: str, **_told: Any) -> None:
    """Put the guards up after every `migrate`: SQLite makes changed tables anew, and forgets their triggers."""
    put_up(connections[using])


def _name(table: str, deed: str) -> str:
    return f"{table}_no_{deed.lower()}"
