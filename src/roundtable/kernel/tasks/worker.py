"""The worker: takes parcels from the queue one at a time, until it is asked to stop."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from roundtable.kernel.tasks.doing import beat, defer_repeated, forget_old, post_again, put_back_abandoned
from roundtable.kernel.tasks.models import Worker
from roundtable.kernel.tasks.parcels import CARRY

log = logging.getLogger("roundtable.tasks")

PULSE = 5.0
"""Seconds between two heartbeats."""
IDLE = 0.5
"""Seconds to wait when there was nothing to do."""
CHORES = timedelta(seconds=20)
"""How often the worker looks for repeated work and abandoned jobs."""


def run_worker(stop: threading.Event, *, name: str = "", pulse: float = PULSE, idle: float = IDLE) -> None:
    """Do what waits and what comes, until `stop` is set; the job in hand is finished first."""
    name = name or f"{socket.gethostname()[:40]}-{os.getpid()}"
    started = timezone.now()
    Worker.objects.update_or_create(name=name, defaults={"started_at": started, "seen_at": started, "stopped_at": None})
    in_hand = SimpleNamespace(job=None)
    chores_at = started
    with _heart(name, in_hand, pulse):
        while not stop.is_set():
            close_old_connections()
            worked = False
            try:
                if timezone.now() >= chores_at:
                    chores()
                    chores_at = timezone.now() + CHORES
                worked = take_one(name, in_hand)
            except (OperationalError, InterfaceError):
                # The database is busy or away for a moment: the queue is still there when it is back.
                log.warning("The database did not answer; trying again.", exc_info=True)
                connection.close()
            if not worked:
                stop.wait(idle)
    Worker.objects.filter(name=name).update(seen_at=timezone.now(), stopped_at=timezone.now())
    connection.close()


def chores() -> None:
    """What any worker does for all from time to time."""
    now = timezone.now()
    put_back_abandoned(at=now)
    post_again(at=now)
    defer_repeated(at=now)
    forget_old(at=now)
    Worker.objects.filter(seen_at__lt=now - timedelta(days=7)).delete()


def take_one(name: str = "here", in_hand: Any = None) -> bool:
    """Take the next parcel and do what it says; False when none is due."""
    with transaction.atomic():
        parcel = DBTaskResult.objects.ready().get_locked()
        if parcel is None:
            return False
        parcel.claim(name)
    if in_hand is not None and parcel.task_path == CARRY:
        in_hand.job = parcel.args_kwargs["args"][0]
    try:
        answer = parcel.task.call(*parcel.args_kwargs["args"], **parcel.args_kwargs["kwargs"])
    except Exception as error:  # whatever a parcel does, the worker lives on to take the next one
        log.exception("The task %s failed.", parcel.task_path)
        parcel.set_failed(error)
    else:
        parcel.set_successful(answer)
    finally:
        if in_hand is not None:
            in_hand.job = None
    return True


def run_waiting(*, limit: int = 1000) -> int:
    """Do in this process what waits now (for tests, demonstrations and commands).

    Answers how many parcels were opened.
    """
    return next((number for number in range(limit) if not take_one()), limit)


def worker_seen(*, within: timedelta = timedelta(seconds=60)) -> bool:
    """Whether some worker has been heard of lately."""
    return Worker.objects.filter(seen_at__gte=timezone.now() - within, stopped_at=None).exists()


@contextmanager
def _heart(name: str, in_hand: Any, pulse: float) -> Iterator[None]:
    silence = threading.Event()

    def go_on_beating() -> None:
        while not silence.wait(pulse):
            now = timezone.now()
            try:
                Worker.objects.filter(name=name).update(seen_at=now)
                if in_hand.job is not None:
                    beat(in_hand.job, at=now)
            except DatabaseError:
                log.warning("A heartbeat was missed.", exc_info=True)
                connection.close()
        connection.close()

    heart = threading.Thread(target=go_on_beating, name="heartbeat", daemon=True)
    heart.start()
    try:
        yield
    finally:
        silence.set()
        heart.join()
