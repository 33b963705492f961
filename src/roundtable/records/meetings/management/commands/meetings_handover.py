"""Hand the records of a chairmanship over."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.records.meetings.services import handover


class Command(BaseCommand):
    """`roundtable meetings handover FILE --chair CZ --from 2022-01-01 --to 2026-12-31`."""

    help = "Write the meetings of a chairmanship with their documents, decisions and checksums into one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which meetings, and where to."""
        parser.add_argument("file", type=Path, help="the archive to write; it must not be there yet")
        parser.add_argument("--chair", default="", help="only meetings that this Party chaired, by its code")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="only meetings from this day on")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="only meetings until this day")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the archive and say what it holds and how it is to be handled."""
        file: Path = options["file"]
        meetings = handover.chosen(chair=options["chair"].upper(), first=options["first"], last=options["last"])
        if not meetings:
            raise CommandError("No meeting was held or called under this chair and on these days.")
        content = handover.archive_of(meetings, at=timezone.now())
        try:
            with file.open("xb") as out:
                file.chmod(0o600)
                out.write(content)
        except FileExistsError as error:
            raise CommandError(f"{file} is there already. Name another file.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{file}: {len(meetings)} meetings, {len(content)} bytes, {handover.marking_of(meetings)}. It lies in "
            "clear: names of participants and minutes stand in it. Hand it over sealed."
        )
