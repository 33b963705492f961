"""A power cut: the disk as it is at a random moment, without what waits in memory; then count what was acknowledged.

The data lie on a small file system in an image. What the image holds at a moment is what a disk would hold if the power
went: whatever was only on its way is not in it. A copy of the image is mounted, and the platform reads there what it
finds: names and bytes are sealed, so that the keys must have come through as well.
"""

import json
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
READER = """
import json, sys
import django
django.setup()
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
found = []
with looking_across("the trial counts what is there"):
    for one in StoredFile.objects.filter(purpose="proof"):
        try:
            content = store.content(one).decode(errors="replace")
        except Exception as broken:  # a file that cannot be read is what the trial tells
            content = f"not to be read: {type(broken).__name__}"
        found.append((one.name, content))
print(json.dumps(found))
"""
"""Says which files are there, and what each holds, as the platform itself reads them."""
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
        writer = subprocess.Popen(  # noqa: S603 - our own writer
            [sys.executable, "-c", WRITER], env=_at(now), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
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
        _count(trial, then, numbers)
    image.unlink()
    copy.unlink()
    return len(numbers)


def _at(place: Path) -> dict[str, str]:
    """Give the environment of the platform whose data lie there."""
    home = place / "home"
    return {**os.environ, "ROUNDTABLE_HOME": str(home), "DATABASE_URL": f"sqlite:///{home / 'roundtable.sqlite3'}"}


def _count(trial: Trial, place: Path, numbers: list[int]) -> None:
    database = sqlite3.connect(place / "home" / "roundtable.sqlite3")
    try:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        database.close()
    trial.holds(sound == "ok", f"the database was hurt: {sound}")
    read = subprocess.run(  # noqa: S603 - our own reader
        [sys.executable, "-c", READER], env=_at(place), capture_output=True, text=True, check=False
    )
    if not trial.holds(read.returncode == 0, f"after the power cut nothing can be read: {read.stderr[-300:]}"):
        return
    found: list[tuple[str, str]] = json.loads(read.stdout)
    there = dict(found)
    trial.holds(len(there) == len(found), "something is there twice after the power cut")
    for number in numbers:
        kept = there.get(f"{number}.txt", "")
        if trial.holds(kept, f"{number} of {len(numbers)} was acknowledged, and gone after the power cut"):
            whole = kept == f"What number {number} shows."
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
