"""Take everything that is kept into one folder, and bring it back into an empty place.

A backup is a folder: `manifest.json`, the database (`database.sqlite3` or `database.dump`), `files.tar`, and
`figures.tar` with the rows of the observatory's vintages. Keys lie apart, because whoever holds both can read
everything. The folder gets its name when every byte is there and on the disk, so that half a backup never looks like a
whole one; a restore looks at every byte before it changes anything.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from roundtable.config.owning import WHO
from roundtable.config.proving import commit
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.row_security import SETTING
from roundtable.kernel.keys import ledger

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files.tar"
FIGURES = "figures.tar"
UNFINISHED = (".new-", ".loading-")
"""How the names begin of what is still being written."""
KEYS = ("secret-key", "keys")
"""What must not lie beside the backup: the secret key, and the folder of master keys with the ledger of erasures."""
WHOLE = ("--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--enable-row-security")
"""A dump that any other server takes, under whatever roles it has."""
PIECE = 1024 * 1024
Say = Callable[[str], None]


class NotPossibleError(Told):
    """A backup or restore that cannot be done: what is wrong, and what to do. Nothing was changed."""


@dataclass
class Manifest:
    """What a backup says about itself."""

    at: str
    version: str
    commit: str
    database: str
    migrations: list[list[str]]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    format: int = FORMAT
    seal: str = ""
    """Hash of everything else, so that a changed manifest is seen too."""

    def text(self) -> str:
        """Give it as JSON, sealed."""
        return json.dumps({**self.__dict__, "seal": self.sealed()}, indent=1, sort_keys=True) + "\n"

    def sealed(self) -> str:
        """Give the hash of everything but the seal."""
        told = {name: value for name, value in self.__dict__.items() if name != "seal"}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def back_up(into: Path, *, at: datetime, keys_to: Path | None = None, say: Say = print) -> Path:
    """Write a backup below a folder while the platform runs; gives the folder of the backup.

    The database is read as it is at one instant; then the files, so that a file younger than that is only unused, never
    missing. Raises `NotPossibleError`.
    """
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    place = into / f"roundtable-{stamp}"
    partial = into / f".{place.name}.partial"
    _outside_the_home(into)
    if place.exists():
        raise NotPossibleError(f"{place} is there already. Wait a second, or name another folder.")
    _outside_the_home(keys_to)
    into.mkdir(parents=True, exist_ok=True)
    partial.mkdir(mode=0o700)
    try:
        manifest = Manifest(
            at=at.isoformat(),
            version=version("roundtable"),
            commit=commit(),
            database=connection.vendor,
            migrations=sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations()),
        )
        say("database …")
        database = partial / _database_name(connection.vendor)
        _take_database(database)
        manifest.parts[database.name] = _seen(database)
        say(f"files … ({_megabytes(database)} of database taken)")
        for name, root in _folders().items():
            manifest.files += _take_files(partial / name, root)
            manifest.parts[name] = _seen(partial / name)
        manifest.rows = _rows(database)
        written = partial / MANIFEST
        written.write_text(manifest.text(), encoding="utf-8")
        _sync(written)
        partial.rename(place)
        _sync(into)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if keys_to is not None:
        take_keys(keys_to)
        say(f"keys … taken to {keys_to}: keep them apart from the backup")
    say(f"{place}: {sum(part['bytes'] for part in manifest.parts.values()) / PIECE:.1f} MB, {manifest.files} files")
    return place


def take_keys(into: Path) -> None:
    """Copy the keys, readable by their owner alone."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in KEYS:
        source = _key_place(name)
        if source.is_dir():
            shutil.copytree(source, into / name, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy2(source, into / name)


def _key_place(name: str) -> Path:
    return Path(settings.ROUNDTABLE_KEYS) if name == "keys" else Path(settings.ROUNDTABLE_HOME) / name


def check(place: Path) -> Manifest:
    """Read every byte of a backup against its manifest. Raises `NotPossibleError` with what is missing or changed."""
    try:
        told = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**told)
    except (OSError, ValueError, TypeError) as error:
        raise NotPossibleError(
            f"{place} is no whole backup: its {MANIFEST} is missing or cannot be read. Take another backup."
        ) from error
    if manifest.seal != manifest.sealed():
        raise NotPossibleError(f"{place / MANIFEST} is not what was written: it was changed. Take another backup.")
    if manifest.format != FORMAT:
        raise NotPossibleError(f"{place} has format {manifest.format}; this version reads format {FORMAT}.")
    for name, part in manifest.parts.items():
        file = place / name
        if not file.exists():
            raise NotPossibleError(f"{place} is not whole: {name} is missing. Take another backup.")
        if _seen(file) != part:
            raise NotPossibleError(f"{file} is not what was written: it was changed or cut. Take another backup.")
    return manifest


def restore(place: Path, *, keys: Path | None, say: Say = print) -> Manifest:
    """Bring a backup back into an empty database and an empty folder of files.

    Nothing is written before every byte of the backup was checked. Raises `NotPossibleError`.
    """
    say("looking at every byte of the backup …")
    manifest = check(place)
    _can_be_read_here(manifest)
    folders = _folders()
    for files in folders.values():
        if files.exists() and any(found.is_file() for found in files.rglob("*")):
            raise NotPossibleError(f"{files} is not empty. Restore into an empty ROUNDTABLE_HOME.")
    _refuse_a_used_database()
    if keys is not None:
        _bring_keys(keys)
    say("files …")
    for name, files in folders.items():
        if name in manifest.parts:  # backups from before the observatory hold no figures
            _bring_files(place / name, files)
    say("database …")
    _bring_database(place / _database_name(manifest.database))
    return manifest


def _outside_the_home(place: Path | None) -> None:
    home = Path(settings.ROUNDTABLE_HOME)
    if place is not None and home in (place.resolve(), *place.resolve().parents):
        raise NotPossibleError(f"{place} lies in {home}, which is what is backed up. Name a folder elsewhere.")


def _database_name(vendor: str) -> str:
    return "database.sqlite3" if vendor == "sqlite" else "database.dump"


def _take_database(into: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(into)) as target:
            source.backup(target)  # in one step: a reader's view of one instant, and no writer waits
            target.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        _sync(into)
        return
    _postgresql("pg_dump", *WHOLE, f"--file={into}")
    _sync(into)


def _postgresql(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise NotPossibleError(
            f"The program {program} is not here (Debian: apt-get install postgresql-client, not older than the server)."
        )
    owner = {name: value for name, value in settings.DATABASE_OWNER.items() if name in WHO}
    told = {**connection.settings_dict, **owner}
    names = {"NAME": "PGDATABASE", "HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    # The second wall holds its owner too: a backup takes every row only when it says so.
    environment = {**os.environ, "PGOPTIONS": f"-c {SETTING}=*"}
    environment |= {there: str(told[here]) for here, there in names.items() if told.get(here)}
    if program == "pg_restore":
        arguments = (f"--dbname={told['NAME']}", *arguments)
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, with our own arguments
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NotPossibleError(f"{program} failed: {done.stderr.strip()[-1500:]}")


def _folders() -> dict[str, Path]:
    return {FILES: Path(settings.MEDIA_ROOT), FIGURES: Path(settings.ROUNDTABLE_HOME) / "observatory"}


def _take_files(into: Path, root: Path) -> int:
    """Put every file below a folder into one archive, in order of names; what vanishes meanwhile was deleted for good.

    Figures were withdrawn for good when their rows vanish; the notice beside them is younger, and never vanishes.
    """
    count = 0
    with into.open("wb") as raw:
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name in _names(root):
                try:
                    file: IO[bytes] = (root / name).open("rb")
                except FileNotFoundError:
                    continue
                with file:
                    told = tarfile.TarInfo(name)
                    told.size, told.mode = os.fstat(file.fileno()).st_size, 0o600
                    archive.addfile(told, file)
                count += 1
        raw.flush()
        os.fsync(raw.fileno())
    return count


def _names(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith(UNFINISHED))
        for name in sorted(names):
            if not name.startswith(UNFINISHED):
                yield str((Path(folder) / name).relative_to(root))


def _seen(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return {"bytes": file.stat().st_size, "sha256": hashlib.file_digest(opened, "sha256").hexdigest()}


def _rows(database: Path) -> dict[str, int]:
    """Count the rows of each table of a SQLite backup; a PostgreSQL dump is checked by its own program."""
    if connection.vendor != "sqlite":
        return {}
    with closing(sqlite3.connect(f"file:{database}?immutable=1", uri=True)) as taken:
        names = [name for (name,) in taken.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        counted = {}
        for name in names:
            quoted = name.replace('"', '""')
            counted[name] = taken.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608 - our tables
        return counted


def _can_be_read_here(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise NotPossibleError(
            f"The backup is of {manifest.database}, this installation is on {connection.vendor}. "
            "Set DATABASE_URL to a database of the same kind."
        )
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    ours = {app for app, _name in known}
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if app in ours and (app, name) not in known]
    if unknown:
        raise NotPossibleError(
            f"The backup was made by a newer version ({manifest.version}, {manifest.commit[:12]}): it knows "
            f"{', '.join(sorted(unknown)[:3])}. Install that version first."
        )


def _refuse_a_used_database() -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    connections.close_all()
    if tables:
        raise NotPossibleError(
            f"The database is not empty ({len(tables)} tables). Restore into an empty one: set DATABASE_URL, or an "
            "empty ROUNDTABLE_HOME."
        )


def _bring_keys(keys: Path) -> None:
    if not any((keys / name).exists() for name in KEYS):
        raise NotPossibleError(f"{keys} holds no keys ({', '.join(KEYS)}).")
    masters_there = keys / "keys"
    for source in sorted(masters_there.glob("master-*")):
        there = _key_place("keys") / source.name
        if there.exists() and there.read_bytes() != source.read_bytes():
            raise NotPossibleError(
                f"{there} is another key than {source}. Restore into an empty ROUNDTABLE_HOME (and ROUNDTABLE_KEYS)."
            )
    for name in KEYS:
        source, place = keys / name, _key_place(name)
        if source.is_dir():
            # Erasures that were decided since these keys were taken stay decided.
            since = ledger.read()
            shutil.copytree(source, place, dirs_exist_ok=True)
            place.chmod(0o700)
            known = set(ledger.read())
            ledger.write(*(one for one in since if one not in known))
        elif source.exists():
            shutil.copy2(source, place)
            place.chmod(0o600)


def _bring_files(archive: Path, into: Path) -> None:
    coming = into.with_name(f".{into.name}.restoring")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir()
    with tarfile.open(archive) as opened:
        # File by file: the library's own filter against what climbs, links or devices is not in Debian 12's Python.
        for told in opened:
            target, content = (coming / told.name).resolve(), opened.extractfile(told) if told.isreg() else None
            if content is None or not target.is_relative_to(coming.resolve()):
                raise NotPossibleError(f"{archive} holds {told.name}, which is no kept file. Take another backup.")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as written:
                shutil.copyfileobj(content, written)
            target.chmod(0o600)
    if into.exists():
        shutil.rmtree(into)
    coming.rename(into)


def _bring_database(source: Path) -> None:
    if connection.vendor != "sqlite":
        plainly = ("--no-owner", "--no-privileges", "--enable-row-security", "--exit-on-error")
        _postgresql("pg_restore", *plainly, "--section=pre-data", "--section=data", "--jobs=2", str(source))
        # One after the other: beside a second worker, a table may be walled off already while a key to it is checked.
        _postgresql("pg_restore", *plainly, "--section=post-data", str(source))
        return
    target = Path(connection.settings_dict["NAME"])
    coming = target.with_name(f".{target.name}.restoring")
    shutil.copyfile(source, coming)
    _sync(coming)
    for left in (target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        left.unlink(missing_ok=True)
    coming.replace(target)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / PIECE:.1f} MB"
