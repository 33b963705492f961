"""A PostgreSQL server of the trial's own, in a folder of its own, that may be killed."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections

from roundtable.ground.trust.public import Trial
from roundtable.kernel.base.walls.row_security import SETTING
from roundtable.operations.plan.proofs.no_loss.processes import children, kill

PROGRAMS = Path("/usr/lib/postgresql")
OWNERS = ("postgres", "nobody")
"""Who runs it where we are root: PostgreSQL refuses to."""
PATIENCE = 60.0
NAME = "proof"


@dataclass
class Cluster:
    """One server: started, killed, started again."""

    folder: Path
    programs: Path
    port: int
    owner: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgres://{NAME}@127.0.0.1:{self.port}/{NAME}"

    @property
    def data(self) -> Path:
        """Where its tables lie."""
        return self.folder / "data"

    def run(self, program: str, *words: str, **more: Any) -> None:
        """Run one of its programs to the end."""
        subprocess.run(  # noqa: S603 - programs of the database itself
            [str(self.programs / program), *words], check=True, capture_output=True, **self._as_owner(), **more
        )

    def make(self) -> None:
        """Make its folder; what was acknowledged is flushed, as the database does by itself."""
        if self.owner:
            shutil.chown(self.folder, self.owner)
        log = self.folder / "log"
        self.run("initdb", "-D", str(self.data), "-X", str(log), "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers: it may have to bring back what a kill left."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                command = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port)]
                command += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
                command += ["-c", "max_wal_size=64MB", "-c", "min_wal_size=64MB"]
                self.process = subprocess.Popen(  # noqa: S603 - as above
                    command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._as_owner()
                )
            try:
                psycopg.connect(f"postgres://{NAME}@127.0.0.1:{self.port}/postgres", connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("the database of the trial did not start")

    def kill_everything(self) -> None:
        """Kill all its processes at once, as when the machine dies."""
        if self.process is not None:
            kill(self.process.pid, *children(self.process.pid))
            self.process.wait()

    def kill_one(self, pid: int) -> None:
        """Kill one of its processes: the server then ends all connections and brings itself back."""
        kill(pid)

    def stop(self) -> None:
        """End it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill_everything()

    def _as_owner(self) -> dict[str, Any]:
        if not self.owner:
            return {"cwd": self.folder}
        return {"cwd": self.folder, "user": self.owner, "group": pwd.getpwnam(self.owner).pw_gid, "extra_groups": []}


def _owner() -> str:
    if os.geteuid() != 0:
        return ""
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in OWNERS if name in known), "")


def of_our_own(trial: Trial, stack: ExitStack) -> Cluster | None:
    """Start a server of our own, with a copy of the database that we were given; this process works there from now on.

    None, with the reason among the figures, where the machine has no programs for it.
    """
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda place: int(place.parts[-3]))
    if not found:
        trial.figure("database killed", "not tried: no initdb here")
        return None
    folder = Path(tempfile.mkdtemp(prefix="no-loss-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cluster = Cluster(folder, found[-1].parent, port, _owner())
    cluster.make()
    stack.callback(cluster.stop)
    cluster.start()
    cluster.run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", NAME, NAME)
    _copy_into(cluster)
    stack.callback(connections.close_all)
    return cluster


def _copy_into(cluster: Cluster) -> None:
    """Bring over what the world holds, and move this process."""
    # The second wall holds the owner too: every row comes over only where that is said.
    whole = ["--no-owner", "--no-privileges", "--enable-row-security"]
    dumped = subprocess.run(  # noqa: S603 - as above
        [str(cluster.programs / "pg_dump"), *whole, os.environ["DATABASE_URL"]],
        check=True,
        capture_output=True,
        env={**os.environ, "PGOPTIONS": f"-c {SETTING}=*"},
    )
    words = ["-q", "-v", "ON_ERROR_STOP=1", cluster.url]
    cluster.run("psql", *words, input=dumped.stdout)
    connections.close_all()
    settings = connection.settings_dict
    settings.update(NAME=NAME, USER=NAME, PASSWORD="", HOST="127.0.0.1", PORT=str(cluster.port))
    os.environ["DATABASE_URL"] = cluster.url
