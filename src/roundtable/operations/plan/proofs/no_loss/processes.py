"""The real processes of the platform, started for the trial, and ways to kill them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

START = 90.0
WORKER = """
from datetime import timedelta
import django
django.setup()
from roundtable.kernel.tasks import doing, worker
doing.SILENCE = timedelta(seconds=2)
worker.CHORES = timedelta(seconds=1)
import signal, threading
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
worker.run_worker(stop, pulse=0.5, idle=0.05)
"""
"""A worker whose waits are short, so that a death costs seconds and not minutes."""


def children(pid: int) -> list[int]:
    """Give the processes that a process started."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            # After the name in brackets: state, then the parent.
            parent = int(place.read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid:
                found.append(int(place.parent.name))
    return found


def kill(*pids: int) -> None:
    """Kill processes as a power cut would: nothing is finished, nothing is told."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass
class Platform:
    """The web server, a master and two workers, and the background worker beside it."""

    more: Mapping[str, str] = field(default_factory=dict)
    """Settings of the environment beside those of this process."""
    log: Path | None = None
    port: int = 0
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start whatever does not run, and wait until it answers."""
        environment = {**os.environ, "ROUNDTABLE_SECOND_FACTOR": "false", "ROUNDTABLE_LOG": "CRITICAL", **self.more}
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        told = self.log.open("ab") if self.log else subprocess.DEVNULL
        if self.web is None or self.web.poll() is not None:
            command = [sys.executable, "-m", "gunicorn", "roundtable.config.wsgi", f"--bind=127.0.0.1:{self.port}"]
            command += ["--workers=2", "--threads=4", "--log-level=critical", "--no-control-socket"]
            command += ["--worker-tmp-dir=/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108 - in memory
            self.web = subprocess.Popen(  # noqa: S603 - our own server
                command, env=environment, start_new_session=True, stdout=told, stderr=told
            )
        if self.worker is None or self.worker.poll() is not None:
            self.worker = subprocess.Popen(  # noqa: S603 - our own worker
                [sys.executable, "-c", WORKER], env=environment, start_new_session=True, stdout=told, stderr=told
            )
        self.wait()

    def wait(self) -> float:
        """Wait until it answers as it should; gives the seconds."""
        began = time.monotonic()
        while time.monotonic() - began < START:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/plan/activities/", timeout=10).status_code == httpx.codes.OK:
                    return time.monotonic() - began
            time.sleep(0.05)
        raise TimeoutError("the platform does not answer")

    def kill_web(self) -> None:
        """Kill the web server with all its workers."""
        if self.web is not None:
            kill(self.web.pid, *children(self.web.pid))
            self.web.wait()

    def web_workers(self) -> list[int]:
        """Give the processes that answer."""
        return children(self.web.pid) if self.web is not None else []

    def kill_worker(self) -> None:
        """Kill the background worker."""
        if self.worker is not None:
            kill(self.worker.pid)
            self.worker.wait()

    def stop(self) -> None:
        """End everything."""
        self.kill_web()
        self.kill_worker()
