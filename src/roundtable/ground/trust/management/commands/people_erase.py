"""Erase a person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from roundtable.ground.trust.models import User
from roundtable.ground.trust.services.erasing import erase
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """Erase a person for good, in the name of somebody who may."""

    help = "Erase a person for good: destroy the key of all that is personal. It cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whom, and who decided."""
        parser.add_argument("address", help="e-mail address of the person")
        parser.add_argument("--by", required=True, help="e-mail address of the member of the secretariat who decided")
        parser.add_argument("--for-good", action="store_true", help="yes, it cannot be undone")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; nothing happens without `--for-good`."""
        person = User.objects.filter(email__iexact=options["address"]).first()
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if person is None or by is None:
            raise CommandError("There is no account with this address. `people_erase ADDRESS --by ADDRESS`.")
        if not options["for_good"]:
            raise CommandError(f"This erases {person} for good. Say --for-good when that is what was decided.")
        try:
            erase(person, by=by, at=timezone.now())
        except Told as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Account {person.pk} is erased. Its name and address are nowhere any more but in mails.")
