"""Erase on time, or say what would be erased."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from roundtable.ground.trust.services.retention import erase_on_time, overdue
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """Do what the daily job does, now."""

    help = "Erase what is kept about people when its months are over; with --dry-run only say what."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whether it is meant."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would be erased")
        parser.add_argument(
            "--at", type=_day, metavar="DAY", help="with --dry-run: what would be erased on this day (2027-01-31)"
        )

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Say, or do and say."""
        moment = timezone.now()
        if options["dry_run"]:
            found = overdue(options["at"] or moment)
            for one, rows in found:
                self.stdout.write(f"{one.held.model:<28} {one.what:<8} {rows:>8}")
            self.stdout.write(f"{sum(rows for _one, rows in found)} rows would be erased. Nothing was changed.")
            return
        done = erase_on_time(moment)
        for gone in done:
            self.stdout.write(f"{gone.table:<28} {gone.what:<8} {gone.rows:>8}")
        self.stdout.write(f"{sum(gone.rows for gone in done)} rows are erased.")


def _day(said: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(said))
