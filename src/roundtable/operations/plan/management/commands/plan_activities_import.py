"""Bring activities in from a spreadsheet."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.operations.plan.services.activity_import import Fate, Preview, bring_in, look, rows_in


class Command(BaseCommand):
    """Bring every row of a spreadsheet in, or none."""

    help = "Bring activities in from a spreadsheet (CSV, XLSX, ODS): every row or none, and each only once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("file", type=Path, help="the spreadsheet")
        parser.add_argument(
            "--dry-run", action="store_true", help="list what each row would do and each fault; change nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer with counts and faults as JSON")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, look, and bring in unless something is wrong or only looking was asked for."""
        file: Path = options["file"]
        at = timezone.now()
        try:
            rows = rows_in(file.read_bytes(), file.name)
            preview = look(rows, by=None, at=at)
            if not options["dry_run"] and not preview.problems:
                bring_in(rows, by=None, at=at)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except Invalid as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(
                json.dumps({"dry_run": options["dry_run"], **preview.as_json()}, ensure_ascii=False, indent=1)
            )
        else:
            self._tell(preview, dry_run=options["dry_run"])
        if preview.problems:
            raise CommandError("Nothing was brought in: put the cells named above right, then try again.")

    def _tell(self, preview: Preview, *, dry_run: bool) -> None:
        for one in preview.problems:
            self.stdout.write(f"row {one.row}, {one.column}: {one.sentence}")
        counts = ", ".join(f"{preview.count(fate)} {fate}" for fate in Fate)
        done = "would be" if dry_run or preview.problems else "are"
        self.stdout.write(f"{len(preview.lines)} rows {done} brought in: {counts}. {len(preview.problems)} faults.")
