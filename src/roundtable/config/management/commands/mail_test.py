"""Try whether mail works."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from roundtable.config.trying_mail import try_mail


class Command(BaseCommand):
    """Send a test mail."""

    help = "Send a test mail to an address and say what became of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whom to write to."""
        parser.add_argument("address")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send it."""
        try:
            where = try_mail(options["address"], key=f"mail-test-{timezone.now().isoformat()}")
        except OSError as error:
            raise CommandError(f"The mail could not be sent: {error}.") from error
        self.stdout.write(f"A test mail to {options['address']} left {where}.")
