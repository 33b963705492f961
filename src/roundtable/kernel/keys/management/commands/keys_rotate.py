"""Change the master key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roundtable.kernel.keys import masters
from roundtable.kernel.keys.boxes import SealedError
from roundtable.kernel.keys.rotation import rotate


class Command(BaseCommand):
    """Make a new master key, and wrap every data key with it."""

    help = "Make a new master key and wrap every data key with it, while people work; goes on where it was broken off."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, saying how far it is."""
        try:
            done = rotate(say=self.stdout.write)
        except SealedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Master key {done.master} wraps {done.keys} data keys, after {done.seconds:.1f} s.")
        self.stdout.write(
            f"Take {masters.folder()} anew (`roundtable backup --keys-to`). The older master keys stay: backups made "
            "before today are opened by them."
        )
