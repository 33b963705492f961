"""Run proofs, each in a process, a folder and a database of its own, so that nothing in use is ever touched."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from roundtable.ground.trust.public import Database, Proof, Trial, World, proofs, results_file, together

PREPARE: dict[World, tuple[World | None, list[list[str]]]] = {
    World.TABLES: (None, [["django", "migrate", "--verbosity=0"]]),
    World.FOUNDED: (World.TABLES, [["parties", "seed"], ["plan", "frame"]]),
    World.DEMONSTRATION: (World.TABLES, [["demo", "--no-serve"]]),
}
"""Of which world each is made, and how."""
PATIENCE_SHORT, PATIENCE_LONG = 15 * 60, 3 * 60 * 60
DROPPED = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "ROUNDTABLE_HOME",
    "ROUNDTABLE_KEYS",
    "REDIS_URL",
    "EMAIL_URL",
    "OIDC_SERVER",
)
"""Settings of the installation in use that a proof must not inherit."""


class BrokenOffError(Exception):
    """A proof could not be run to its end."""


@dataclass
class Workshop:
    """Worlds made once for a run, and copied for each proof."""

    folder: Path
    server: str = ""
    """Address of a PostgreSQL database whose role may create databases; empty where there is none."""
    made: dict[tuple[World, Database], Path] = field(default_factory=dict)
    held: dict[tuple[World, Database], threading.RLock] = field(
        default_factory=lambda: {(world, database): threading.RLock() for world in World for database in Database}
    )
    """A world that is made or copied takes no other visitor."""

    @contextmanager
    def world(self, kind: World, database: Database) -> Iterator[dict[str, str]]:
        """Give the environment of a fresh copy of a world; it is gone afterwards."""
        place = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=self.folder))
        name = f"proof_{os.getpid()}_{place.name.rsplit('-', 1)[-1]}".lower()
        url = _beside(self.server, name) if database is Database.POSTGRESQL else ""
        try:
            self._copy(kind if kind is not World.NOTHING else None, database, place, name)
            yield environment(place, url)
        finally:
            if url:
                self._drop(name)
            shutil.rmtree(place, ignore_errors=True)

    def close(self) -> None:
        """Remove what was made."""
        for kind, database in self.made:
            if database is Database.POSTGRESQL:
                self._drop(self._name(kind))
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self, kind: World, database: Database) -> None:
        """Make a world, unless it is made."""
        with self.held[kind, database]:
            if kind is World.NOTHING or (kind, database) in self.made:
                return
            below, words = PREPARE[kind]
            place = self.folder / f"template-{kind}-{database}"
            shutil.rmtree(place, ignore_errors=True)  # what a try that failed left behind
            place.mkdir()
            url = ""
            if database is Database.POSTGRESQL:
                url = _beside(self.server, self._name(kind))
                self._drop(self._name(kind))
            self._copy(below, database, place, self._name(kind))
            call_each(words, environment(place, url))
            self.made[kind, database] = place

    def _copy(self, kind: World | None, database: Database, place: Path, name: str) -> None:
        """Copy a world into a folder, and into a database of this name; without a world the two are empty."""
        if kind is None:
            if database is Database.POSTGRESQL:
                self._create(name, None)
            return
        with self.held[kind, database]:
            self.prepare(kind, database)
            shutil.copytree(self.made[kind, database], place, dirs_exist_ok=True)
            if database is Database.POSTGRESQL:
                self._create(name, self._name(kind))

    def _name(self, kind: World) -> str:
        return f"proof_{os.getpid()}_{kind}"

    def _create(self, name: str, template: str | None) -> None:
        made = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            made += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(made)

    def _drop(self, name: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _beside(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def environment(home: Path, database_url: str = "") -> dict[str, str]:
    """Give the environment of an installation for proofs."""
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    kept |= {"DJANGO_SETTINGS_MODULE": "roundtable.config.settings", "ROUNDTABLE_HOME": str(home)}
    if database_url:
        kept["DATABASE_URL"] = database_url
    return kept


def call(words: list[str], told: dict[str, str], patience: float = PATIENCE_SHORT) -> str:
    """Run a `roundtable` command; gives what it printed. Raises `BrokenOffError` with what it said when it fails."""
    return call_each([words], told, patience)


def call_each(commands: list[list[str]], told: dict[str, str], patience: float = PATIENCE_SHORT) -> str:
    """Run `roundtable` commands one after the other in one process, as `call` does."""
    argv = [["roundtable", *words] for words in commands]
    program = f"import sys\nfrom roundtable.config.command import main\nfor sys.argv in {argv!r}:\n    main()"
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-c", program],
        env=told,
        cwd=told["ROUNDTABLE_HOME"],
        capture_output=True,
        text=True,
        check=False,
        timeout=patience,
    )
    if done.returncode != 0:
        called = ", ".join(f"`roundtable {' '.join(words)}`" for words in commands)
        raise BrokenOffError(f"{called} failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


def history_holds(trial: Trial, told: dict[str, str], what: str) -> None:
    """Let the installation there check its own history, as whoever keeps it would."""
    try:
        said = call(["history", "verify"], told)
    except BrokenOffError as failure:
        trial.broken(f"{what}, the history does not verify: {failure}")
    else:
        trial.holds("The history is whole." in said, f"{what}, nothing says that the history is whole: {said[-300:]}")


def commit() -> str:
    """Say which state of the source this is: the commit, or the version where there is no repository."""
    root = Path(settings.REPOSITORY)
    if (root / ".git").exists() and shutil.which("git"):
        asked = subprocess.run(  # noqa: S603 - asks, changes nothing
            ["git", "-C", str(root), "rev-parse", "HEAD"],  # noqa: S607 - as found on the path
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode == 0:
            return asked.stdout.strip()
    return version("roundtable")


def missing(proof: Proof, databases: tuple[Database, ...], server: str) -> str:
    """Say what this machine lacks for a proof; empty where it has everything."""
    programs = [name for name in proof.needs if shutil.which(name) is None]
    if programs:
        return f"this machine has no {', '.join(programs)}"
    if not databases:
        return "there is no PostgreSQL server to try it on (ROUNDTABLE_PROVE_POSTGRESQL)"
    return "" if server or Database.POSTGRESQL not in databases else "there is no PostgreSQL server"


def databases_for(proof: Proof, workshop: Workshop, *, long: bool) -> tuple[Database, ...]:
    """Give the databases on which a promise is tried here."""
    return tuple(one for one in (proof.on if long else proof.short_on) if one is Database.SQLITE or workshop.server)


def prove(proof: Proof, workshop: Workshop, *, long: bool, seed: int) -> dict[str, Any]:
    """Try to break one promise; gives cases, violations, figures and the broken cases in words."""
    databases = databases_for(proof, workshop, long=long)
    if reason := missing(proof, databases, workshop.server):
        return not_run(reason)
    return together({one.value: prove_on(proof, one, workshop, long=long, seed=seed) for one in databases})


def not_run(reason: str) -> dict[str, Any]:
    """Give the outcome of what this machine cannot try."""
    return {"cases": 0, "violations": 0, "figures": {"not run": reason}, "told": []}


def prove_on(proof: Proof, database: Database, workshop: Workshop, *, long: bool, seed: int) -> dict[str, Any]:
    """Try to break one promise on one database."""
    started = time.monotonic()
    part: dict[str, Any]
    try:
        with workshop.world(proof.world, database) as told:
            outcome = Path(told["ROUNDTABLE_HOME"]) / "outcome.json"
            words = ["prove", proof.name, "--here", f"--seed={seed}", f"--outcome={outcome}"]
            call(words + (["--long"] if long else []), told, PATIENCE_LONG if long else PATIENCE_SHORT)
            part = json.loads(outcome.read_text(encoding="utf-8"))
    except (BrokenOffError, subprocess.TimeoutExpired) as failure:
        part = {"cases": 0, "violations": 1, "figures": {}, "told": [str(failure)]}
    if not part["cases"] and not part["violations"]:
        part = {**part, "violations": 1, "told": ["No case was tried: a proof without cases proves nothing."]}
    part["figures"]["seconds"] = round(time.monotonic() - started, 1)
    return part


class Turns:
    """Whose turn it is: what takes long first, and no two that measure time beside each other."""

    def __init__(self, chosen: Iterable[tuple[Proof, Database]]) -> None:
        """Take what is to be tried."""
        self.waiting = sorted(chosen, key=lambda one: -one[0].weight)
        self.measuring = False
        self.changed = threading.Condition()

    def work(self, do: Callable[[Proof, Database], None]) -> None:
        """Do what waits, one after the other, until nothing does; several may work at once."""
        while (taken := self._taken()) is not None:
            try:
                do(*taken)
            finally:
                with self.changed:
                    self.measuring = self.measuring and not taken[0].measures
                    self.changed.notify_all()

    def _taken(self) -> tuple[Proof, Database] | None:
        with self.changed:
            while self.waiting:
                for one in self.waiting:
                    if not (self.measuring and one[0].measures):
                        self.waiting.remove(one)
                        self.measuring = self.measuring or one[0].measures
                        return one
                self.changed.wait()
            return None


def keep(outcomes: dict[str, dict[str, Any]], *, at: datetime, form: str) -> None:
    """Write `proofs.json` in the folder in use; a proof that was not run this time keeps its last result."""
    place = results_file()
    before = json.loads(place.read_text(encoding="utf-8")) if place.exists() else []
    run = {"at": at.isoformat(timespec="seconds"), "commit": commit(), "form": form}
    entries = {entry["proof"]: entry for entry in before}
    for name, outcome in outcomes.items():
        entries[name] = {
            "proof": name,
            "cases": outcome["cases"],
            "violations": outcome["violations"],
            "figures": outcome["figures"] | run,
        }
    known = [proof.name for proof in proofs]
    written = place.with_suffix(".tmp")
    kept = [entries[name] for name in known if name in entries]
    written.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    written.replace(place)
