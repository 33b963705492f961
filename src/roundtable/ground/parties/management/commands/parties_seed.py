"""`roundtable parties seed`: state the dialogue's own facts."""

from typing import Any

from django.core.management.base import BaseCommand

from roundtable.ground.parties.services.seed import seed
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """State who sits at the table, as the Declaration lists them."""

    help = (
        "State who sits at the table: 47 states and the European Union, 5 Partners, 2 others known. Safe to run again."
    )

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Add what is missing and say how much it was."""
        added = seed()
        if options["verbosity"]:
            self.stdout.write(f"{added} entries added to the table.")
