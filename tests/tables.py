"""Tables for tests on SQLite, made once and copied: every run needs the same ones, and making them takes seconds."""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "tables"


def mark() -> str:
    """What the tables follow from: our migrations, the settings, and the libraries, which have migrations too."""
    files = [*ROOT.glob("src/roundtable/**/migrations/*.py"), ROOT / "requirements" / "dev.txt"]
    files.append(ROOT / "src" / "roundtable" / "config" / "settings.py")
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Put the database of tests into a file, and fill it from the kept copy; migrating then finds nothing to do.

    A file, as where the platform works: in memory, the threads of a server share one connection, and a page that is
    still being read locks the next one out.
    """
    if connection.vendor != "sqlite":

        def hurry(connection: Any, **_: object) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit = off")

        connection_created.connect(hurry)
        yield
        connection_created.disconnect(hurry)
        return
    kept = KEPT / f"{mark()}.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("tables") / "tests.sqlite3")

    def fill(connection: Any, **_: object) -> None:
        own = connection.connection
        # No test outlives a power cut.
        own.execute("PRAGMA synchronous=OFF")
        if kept.exists() and not own.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            with sqlite3.connect(f"file:{kept}?mode=ro", uri=True) as copy:
                copy.backup(own)
            copy.close()

    connection_created.connect(fill)
    yield
    connection_created.disconnect(fill)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep the tables for the next run; in the end, show out who still holds the database."""
    with django_db_blocker.unblock():
        _keep()
    yield
    if connection.vendor == "postgresql":
        # A thread of the test server may end without closing its session; a database in use cannot be dropped.
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )


def _keep() -> None:
    kept = KEPT / f"{mark()}.sqlite3"
    if connection.vendor != "sqlite" or kept.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=KEPT)
    os.close(handle)
    connection.ensure_connection()
    with sqlite3.connect(made) as copy:
        connection.connection.backup(copy)
    copy.close()
    Path(made).rename(kept)
