"""Say which figures are there."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.records.observatory.queries import datasets


class Command(BaseCommand):
    """`roundtable data status --json`."""

    help = "List the datasets: their vintages by status, the newest release, and what waits for an answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """List them."""
        found = datasets.status(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for one in found:
            states = ", ".join(f"{number} {state}" for state, number in one["vintages"].items())
            waits = f"; {one['waiting']} findings wait" if one["waiting"] else ""
            self.stdout.write(f"{one['dataset']}: {one['rows'] or 0} rows now ({states or 'no vintage'}){waits}")
        if not found:
            self.stdout.write("There are no figures yet: `roundtable data load FILE --mapping M` loads some.")
