"""The server and the worker live no longer than the command that started them, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from roundtable.kernel.tasks.lifeline import LIFELINE, watch
from tests.servers import free_port

SERVE = """
import sys
from roundtable.config import serving
waiting = [sys.executable, "-c", sys.argv[2]]
raise SystemExit(serving.run_together([*serving.commands(bind=sys.argv[1], web=2, worker=False), waiting]))
"""
WAIT = """
import os, time
from roundtable.kernel.tasks.lifeline import watch
watch()
print("waiting", os.getpid(), flush=True)
time.sleep(600)
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(stat.parent.name))
    found, todo = [], [pid]
    while todo:
        below = parents.get(todo.pop(), [])
        found += below
        todo += below
    return found


def until(true, seconds=30.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    return true()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_server_and_worker_end_when_the_one_that_started_them_is_killed(tmp_path):
    environment = {
        **os.environ,
        "ROUNDTABLE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "roundtable.config.settings",
    }
    bind = f"127.0.0.1:{free_port()}"
    started = subprocess.Popen([sys.executable, "-c", SERVE, bind, WAIT], env=environment, stdout=subprocess.PIPE)  # noqa: S603 - our own
    try:
        assert started.stdout is not None
        assert started.stdout.readline().startswith(b"waiting")
        # The master, its two web processes, and the one that stands for the worker.
        assert until(lambda: len(descendants(started.pid)) == 4)
        below = descendants(started.pid)
        time.sleep(1)  # the server watches from when it listens

        os.kill(started.pid, signal.SIGKILL)
        started.wait()

        assert until(lambda: not any(alive(one) for one in below)), [one for one in below if alive(one)]
    finally:
        started.kill()
        started.wait()
        started.stdout.close()
        for one in filter(alive, below):
            os.kill(one, signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
def test_the_worker_finishes_when_its_parent_is_gone(monkeypatch, capsys):
    kept = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    ours, theirs = os.pipe()
    os.close(theirs)
    monkeypatch.setenv(LIFELINE, str(ours))
    try:
        call_command("worker", name="orphan")
    finally:
        os.close(ours)
        for number, was in kept:
            signal.signal(number, was)
    assert "The worker has stopped." in capsys.readouterr().out


def test_a_process_that_nobody_gave_a_pipe_watches_nothing(monkeypatch):
    monkeypatch.delenv(LIFELINE, raising=False)
    assert watch() is None
    monkeypatch.setenv(LIFELINE, "not a number")
    assert watch() is None
