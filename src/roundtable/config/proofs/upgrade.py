"""Upgrade: make each release's demonstration with that release's own code, bring it up to date while people read."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from roundtable.config.proofs.contents import columns, tables
from roundtable.config.proving import environment, history_holds
from roundtable.ground.trust.public import Trial
from roundtable.kernel.keys.fields import sealed_fields

RELEASES = Path(settings.REPOSITORY) / "docs" / "run" / "releases.csv"
LONGEST_WAIT = 1.0
"""Seconds that a reader may wait for a migration."""
MIGRATIONS = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""Tables that an upgrade writes by itself."""


READER = """
import heapq, json, sqlite3, sys, threading, time
import psycopg
where, names = sys.argv[1], sys.argv[2:]
PAUSE, KEPT = 0.005, 200
stop, idle, longest, reads = threading.Event(), [], [], 0
def opened():
    if where.startswith("postgres"):
        return psycopg.connect(where, autocommit=True)
    return sqlite3.connect(where, timeout=60, isolation_level=None)
def asked(connection, sql):
    began = time.monotonic()
    try:
        connection.execute(sql).fetchall()
    except (psycopg.Error, sqlite3.Error):
        pass  # a table may be gone by now; how long it took counts
    return began, time.monotonic() - began
def nothing():
    connection, before = opened(), time.monotonic()
    while not stop.is_set():
        asked(connection, "SELECT 1")
        now = time.monotonic()
        # Also a pause that took too long: then nobody here was let on.
        if now - before > 2 * PAUSE:
            idle.append((before, now - before - PAUSE))
        before = now
        time.sleep(PAUSE)
def tables():
    global reads
    connection = opened()
    while not stop.is_set():
        for name in names:
            began, took = asked(connection, f'SELECT 1 FROM "{name}" LIMIT 1')
            reads += 1
            (heapq.heappush if len(longest) < KEPT else heapq.heappushpop)(longest, (took, began, name))
threads = [threading.Thread(target=nothing), threading.Thread(target=tables)]
for thread in threads:
    thread.start()
print("reading", flush=True)
sys.stdin.readline()
stop.set()
for thread in threads:
    thread.join()
def alone(read):
    took, began, name = read
    meanwhile = max((for_ for at, for_ in idle if at < began + took and at + for_ + PAUSE > began), default=0)
    return max(0.0, took - meanwhile), name
net, name = max(map(alone, longest))
print(json.dumps({"reads": reads, "worst": max(longest)[0], "for_a_table": net, "table": name}))
"""
"""Reads every table in turn and, beside that, asks something that touches no table; tells the longest waits.

What waits for no table waits for the machine: so much of a wait is not a migration's.
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long somebody waited who read while tables were changed."""

    reads: int
    worst: float
    """The longest wait, in seconds, whatever for."""
    for_a_table: float
    """The longest, without what a question that touches no table had to wait at the same time."""
    table: str


@dataclass(frozen=True, slots=True)
class Release:
    """One line of the table of releases."""

    version: str
    commit: str
    changed: frozenset[str] = frozenset()
    """Columns (`table.column`) whose contents a later version rewrites on purpose; each is told in CHANGELOG.md."""


def releases() -> list[Release]:
    """Read the table of releases."""
    with RELEASES.open(encoding="utf-8", newline="") as opened:
        return [
            Release(line["version"], line["commit"], frozenset((line.get("rewritten") or "").split()))
            for line in csv.DictReader(opened)
        ]


def run(trial: Trial) -> None:
    """Try every release; no release to try counts as broken."""
    known = releases()
    trial.holds(known, f"{RELEASES.name} names no release")
    for number, release in enumerate(known):
        with _source(release, trial.home) as code:
            if code is None:
                trial.broken(f"{release.version}: commit {release.commit} is not in this repository")
                continue
            if number:
                _start_anew()
            _make_its_demonstration(code, trial.home)
            _bring_up_to_date(trial, release)
    trial.figure("releases", ", ".join(release.version for release in known))


@contextmanager
def _source(release: Release, home: Path) -> Iterator[Path | None]:
    """Give the source of a release in a folder of its own; None where the repository does not know the commit."""
    if not re.fullmatch(r"[0-9a-f]{7,40}", release.commit):
        yield None
        return
    taken = subprocess.run(  # noqa: S603 - a commit of ours, checked above
        ["git", "-C", str(settings.REPOSITORY), "archive", release.commit, "src", "locale"],  # noqa: S607 - on the path
        capture_output=True,
        check=False,
    )
    if taken.returncode != 0:
        yield None
        return
    place = home / f"release-{release.version}"
    with tarfile.open(fileobj=io.BytesIO(taken.stdout)) as archive:
        guarded: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # not in Debian 12
        archive.extractall(place, **guarded)  # noqa: S202 - our own repository, just packed by git
    vendor = Path(settings.PACKAGE) / "ui" / "static" / "vendor"
    if vendor.is_dir():
        shutil.copytree(vendor, place / "src" / "roundtable" / "ui" / "static" / "vendor", dirs_exist_ok=True)
    try:
        yield place / "src"
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _start_anew() -> None:
    """Empty the database of the release before."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            connection.close()
            return
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
        place.with_name(name).unlink(missing_ok=True)


def _make_its_demonstration(code: Path, home: Path) -> None:
    connections.close_all()
    told = environment(home, os.environ.get("DATABASE_URL", "")) | {"PYTHONPATH": str(code)}
    (home / "demonstration-steps").unlink(missing_ok=True)
    command = [sys.executable, "-c", "from roundtable.config.command import main; main()", "demo", "--no-serve"]
    done = subprocess.run(command, env=told, cwd=home, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode != 0:
        raise RuntimeError(f"the release could not make its demonstration: {(done.stdout + done.stderr)[-2000:]}")


def _bring_up_to_date(trial: Trial, release: Release) -> None:
    before = {table: columns(table) for table in tables()}
    values = {table: _values(table, names) for table, names in before.items()}
    waits = _migrate_under_readers(list(before))
    trial.figure(f"{release.version}: longest wait of a reader, s", round(waits.worst, 2))
    trial.figure(f"{release.version}: longest wait for a table, s", round(waits.for_a_table, 2))
    trial.figure(f"{release.version}: reads meanwhile", waits.reads)
    trial.holds(
        waits.for_a_table <= LONGEST_WAIT,
        f"{release.version}: a reader waited {waits.for_a_table:.1f} s for a migration of {waits.table}",
    )
    now = set(tables())
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table, names in before.items():
        if table in MIGRATIONS:
            continue
        if not trial.holds(
            table in now or f"{table}.*" in release.changed, f"{release.version}: table {table} is gone"
        ):
            continue
        if table not in now:
            continue
        here = set(columns(table))
        for name in names:
            if f"{table}.{name}" in release.changed:
                continue
            sealed = name in {field.column for field in sealed_fields(models[table])} if table in models else False
            found = _column(table, name) if name in here and not sealed else _field(models.get(table), name)
            kept = {key: row[name] for key, row in values[table].items()}
            lost = [key for key, value in kept.items() if key not in found or not _same(found[key], value)]
            trial.holds(
                not lost, f"{release.version}: {table}.{name} came out otherwise in {len(lost)} rows, first {lost[:1]}"
            )
        trial.tried(len(values[table]))
    call_command("check", verbosity=0)
    told = environment(trial.home, os.environ.get("DATABASE_URL", ""))
    history_holds(trial, told, f"{release.version}: brought up to date")


def _values(table: str, names: list[str]) -> dict[Any, dict[str, Any]]:
    """Give every row by its first column, which is its key in every table of ours."""
    with connection.cursor() as cursor:
        listed = ", ".join(connection.ops.quote_name(name) for name in names)
        cursor.execute(f"SELECT {listed} FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def _column(table: str, name: str) -> dict[Any, Any]:
    key = columns(table)[0]
    return {number: row[name] for number, row in _values(table, [key, name] if name != key else [key]).items()}


def _field(model: Any, name: str) -> dict[Any, Any]:
    """Read what was a column through the model that has taken it over (a field that is encrypted now, say)."""
    if model is None or not hasattr(model, name):
        return {}
    return {thing.pk: getattr(thing, name) for thing in model._default_manager.all()}


def _same(found: Any, kept: Any) -> bool:
    if isinstance(found, dict | list) and isinstance(kept, str):
        kept = json.loads(kept)
    return bool(found == kept) or str(found) == str(kept)


def _migrate_under_readers(names: Sequence[str]) -> Waits:
    """Migrate while somebody reads every table in turn, from a process of its own.

    On SQLite another connection reads the state before a migration without waiting; on PostgreSQL it waits for locks.
    """
    where = os.environ.get("DATABASE_URL", "") if connection.vendor == "postgresql" else ""
    words = [sys.executable, "-c", READER, where or str(connection.settings_dict["NAME"]), *names]
    reader = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        assert reader.stdout is not None  # noqa: S101 - it was asked for
        reader.stdout.readline()  # it reads
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        told, _nothing = reader.communicate(input="\n", timeout=300)
    return Waits(**json.loads(told))
