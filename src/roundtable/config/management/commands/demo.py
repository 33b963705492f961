"""Set up the demonstration and serve it."""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from roundtable.config.preparing import FINISHED, steps
from roundtable.config.serving import is_taken
from roundtable.kernel.base.walls.reach import at_the_machine


def is_first() -> bool:
    """Whether nothing was set up here yet."""
    with connection.cursor() as cursor:
        known = connection.introspection.table_names(cursor)
    if "parties_dialogue" not in known:
        return True
    return not import_string("roundtable.ground.parties.public.has_dialogue")()


class Command(BaseCommand):
    """Set up and serve the demonstration."""

    help = "Set everything up, with demonstration data, and serve it on http://127.0.0.1:8000."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--empty", action="store_true", help="without demonstration activities and reports")
        parser.add_argument("--no-serve", action="store_true", help="set up only")
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (127.0.0.1:8000)")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do each step, saying what is being done and how far it is; then serve."""
        if not options["no_serve"] and is_taken(options["bind"]):
            raise CommandError(
                f"Nobody can be served on {options['bind']}: something else listens there already, or it is no address "
                "of this machine. Stop the other one, or choose another: make demo BIND=127.0.0.1:8001"
            )
        first = is_first()
        if not first and not FINISHED.exists():
            raise CommandError(
                "This installation serves a real dialogue, so no demonstration is put into it. "
                "Use `roundtable serve`, or another folder: ROUNDTABLE_HOME=… roundtable demo.",
            )
        if "ROUNDTABLE_ADDRESS" not in os.environ:
            # What is made here already, a pack say, links to where it will be served.
            settings.ROUNDTABLE_ADDRESS = os.environ["ROUNDTABLE_ADDRESS"] = f"http://{options['bind']}"
        todo = steps(empty=options["empty"], first=first, at=timezone.now())
        for number, (what, work) in enumerate(todo, start=1):
            started = time.monotonic()
            self.stdout.write(f"[{number}/{len(todo)}] {what} … ", ending="")
            self.stdout.flush()
            work()
            self.stdout.write(f"{time.monotonic() - started:.1f} s")
        self.stdout.write("")
        self.stdout.write(f"Roundtable: http://{options['bind']}")
        self.stdout.write("Demonstration accounts (the password of each is roundtable-demo):")
        for address, role, scope in import_string("roundtable.ground.trust.public.demonstration_accounts")(
            timezone.now().date()
        ):
            self.stdout.write(f"  {address:<36} {role} ({scope})")
        self.stdout.flush()
        if not options["no_serve"]:
            call_command("serve", bind=options["bind"])
