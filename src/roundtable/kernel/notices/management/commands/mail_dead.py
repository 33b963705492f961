"""`roundtable mail dead`: addresses that do not work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.kernel.notices.bouncing import clear, dead


class Command(BaseCommand):
    """List dead addresses, or let mail go to one again."""

    help = "List addresses to which no mail goes because it came back; --clear lets mail go to one again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument("--clear", metavar="ADDRESS", help="the address was put right: send mail there again")

    def handle(self, *_args: Any, **options: Any) -> None:
        """List, or clear."""
        if options["clear"]:
            if not clear(options["clear"], at=timezone.now()):
                raise CommandError(f"Mail to {options['clear']} is not stopped.")
            self.stdout.write(f"Mail goes to {options['clear']} again.")
            return
        rows = list(dead())
        for row in rows:
            self.stdout.write(f"{row.address}  since {row.last_at:%Y-%m-%d}  {row.reason}")
        self.stdout.write(f"{len(rows)} addresses do not work.")
