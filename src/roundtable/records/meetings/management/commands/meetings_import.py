"""Take the records of a chairmanship over."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.records.meetings.services import handover


class Command(BaseCommand):
    """`roundtable meetings import FILE --dry-run`."""

    help = "Take every meeting of an archive over, or none; what is here already and says the same stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("file", type=Path, help="the archive that `roundtable meetings handover` wrote")
        parser.add_argument("--dry-run", action="store_true", help="say what would be taken over; change nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Check every sum, look, and take over unless something is wrong or only looking was asked for."""
        file: Path = options["file"]
        try:
            archive = handover.opened(file.read_bytes())
            found = handover.look(archive)
            if not options["dry_run"] and not found.problems:
                handover.take_over(archive, at=timezone.now(), name=file.name)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except Invalid as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            told = {"dry_run": options["dry_run"], "new": found.new, "same": found.same, "problems": found.problems}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for sentence in found.problems:
                self.stdout.write(sentence)
            done = "would be" if options["dry_run"] or found.problems else "are"
            self.stdout.write(f"{len(found.new)} meetings {done} taken over, {len(found.same)} are here already.")
        if found.problems:
            raise CommandError("Nothing was taken over: see above.")
