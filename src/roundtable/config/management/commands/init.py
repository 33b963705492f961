"""Found a real installation."""

import sys
from getpass import getpass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from roundtable.config.preparing import facts, search_index, static_files, tables
from roundtable.config.trying_mail import try_mail
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.reach import at_the_machine

FOUND = "roundtable.ground.parties.services.founding.found"
HAS_DIALOGUE = "roundtable.ground.parties.public.has_dialogue"
FIRST_ADMINISTRATOR = "roundtable.ground.trust.services.first.first_administrator"


class Command(BaseCommand):
    """Set up the first real installation: own dialogue, first administrator, mail test, no demonstration data."""

    help = "Found a real installation: own dialogue, first administrator, mail test, no demonstration data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen; what is not said is asked."""
        parser.add_argument("--name", help="the name of the dialogue")
        parser.add_argument("--short-name", help="its short name")
        parser.add_argument("--zone", help="the time zone of the secretariat, for instance Europe/Vienna")
        parser.add_argument("--admin-email", help="e-mail address of the first administrator")
        parser.add_argument("--admin-name", help="name of the first administrator")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        parser.add_argument(
            "--own-parties",
            action="store_true",
            help="begin with no Parties and no frame (else: those of the Prague Process and its plan of 2023-2027)",
        )
        parser.add_argument("--no-mail-test", action="store_true", help="do not send the test mail")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask what was not said, then found everything, step by step; running it again changes nothing."""
        self.stdout.write("[1/5] tables")
        tables()
        if import_string(HAS_DIALOGUE)():
            raise CommandError("A dialogue is founded here already. `roundtable doctor` tells how it is.")
        answers = self._answers(options)
        try:
            with transaction.atomic():  # a refused password leaves nothing behind that the next try would stumble over
                self.stdout.write("[2/5] the dialogue")
                import_string(FOUND)(
                    name=answers["name"],
                    short_name=answers["short_name"],
                    zone=answers["zone"],
                    language=settings.LANGUAGE_CODE,
                )
                if not options["own_parties"]:
                    facts()
                self.stdout.write("[3/5] the first administrator")
                import_string(FIRST_ADMINISTRATOR)(
                    email=answers["admin_email"],
                    name=answers["admin_name"],
                    password=answers["password"],
                    at=timezone.now(),
                )
        except Told as error:
            raise CommandError(str(error)) from error
        self.stdout.write("[4/5] styles, fonts, scripts, search")
        static_files()
        search_index()
        self.stdout.write("[5/5] mail")
        self._try_mail(answers["admin_email"], skip=options["no_mail_test"])
        self.stdout.write("")
        self.stdout.write(
            "Ready. Next: `roundtable doctor`, then `roundtable serve` (or the service of docs/run/install.md)."
        )
        self.stdout.write(f"Sign in at {settings.ROUNDTABLE_ADDRESS}/account/login/ and set up the second factor.")

    def _answers(self, options: dict[str, Any]) -> dict[str, str]:
        questions = {
            "name": "Name of the dialogue: ",
            "short_name": "Short name: ",
            "zone": "Time zone of the secretariat (Europe/Vienna): ",
            "admin_email": "E-mail address of the first administrator: ",
            "admin_name": "Name of the first administrator: ",
        }
        answers = {}
        for key, question in questions.items():
            said = options.get(key) or (input(question) if sys.stdin.isatty() else "")
            answers[key] = said.strip() or ("Europe/Vienna" if key == "zone" else "")
            if not answers[key]:
                raise CommandError(f"Please say --{key.replace('_', '-')}.")
        try:
            ZoneInfo(answers["zone"])
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise CommandError(f"{answers['zone']} is not a time zone. Write it like Europe/Vienna.") from error
        if options["password_stdin"]:
            answers["password"] = sys.stdin.readline().rstrip("\n")
        elif sys.stdin.isatty():
            answers["password"] = getpass("Password (12 characters or more): ")
            if getpass("The same once more: ") != answers["password"]:
                raise CommandError("The two passwords differ. Nothing was founded; run the command again.")
        else:
            raise CommandError("Please give the password: --password-stdin reads it from standard input.")
        return answers

    def _try_mail(self, address: str, *, skip: bool) -> None:
        if skip:
            self.stdout.write("      left out, as you asked; try later with `roundtable mail test ADDRESS`.")
            return
        try:
            where = try_mail(address, key="init-mail-test")
        except OSError as error:
            self.stdout.write(f"      mail could not be sent: {error}. Everything else is ready.")
            return
        self.stdout.write(f"      a test mail to {address} left {where}.")
