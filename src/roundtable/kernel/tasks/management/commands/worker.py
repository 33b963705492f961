"""`roundtable worker`: does background work until it is stopped."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from roundtable.kernel.tasks.lifeline import watch
from roundtable.kernel.tasks.worker import run_waiting, run_worker


class Command(BaseCommand):
    """Run the worker."""

    help = "Do background work (packs, mails, reminders) until stopped; run one or more beside the server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")
        parser.add_argument(
            "--name", default="", help="the worker's name on the page of jobs (host and process by default)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work; end cleanly when asked to, after the job in hand."""
        if options["once"]:
            self.stdout.write(f"{run_waiting()} pieces of work done.")
            return
        stop = threading.Event()

        def finish(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, finish)
        signal.signal(signal.SIGINT, finish)
        watch()
        self.stdout.write("The worker is ready.")
        self.stdout.flush()
        run_worker(stop, name=options["name"])
        self.stdout.write("The worker has stopped.")
