"""Serve the platform."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roundtable.config.serving import commands, is_taken, run_together


class Command(BaseCommand):
    """Run the web server and the worker."""

    help = "Serve the platform: the web server and, beside it, the background worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (127.0.0.1:8000)")
        parser.add_argument("--web", type=int, default=2, help="number of web processes (2)")
        parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere (`roundtable worker`)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve until stopped."""
        if is_taken(options["bind"]):
            raise CommandError(
                f"Nobody can be served on {options['bind']}: something else listens there already, or it is no address "
                "of this machine. Stop the other one, or choose another: --bind 127.0.0.1:8001"
            )
        # Links in mails and documents lead to where people really are, unless another address is set.
        os.environ.setdefault("ROUNDTABLE_ADDRESS", f"http://{options['bind']}")
        everything = commands(bind=options["bind"], web=options["web"], worker=not options["no_worker"])
        self.stdout.write(f"Serving on http://{options['bind']} (stop with Ctrl-C).")
        self.stdout.flush()
        code = run_together(everything)
        if code:
            raise SystemExit(code)
