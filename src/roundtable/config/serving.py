"""Run the web server and the background worker together, and stop them together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from roundtable.kernel.tasks.lifeline import LIFELINE

PATIENCE = 20.0
"""Seconds that a process gets to finish what it is doing before it is ended."""

Process = subprocess.Popen[bytes]


def commands(*, bind: str, web: int, worker: bool) -> list[list[str]]:
    """Give the commands of the processes: gunicorn and, unless it runs elsewhere, the worker."""
    settings = {
        "--config": "python:roundtable.config.gunicorn",
        "--bind": bind,
        "--workers": str(web),
        "--threads": "4",
        "--timeout": "60",
        "--graceful-timeout": "15",
        "--log-level": "warning",
        "--max-requests": "5000",
        "--max-requests-jitter": "500",
    }
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files want a folder in memory
    if os.access(memory, os.W_OK):
        settings["--worker-tmp-dir"] = str(memory)
    server = [sys.executable, "-m", "gunicorn", "roundtable.config.wsgi:application"]
    for name, value in settings.items():
        server += [name, value]
    everything = [server]
    if worker:
        everything.append([sys.executable, "-m", "django", "worker"])
    return everything


def is_taken(bind: str) -> bool:
    """Whether something listens on an address already, or nobody may listen there."""
    host, _colon, port = bind.rpartition(":")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except (OSError, ValueError):
            return True
    return False


def start(command: list[str], lifeline: int) -> Process:
    """Start one process in a session of its own, so that Ctrl-C reaches only us and we end it in order.

    It gets the reading end of our pipe: should we be killed outright, it ends by itself.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "roundtable.config.settings", LIFELINE: str(lifeline)}
    return subprocess.Popen(command, env=environment, start_new_session=True, pass_fds=(lifeline,))  # noqa: S603 - our own commands


def stop(running: list[Process]) -> None:
    """Ask every process to finish, and end those that do not."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def run_together(everything: list[list[str]]) -> int:
    """Start the processes, restart the worker if it falls, stop all when one must stop or somebody asks.

    Returns the exit code: 0 when it was asked to stop, the server's own when that one fell.
    """
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    lifeline, _ours = os.pipe()  # both are closed by the system when we are gone, and not before
    running = [start(command, lifeline) for command in everything]
    while not asked and running[0].poll() is None:
        for place, process in enumerate(running[1:], start=1):
            if process.poll() is not None:
                running[place] = start(everything[place], lifeline)
        time.sleep(0.5)
    code = 0 if asked else running[0].poll() or 0
    stop(running)
    return code
