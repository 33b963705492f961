"""Notify once: deeds that are kept or taken back, workers that die at the worst moment, a mailbox that counts."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction
from django.utils import timezone

from roundtable.ground.trust.public import Trial, User
from roundtable.kernel import notices
from roundtable.kernel.notices import telling
from roundtable.kernel.tasks.models import Job

EVENTS_SHORT, EVENTS_LONG = 40, 1000
KILLS_SHORT, KILLS_LONG = 4, 60
WORKERS = 2
PATIENCE = 240.0

WORKER = """
from datetime import timedelta
import django
django.setup()
from roundtable.kernel.outside import mail
from roundtable.kernel.tasks import doing, worker
mail.HOLD = timedelta(seconds=5)
doing.SILENCE = timedelta(seconds=2)
worker.CHORES = timedelta(seconds=1)
import signal, sys, threading
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
worker.run_worker(stop, pulse=0.5, idle=0.05)
"""
"""A worker whose waits are short, in the proportion of the real ones, so that a death costs seconds and not minutes."""


class Mailbox:
    """Takes mail, counts it by Message-ID, and at chosen moments has the worker that sends killed in the middle."""

    def __init__(self) -> None:
        """Begin empty."""
        self.seen: Counter[tuple[str, str]] = Counter()
        self.kill_next = ""
        self.workers: list[subprocess.Popen[bytes]] = []
        self.kills = 0

    async def handle_MAIL(  # noqa: N802 - its name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Hear who writes; sometimes the writer dies here, before anything was handed over."""
        if self.kill_next == "before":
            self.kill()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 go on"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Take one mail; sometimes nobody lives to hear that it was taken."""
        lines = (envelope.original_content or b"").decode(errors="replace").splitlines()
        head = dict(line.split(": ", 1) for line in lines[: lines.index("")] if ": " in line)
        self.seen[head["Subject"], head["Message-ID"]] += 1
        if self.kill_next == "after":
            self.kill()
        return "250 taken"

    def kill(self) -> None:
        """Kill every worker as a power cut would."""
        self.kill_next = ""
        for worker in self.workers:
            if worker.poll() is None:
                os.kill(worker.pid, signal.SIGKILL)
                worker.wait()
                self.kills += 1


def run(trial: Trial) -> None:
    """Make events in transactions, some of them taken back; kill workers meanwhile; count what arrived."""
    wanted, kills = (EVENTS_LONG, KILLS_LONG) if trial.long else (EVENTS_SHORT, KILLS_SHORT)
    reader = User.objects.filter(is_active=True).order_by("pk")[0]
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        told = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        kept, undone = _events(trial, reader.pk, wanted)
        _work(trial, mailbox, told, kept=kept, kills=kills)
    finally:
        for worker in mailbox.workers:
            worker.kill()
        controller.stop()
    arrived: dict[str, list[tuple[str, int]]] = {}
    for (subject, message_id), times in mailbox.seen.items():
        arrived.setdefault(subject, []).append((message_id, times))
    for subject in kept:
        found = arrived.get(subject, [])
        trial.holds(found, f"“{subject}” was never sent")
        trial.holds(len(found) <= 1, f"“{subject}” was sent as {len(found)} different mails")
    for subject in undone:
        trial.holds(subject not in arrived, f"“{subject}” was sent although its deed was taken back")
    trial.figure("events", len(kept))
    trial.figure("deeds taken back", len(undone))
    trial.figure("kills", mailbox.kills)
    again = sum(times - 1 for found in arrived.values() for _id, times in found)
    trial.figure("mails handed over again under the same Message-ID", again)


def _events(trial: Trial, user_id: int, wanted: int) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    undone: list[str] = []
    while len(kept) < wanted:
        subject = f"Event {len(kept) + len(undone)}"
        keep = trial.chance.random() < 0.8
        with transaction.atomic():
            for _time in range(trial.chance.choice((1, 1, 2))):  # telling twice is telling once
                notices.tell([user_id], subject=subject, key=f"proof:{subject}", at=timezone.now())
            transaction.set_rollback(not keep)
        (kept if keep else undone).append(subject)
    return kept, undone


def _work(trial: Trial, mailbox: Mailbox, told: dict[str, str], *, kept: list[str], kills: int) -> None:
    until = time.monotonic() + PATIENCE + len(kept)
    every = max(1, len(kept) // (kills + 1))
    next_kill = every
    while time.monotonic() < until:
        mailbox.workers = [one for one in mailbox.workers if one.poll() is None]
        while len(mailbox.workers) < WORKERS:
            mailbox.workers.append(_worker(told))
        arrived = {subject for subject, _id in mailbox.seen}
        if len(arrived) >= next_kill and mailbox.kills < kills * WORKERS:
            next_kill += every
            # Before anything was handed over; between “taken” and “written down”; or whenever.
            mailbox.kill_next = trial.chance.choice(("before", "after", ""))
            if not mailbox.kill_next:
                mailbox.kill()
        if len(arrived) >= len(kept) and _nothing_waits():
            return
        time.sleep(0.05)


def _nothing_waits() -> bool:
    return not Job.objects.filter(path=telling.MAIL_TASK, state__in=[Job.State.WAITING, Job.State.RUNNING]).exists()


def _worker(told: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own worker
        [sys.executable, "-c", WORKER], env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
