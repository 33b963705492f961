"""A power cut: the disk as it is at a random moment, without what waits in memory; then count what was acknowledged.

The data lie on a small file system in an image. What the image holds at a moment is what a disk would hold if the power
went: whatever was only on its way is not in it. A copy of the image is mounted, and its database opened.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from roundtable.ground.trust.public import Trial

CUTS_SHORT, CUTS_LONG = 3, 40
SIZE = 48 * 1024 * 1024
WRITER = """
import io, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.files import store
print("ready", flush=True)
number = 0
while True:
    number += 1
    upload = io.BytesIO(f"What number {number} shows.".encode())
    upload.name = f"{number}.txt"
    with looking_across("the trial keeps files for nobody"), transaction.atomic():
        store.keep(upload, scope="GE", by=1, purpose="proof", at=timezone.now(), audience="GE")
    print(number, flush=True)
"""
"""Writes files with their rows, one after the other, and says which are kept."""
MEASURE = 1.5
FLUSHING = {"FULL": "PRAGMA synchronous=FULL", "NORMAL": "PRAGMA synchronous=NORMAL"}


def run(trial: Trial) -> None:
    """Cut the power at random moments; then tell what flushing costs on this machine."""
    for name in FLUSHING:
        trial.figure(f"commits a second with synchronous={name}", _speed(trial, name))
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        trial.figure("power cut", "not tried: only root may mount an image, with mkfs.ext4")
        return
    acknowledged = cuts = 0
    with tempfile.TemporaryDirectory(prefix="no-loss-power-") as folder:
        place = Path(folder)
        for cut in range(CUTS_LONG if trial.long else CUTS_SHORT):
            try:
                kept = _cut(trial, place / str(cut))
            except subprocess.CalledProcessError:
                trial.figure("power cut", "not tried: this machine does not let us mount an image")
                return
            acknowledged, cuts = acknowledged + kept, cuts + 1
    trial.figure("power cuts", cuts)
    trial.figure("acknowledged before power cuts", acknowledged)


def _cut(trial: Trial, place: Path) -> int:
    place.mkdir()
    image, copy = place / "disk", place / "copy"
    with image.open("wb") as file:
        file.truncate(SIZE)
    _run("mkfs.ext4", "-q", "-F", str(image))
    with _mounted(image, place / "now") as now:
        shutil.copytree(
            settings.ROUNDTABLE_HOME, now / "home", ignore=shutil.ignore_patterns("static", "mail", "cache")
        )
        os.sync()
        told = {**os.environ, "ROUNDTABLE_HOME": str(now / "home"), "DATABASE_URL": ""}
        told["DATABASE_URL"] = f"sqlite:///{now / 'home' / 'roundtable.sqlite3'}"
        writer = subprocess.Popen(  # noqa: S603 - our own writer
            [sys.executable, "-c", WRITER], env=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        out = writer.stdout
        assert out is not None  # noqa: S101 - it was asked for
        assert out.readline().strip() == b"ready", "the writer did not start"  # noqa: S101 - as above
        time.sleep(trial.chance.uniform(0.2, 1.0))
        writer.send_signal(signal.SIGSTOP)
        shutil.copyfile(image, copy)
        writer.kill()
        numbers = [int(line) for line in out.read().split() if line.isdigit()]
        writer.wait()
    with _mounted(copy, place / "then") as then:
        _count(trial, then / "home", numbers)
    image.unlink()
    copy.unlink()
    return len(numbers)


def _count(trial: Trial, home: Path, numbers: list[int]) -> None:
    database = sqlite3.connect(home / "roundtable.sqlite3")
    try:
        rows = database.execute("SELECT name, sha256 FROM files_storedfile WHERE purpose = 'proof'").fetchall()
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        database.close()
    trial.holds(sound == "ok", f"the database was hurt: {sound}")
    there = dict(rows)
    trial.holds(len(there) == len(rows), "something is there twice after the power cut")
    for number in numbers:
        digest = there.get(f"{number}.txt", "")
        if trial.holds(digest, f"{number} of {len(numbers)} was acknowledged, and gone after the power cut"):
            place = home / "files" / digest[:2] / digest[2:4] / digest
            whole = place.is_file() and place.read_bytes() == f"What number {number} shows.".encode()
            trial.holds(whole, f"the file of {number} was acknowledged, and is not whole after the power cut")


@contextmanager
def _mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir()
    _run("mount", "-o", "loop", str(image), str(place))
    try:
        yield place
    finally:
        _run("umount", str(place))


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - mount, umount and mkfs


def _speed(trial: Trial, synchronous: str) -> int:
    """Commits a second of one writer, where the data of this trial lie."""
    with tempfile.TemporaryDirectory(dir=trial.home) as folder:
        database = sqlite3.connect(Path(folder) / "speed", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(FLUSHING[synchronous])
        database.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, said TEXT)")
        began, commits = time.monotonic(), 0
        while time.monotonic() - began < MEASURE:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO row (said) VALUES (?)", [("x" * 300,)] * 4)
            database.execute("COMMIT")
            commits += 1
        database.close()
    return round(commits / MEASURE)
