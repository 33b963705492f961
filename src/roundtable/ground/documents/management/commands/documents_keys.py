"""`roundtable documents keys`: the keys that sign certificates; with `--new` another one signs from now on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from roundtable.ground.documents.services import signing


class Command(BaseCommand):
    """Show the keys of certificates, or take a new one into use."""

    requires_system_checks: list[str] = []
    help = (
        "Show the keys that sign certificates of silence; --new takes a new one into use. Old certificates stay valid."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--new", action="store_true", help="sign with a new key from now on")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show, or rotate and show."""
        if options["new"]:
            signing.rotate(at=timezone.now())
        for one in signing.published():
            until = one.until.isoformat() if one.until else "still signs"
            self.stdout.write(f"{one.fingerprint}  {one.since.isoformat()}  {until}")
