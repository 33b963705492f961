"""A backup is whole or it is none; a restore changes nothing before it knows."""

import io
import json
import sqlite3
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from roundtable.config import backing_up
from roundtable.config.backing_up import FIGURES, FILES, MANIFEST, NotPossibleError, back_up, check, restore

AT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
TABLES = 3


def silent(_words: str) -> None:
    return


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    place = tmp_path / "home"
    (place / "files" / "ab" / "cd").mkdir(parents=True)
    (place / "files" / "ab" / "cd" / "abcd").write_bytes(b"a letter")
    (place / "files" / "ab" / "cd" / ".new-half").write_bytes(b"a lett")
    (place / "secret-key").write_text("the key of the house")
    settings.ROUNDTABLE_HOME, settings.MEDIA_ROOT = place, place / "files"
    return place


@pytest.fixture
def taken(home: Path, tmp_path: Path, monkeypatch) -> Path:
    """A backup of a small database of its own."""

    def take(into: Path) -> None:
        with sqlite3.connect(into) as made:
            for number in range(TABLES):
                made.execute(f"CREATE TABLE t{number} (a)")

    monkeypatch.setattr(backing_up, "_take_database", take)
    monkeypatch.setattr(backing_up, "_rows", lambda _file: {})
    monkeypatch.setattr(
        backing_up.MigrationRecorder, "applied_migrations", lambda _self: {("trust", "0001_initial"): None}
    )
    return back_up(tmp_path / "backups", at=AT, keys_to=tmp_path / "safe", say=silent)


def test_a_backup_names_its_parts_and_leaves_the_keys_out(taken: Path, tmp_path: Path) -> None:
    assert taken.name == "roundtable-2026-11-24T02-30-00Z"
    manifest = check(taken)
    assert set(manifest.parts) == {backing_up._database_name(connection.vendor), FILES, FIGURES}
    assert manifest.files == 1
    assert not any("the key of the house" in file.read_text(errors="ignore") for file in taken.iterdir())
    assert (tmp_path / "safe" / "secret-key").read_text() == "the key of the house"


def test_a_backup_inside_the_home_folder_is_refused(home: Path) -> None:
    with pytest.raises(NotPossibleError, match="lies in"):
        back_up(home / "files" / "backups", at=AT, say=silent)


def test_an_attempt_that_fails_leaves_nothing_that_looks_like_a_backup(home: Path, tmp_path: Path, monkeypatch) -> None:
    def full(_into: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up.MigrationRecorder, "applied_migrations", lambda _self: {})

    monkeypatch.setattr(backing_up, "_take_database", full)
    with pytest.raises(OSError, match="No space"):
        back_up(tmp_path / "backups", at=AT, say=silent)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize("damage", ["flip", "cut", "drop"])
@pytest.mark.parametrize("part", ["database", FILES, MANIFEST])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    taken: Path, tmp_path: Path, settings, damage: str, part: str
) -> None:
    file = taken / (backing_up._database_name(connection.vendor) if part == "database" else part)
    content = bytearray(file.read_bytes())
    if damage == "drop":
        file.unlink()
    else:
        content[len(content) // 2] ^= 1
        file.write_bytes(content if damage == "flip" else content[:-9])
    settings.ROUNDTABLE_HOME = tmp_path / "new"
    settings.MEDIA_ROOT = tmp_path / "new" / "files"
    with pytest.raises(NotPossibleError, match="Take another backup"):
        restore(taken, keys=None, say=silent)
    assert not (tmp_path / "new").exists()


def test_a_backup_of_a_newer_version_is_refused_by_its_name(taken: Path, tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "new" / "files"
    manifest = check(taken)
    manifest.migrations.append(["plan", "9999_of_tomorrow"])
    (taken / MANIFEST).write_text(manifest.text())
    with pytest.raises(NotPossibleError, match=r"plan\.9999_of_tomorrow.*Install that version first"):
        restore(taken, keys=None, say=silent)


@pytest.mark.django_db
def test_a_restore_into_a_place_in_use_is_refused(
    taken: Path, home: Path, tmp_path: Path, settings, monkeypatch
) -> None:
    with pytest.raises(NotPossibleError, match="is not empty"):
        restore(taken, keys=None, say=silent)
    settings.MEDIA_ROOT = tmp_path / "new" / "files"
    monkeypatch.setattr(backing_up.connections, "close_all", lambda: None)
    with pytest.raises(NotPossibleError, match="database is not empty"):
        restore(taken, keys=None, say=silent)
    assert json.loads((taken / MANIFEST).read_text())["format"] == backing_up.FORMAT


@pytest.mark.parametrize("name", ["../climbed", "/climbed", "linked"])
def test_an_archive_with_anything_but_kept_files_is_refused(tmp_path: Path, name: str) -> None:
    archive, home = tmp_path / "files.tar", tmp_path / "home"
    (home / "files").mkdir(parents=True)
    told = tarfile.TarInfo(name)
    if name == "linked":
        told.type, told.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(archive, "w") as made:
        made.addfile(told, io.BytesIO())
    with pytest.raises(NotPossibleError, match="which is no kept file"):
        backing_up._bring_files(archive, home / "files")
    assert not list((home / "files").iterdir())


def test_rows_of_vintages_come_back_and_loads_that_never_stood_do_not(tmp_path: Path) -> None:
    figures = tmp_path / "observatory"
    for name in ("arrivals/2026-01-01T000000.000000Z/rows.parquet", "arrivals/.loading-2026/rows.parquet"):
        (figures / name).parent.mkdir(parents=True)
        (figures / name).write_bytes(b"rows")
    (figures / "arrivals" / "dataset.json").write_text("{}")
    archive = tmp_path / FIGURES

    assert backing_up._take_files(archive, figures) == 2
    backing_up._bring_files(archive, tmp_path / "new")
    assert sorted(str(one.relative_to(tmp_path / "new")) for one in (tmp_path / "new").rglob("*") if one.is_file()) == [
        "arrivals/2026-01-01T000000.000000Z/rows.parquet",
        "arrivals/dataset.json",
    ]
