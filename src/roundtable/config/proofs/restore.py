"""Restore: take a backup under load, bring it back elsewhere, compare; then damage it in every way we can think of."""

import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from psycopg import sql

from roundtable.config.backing_up import FILES, MANIFEST, NotPossibleError, back_up, check
from roundtable.config.proofs.contents import database, folder
from roundtable.config.proving import call, environment, history_holds
from roundtable.ground.trust.public import Trial

MB = 1024 * 1024
SHORT, LONG = 16 * MB, 1024 * MB
PIECE = 4 * MB
DAMAGES_SHORT, DAMAGES_LONG = 20, 200
LOAD = "proof_of_restore"


def run(trial: Trial) -> None:
    """Back up and restore under load, then at rest, then with damages."""
    _fill(trial, LONG if trial.long else SHORT)
    elsewhere = trial.home.parent / f"{trial.home.name}-elsewhere"
    try:
        _under_load(trial, elsewhere)
        backup = _at_rest(trial, elsewhere)
        _damaged(trial, backup, elsewhere)
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


def _fill(trial: Trial, size: int) -> None:
    """Put files of this size in all into the folder of files, as they would lie there."""
    root = Path(settings.MEDIA_ROOT)
    for number in range(size // PIECE):
        place = root / f"{number % 256:02x}" / "00"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"proof-{number}").write_bytes(trial.chance.randbytes(PIECE))
    trial.figure("MB of files", size // MB)


@contextmanager
def _writers(acknowledged: list[tuple[float, int]]) -> Iterator[None]:
    """Write numbered rows as fast as they go, and note when each was acknowledged."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {LOAD} (number) VALUES (%s)", [number])  # noqa: S608 - a name of ours
            acknowledged.append((time.monotonic(), number))
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _under_load(trial: Trial, elsewhere: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {LOAD} (number integer PRIMARY KEY)")
    acknowledged: list[tuple[float, int]] = []
    with _writers(acknowledged):
        time.sleep(0.2)
        began = time.monotonic()
        place = back_up(elsewhere / "under-load", at=timezone.now(), keys_to=elsewhere / "keys", say=_silently)
        ended = time.monotonic()
    trial.figure("seconds to back up", round(ended - began, 1))
    trial.figure("rows written meanwhile", sum(began < at < ended for at, _number in acknowledged))
    with brought_back(trial, place, elsewhere) as told:
        there = set(json.loads(call(["django", "shell", "-c", READ_LOAD], told).strip().splitlines()[-1]))
    for at, number in acknowledged:
        if at < began:
            trial.holds(number in there, f"row {number}, acknowledged before the backup began, is not in it")
    trial.holds(there == set(range(1, len(there) + 1)), "the backup holds later rows, but not all earlier ones")


READ_LOAD = (
    "import json; from django.db import connection; cursor = connection.cursor(); "
    "cursor.execute('SELECT number FROM proof_of_restore'); print(json.dumps([row[0] for row in cursor.fetchall()]))"
)


def _at_rest(trial: Trial, elsewhere: Path) -> Path:
    before, files = database(), folder(Path(settings.MEDIA_ROOT))
    connections.close_all()
    place = back_up(elsewhere / "at-rest", at=timezone.now(), say=_silently)
    began = time.monotonic()
    with brought_back(trial, place, elsewhere) as told:
        trial.figure("seconds to restore", round(time.monotonic() - began, 1))
        read = call(["django", "shell", "-c", READ_DATABASE], told)
        after = {name: tuple(print_) for name, print_ in json.loads(read.strip().splitlines()[-1]).items()}
        home = Path(told["ROUNDTABLE_HOME"])
        brought = folder(home / "files")
    for table, print_ in before.items():
        trial.holds(after.get(table) == print_, f"table {table} came back otherwise: {after.get(table)} for {print_}")
    for name, digest in files.items():
        trial.holds(brought.get(name) == digest, f"file {name} came back otherwise")
    trial.holds(len(brought) == len(files), "there are other files than before")
    trial.figure("tables", len(before))
    trial.figure("rows", sum(count for count, _digest in before.values()))
    return place


READ_DATABASE = "import json; from roundtable.config.proofs.contents import database; print(json.dumps(database()))"


@contextmanager
def brought_back(trial: Trial, place: Path, elsewhere: Path) -> Iterator[dict[str, str]]:
    """Restore into a home and a database of its own; gives the environment there."""
    home = elsewhere / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    with _empty_database() as url:
        told = environment(home, url)
        call(["restore", str(place), f"--keys={elsewhere / 'keys'}"], told)
        trial.tried()
        history_holds(trial, told, "brought back")
        yield told


@contextmanager
def _empty_database() -> Iterator[str]:
    """Make a database beside the one in use, for as long as it is needed; nothing to do on SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    here = os.environ["DATABASE_URL"]
    name = f"{connection.settings_dict['NAME']}_back"
    with psycopg.connect(here, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(here)._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _damaged(trial: Trial, backup: Path, elsewhere: Path) -> None:
    """Flip, cut, lengthen, drop: every damage must be seen before anything is written."""
    parts = sorted(path.name for path in backup.iterdir())
    for _time in range(DAMAGES_LONG if trial.long else DAMAGES_SHORT):
        name = trial.chance.choice(parts)
        file = backup / name
        size = file.stat().st_size
        how = trial.chance.choice(("flip", "cut", "lengthen", "drop"))
        at = trial.chance.randrange(size)
        with _changed(file, how, at):
            try:
                check(backup)
            except NotPossibleError:
                trial.tried()
            else:
                # A manifest may carry other blanks and say the same.
                trial.holds(name == MANIFEST and how == "lengthen", f"{how} {name} at {at} was not noticed")
    home = elsewhere / "refused"
    home.mkdir()
    with _changed(backup / FILES, "flip", (backup / FILES).stat().st_size // 2), _empty_database() as url:
        try:
            call(["restore", str(backup)], environment(home, url))
            trial.broken("a damaged backup was restored")
        except Exception as refusal:  # noqa: BLE001 - whatever it is, it is told if it is not the refusal
            trial.holds("is not what was written" in str(refusal), f"refused without its reason: {refusal}")
    trial.holds(not [f for f in (home / "files").rglob("*") if f.is_file()], "a refused backup left files behind")


@contextmanager
def _changed(file: Path, how: str, at: int) -> Iterator[None]:
    """Damage a file for a moment: in place, so that a gigabyte need not be copied."""
    aside = file.with_name(f".{file.name}.aside")
    size = file.stat().st_size
    if how == "drop":
        file.rename(aside)
        try:
            yield
        finally:
            aside.rename(file)
        return
    with file.open("r+b") as opened:
        opened.seek(at)
        kept = opened.read(1) if how == "flip" else opened.read()
        if how == "flip":
            opened.seek(at)
            opened.write(bytes([kept[0] ^ 0x10]))
        elif how == "cut":
            opened.truncate(at)
        else:
            opened.seek(0, os.SEEK_END)
            opened.write(b" ")
    try:
        yield
    finally:
        with file.open("r+b") as opened:
            if how == "lengthen":
                opened.truncate(size)
            else:
                opened.seek(at)
                opened.write(kept)


def _silently(_words: str) -> None:
    return
