"""Back up."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from roundtable.config.backing_up import NotPossibleError, back_up, check


class Command(BaseCommand):
    """Back up, or look at a backup."""

    help = "Write database and files into a folder of their own, while the platform runs; keys go elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("folder", type=Path, help="the folder that takes the backup, or with --check the backup")
        parser.add_argument("--keys-to", type=Path, help="another folder, kept apart, that takes the keys")
        parser.add_argument("--check", action="store_true", help="read every byte of a backup, and write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, saying what is being done."""
        try:
            if options["check"]:
                manifest = check(options["folder"])
                self.stdout.write(f"whole: {manifest.at}, version {manifest.version}, {manifest.files} files")
                return
            back_up(options["folder"], at=timezone.now(), keys_to=options["keys_to"], say=self.stdout.write)
        except (NotPossibleError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["keys_to"] is None:
            self.stdout.write("Keys were not taken (--keys-to FOLDER takes them to another place).")
