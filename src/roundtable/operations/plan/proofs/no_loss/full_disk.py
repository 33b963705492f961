"""A full disk: database, files, temporary files and log, each on a small disk of its own that is filled."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connection, connections

from roundtable.ground.trust.public import Trial
from roundtable.operations.plan.proofs.no_loss.clients import Ledger, Writer
from roundtable.operations.plan.proofs.no_loss.cluster import Cluster
from roundtable.operations.plan.proofs.no_loss.counting import count
from roundtable.operations.plan.proofs.no_loss.processes import Platform
from roundtable.operations.plan.proofs.no_loss.stage import Stage

MB = 1024 * 1024
SMALL = 24 * MB
SIZES = {"database": 100_000, "files": 0, "temporary": 3 * MB, "log": 0}
"""How much is written at once: enough to need a new page of the database, or a temporary file for a form."""
WRITES_SHORT, WRITES_LONG = 8, 100
"""How many writes must be refused, or are tried where none has to be."""
MOST = 4
"""So many times as many are tried: a database has some room left in its files when the disk is full."""
MUST_REFUSE = frozenset({"database", "files"})
"""For a temporary file Python looks for another folder; a log that cannot be written is left out."""
RECOVERS = 15.0
FULL = "no space left"
"""What the page says, in small letters."""


def run(trial: Trial, stage: Stage, server: Cluster | None) -> None:
    """Fill each disk in turn while people write and read; make room again; count."""
    if sys.platform != "linux" or os.geteuid() != 0:
        trial.figure("full disk", "not tried: only root may mount small disks")
        return
    with ExitStack() as stack:
        place = Path(tempfile.mkdtemp(prefix="no-loss-disks-"))
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        place.chmod(0o755)
        try:
            disks = {name: stack.enter_context(small_disk(place / name)) for name in ("files", "temporary", "log")}
            database = _database(place, server, stack)
        except subprocess.CalledProcessError:
            trial.figure("full disk", "not tried: this machine does not let us mount small disks")
            return
        if database is not None:
            disks = {"database": database, **disks}
        stack.enter_context(_media_at(disks["files"]))
        _play(trial, stage, disks)


def _play(trial: Trial, stage: Stage, disks: dict[str, Path]) -> None:
    more = {"TMPDIR": str(disks["temporary"]), "DATABASE_URL": os.environ.get("DATABASE_URL", "")}
    if connection.vendor == "sqlite":
        more["DATABASE_URL"] = f"sqlite:///{connection.settings_dict['NAME']}"
    platform = Platform(more=more, log=disks["log"] / "log")
    round_ = stage.round()
    reports = [stage.report(round_, action) for action in stage.actions]
    ledger, numbers = Ledger(), [one.pk for one in reports]
    platform.start()
    try:
        writer = _Witness(platform.address, stage.nino, stage.token, ledger, random.Random(trial.chance.random()))  # noqa: S311 - a trial
        for name, disk in disks.items():
            for _time in range(3):
                writer.one(numbers, stage.actions[0].key)
            refused = _while_full(trial, writer, disk, name, numbers, stage)
            trial.figure(f"refused with a full disk of {name}", refused)
            _recovers(trial, writer, name, numbers, stage)
    finally:
        platform.stop()
    connections.close_all()
    outcome = count(trial, ledger, reports)
    trial.figure("acknowledged around full disks", ledger.acknowledged)
    trial.figure("lost to full disks", outcome.lost)


class _Witness(Writer):
    """A writer who does not insist: what is refused is looked at."""

    def asked(self, method: str, path: str, **what: object) -> httpx.Response:
        """Ask once."""
        head = {"X-CSRFToken": self.csrf, **dict(what.pop("headers", {}))}  # type: ignore[call-overload]  # a mapping
        return self.client.request(method, path, headers=head, timeout=60, **what)  # type: ignore[arg-type]  # as given

    def noted(self, kind: str, word: str, answer: httpx.Response, wanted: HTTPStatus) -> None:
        """Keep the last answer; count only what was acknowledged."""
        self.answer = answer
        if answer.status_code == wanted:
            self.ledger.one(kind, word)

    def one(self, reports: list[int], action: str, kind: str = "", size: int = 0) -> httpx.Response:
        """Write one thing; gives the answer."""
        word = f"w{self.chance.getrandbits(48):012x}"
        kind = kind or self.chance.choice(("activity", "evidence", "note"))
        report = self.chance.choice(reports)
        if kind == "activity":
            self.activity(word, action)
        elif kind == "note":
            self.note(report, f"{word} {'x' * size}".strip())
        elif size:
            content = f"What {word} shows. ".encode() + b"x" * size
            what = {"title": word, "key": str(self.key())}
            page = f"/plan/reports/{report}/evidence/"
            answer = self.asked("POST", page, data=what, files={"file": (f"{word}.txt", content)})
            self.noted("evidence", word, answer, HTTPStatus.FOUND)
        else:
            self.evidence(report, word)
        return self.answer


KINDS = {"database": ("note",), "files": ("evidence",), "temporary": ("evidence",), "log": ("",)}


def _while_full(  # noqa: PLR0913, PLR0917 - what is looked at while a disk is full
    trial: Trial, writer: _Witness, disk: Path, name: str, numbers: list[int], stage: Stage
) -> int:
    wanted, refused, tried = WRITES_LONG if trial.long else WRITES_SHORT, 0, 0
    with filled(disk):
        while refused < wanted and tried < wanted * (MOST if name in MUST_REFUSE else 1):
            kind = KINDS[name][tried % len(KINDS[name])]
            tried += 1
            answer = writer.one(numbers, stage.actions[0].key, kind, SIZES[name])
            if answer.status_code < HTTPStatus.BAD_REQUEST:
                trial.tried()
                continue
            refused += 1
            said = answer.text.lower()
            readable = answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE and FULL in said
            trial.holds(readable, f"with a full disk of {name}, a {kind} was answered {answer.status_code}")
            _reading_goes_on(trial, writer, name, numbers[0])
    if name in MUST_REFUSE:
        trial.holds(refused, f"with a full disk of {name}, nothing was refused")
    return refused


def _reading_goes_on(trial: Trial, writer: _Witness, name: str, report: int) -> None:
    machine = {"Authorization": f"Bearer {writer.token}"}
    for path in ("/plan/activities/", f"/plan/reports/{report}/", "/desk/", "/api/v1/plan/activities/"):
        seen = writer.asked("GET", path, headers=machine if path.startswith("/api/") else {})
        trial.holds(
            seen.status_code == HTTPStatus.OK, f"with a full disk of {name}, {path} answered {seen.status_code}"
        )


def _recovers(trial: Trial, writer: _Witness, name: str, numbers: list[int], stage: Stage) -> None:
    """With room again, everything is taken again, without a restart."""
    began = time.monotonic()
    for kind in ("activity", "evidence", "note"):
        while True:
            answer = writer.one(numbers, stage.actions[0].key, kind)
            if not answer.is_error:
                trial.tried()
                break
            if time.monotonic() - began > RECOVERS:
                trial.broken(f"with room on the disk of {name} again, a {kind} was answered {answer.status_code}")
                return
            time.sleep(0.2)


@contextmanager
def small_disk(place: Path, size: int = SMALL) -> Iterator[Path]:
    """Mount a small disk in memory."""
    place.mkdir(parents=True, exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=1777", "tmpfs", str(place))
    try:
        yield place
    finally:
        _run("umount", "-l", str(place))


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no byte free for as long as this lasts."""
    filler = disk / "filler"
    try:
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        yield
    finally:
        filler.unlink(missing_ok=True)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - mount and umount


@contextmanager
def _media_at(disk: Path) -> Iterator[None]:
    """Let the files lie on their own disk: the folder in the home is mounted over."""
    place = Path(settings.MEDIA_ROOT)
    _run("mount", "--bind", str(disk), str(place))
    try:
        yield
    finally:
        _run("umount", "-l", str(place))


def _database(place: Path, server: Cluster | None, stack: ExitStack) -> Path | None:
    """Move the database onto a small disk: SQLite as a whole; of our PostgreSQL the tables, not its log."""
    connections.close_all()
    if connection.vendor == "sqlite":
        now = Path(connection.settings_dict["NAME"])
        disk = stack.enter_context(small_disk(place / "database", now.stat().st_size + SMALL))
        shutil.copy(now, disk / now.name)
        stack.callback(connection.settings_dict.update, NAME=str(now))
        stack.callback(connections.close_all)
        connection.settings_dict["NAME"] = str(disk / now.name)
        return disk
    if server is None:
        return None
    server.stop()
    size = sum(one.stat().st_size for one in server.data.rglob("*") if one.is_file())
    aside = server.data.with_name("aside")
    server.data.rename(aside)
    disk = stack.enter_context(small_disk(server.data, size + SMALL))
    _run("cp", "-a", f"{aside}/.", str(disk))
    if server.owner:
        shutil.chown(disk, server.owner)
    disk.chmod(0o700)
    stack.callback(server.stop)
    server.start()
    return disk
