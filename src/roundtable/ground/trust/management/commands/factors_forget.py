"""`roundtable factors forget`: for somebody who lost phone, keys and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.ground.trust.queries.people import by_address
from roundtable.ground.trust.services.sign_in import forget_factors
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """Remove somebody's second factors."""

    help = "Remove the second factors of somebody who lost them all; the next sign-in leads to a new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say of whom."""
        parser.add_argument("address", help="the e-mail address of the account")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Remove them."""
        person = by_address(options["address"])
        if person is None:
            raise CommandError(f"There is no open account with the address {options['address']}.")
        number = forget_factors(person, at=timezone.now())
        self.stdout.write(
            f"{number} factors of {person} are removed, and every session has ended. "
            "Make sure by another way than mail that it is really this person who asked."
        )
