"""Restore."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from roundtable.config.backing_up import NotPossibleError, restore
from roundtable.config.preparing import search_index, static_files
from roundtable.kernel.base.restoring import after_restore
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """Restore a backup."""

    help = "Bring a backup back into an empty database and an empty ROUNDTABLE_HOME, and up to this version."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("folder", type=Path, help="the folder of the backup (roundtable-…)")
        parser.add_argument("--keys", type=Path, help="the folder to which `roundtable backup --keys-to` took the keys")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, bring back, migrate, and do what rooms ask for after a restore."""
        try:
            restore(options["folder"], keys=options["keys"], say=self.stdout.write)
        except (NotPossibleError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("tables …")
        call_command("migrate", interactive=False, verbosity=0)
        for step in after_restore:
            self.stdout.write(f"{step.what} …")
            step.do()
        self.stdout.write("styles, fonts, scripts, search …")
        static_files()
        search_index()
        self.stdout.write("Restored. `roundtable doctor` looks at the installation.")
