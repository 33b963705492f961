"""Run the web server and the background worker together, and stop them together."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

PATIENCE = 20.0
"""Seconds that a process gets to finish what it is doing before it is ended."""


def commands(*, bind: str, web: int, worker: bool) -> list[list[str]]:
    """Give the commands of the processes: gunicorn and, unless it runs elsewhere, the worker."""
    server = [sys.executable, "-m", "gunicorn", "roundtable.config.wsgi:application", "--bind", bind]
    server += ["--workers", str(web), "--threads", "4", "--timeout", "60", "--graceful-timeout", "15", "--log-level", "warning"]
    server += ["--max-requests", "5000", "--max-requests-jitter", "500", "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"]
    everything = [server]
    if worker:
        everything.append([sys.executable, "-m", "django", "worker"])
    return everything


def run_together(everything: list[list[str]]) -> int:
    """Start the processes, restart the worker if it falls, stop all when one must stop or somebody asks.

    Returns the exit code: 0 when it was asked to stop, the server's own when that one fell.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "roundtable.config.settings"}
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    running = [subprocess.Popen(command, env=environment, start_new_session=True) for command in everything]
    code = 0
    while not asked:
        time.sleep(0.3)
        if (fell := running[0].poll()) is not None:
            code = fell
            break
        for place, process in enumerate(running[1:], start=1):
            if process.poll() is not None:
                time.sleep(1)
                running[place] = subprocess.Popen(everything[place], env=environment, start_new_session=True)
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return code
