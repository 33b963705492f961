"""Try whether mail works."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from roundtable.kernel.outside import mail


class Command(BaseCommand):
    """Send a test mail."""

    help = "Send a test mail to an address and say what became of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whom to write to."""
        parser.add_argument("address")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send it."""
        try:
            mail.send(
                to=options["address"],
                subject="Roundtable: mail works",
                text="This installation of Roundtable can send mail.",
                key=f"mail-test-{timezone.now().isoformat()}",
            )
        except OSError as error:
            raise CommandError(f"The mail could not be sent: {error}. Check EMAIL_URL.") from error
        where = f"through {settings.EMAIL_HOST}" if settings.EMAIL_URL else f"into {settings.ROUNDTABLE_HOME / 'mail'}"
        self.stdout.write(f"A test mail to {options['address']} left {where}.")
