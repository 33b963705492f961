"""Bring the tables up to date, as the role that owns them."""

from typing import Any

from django.core.management.commands import migrate

from roundtable.config.owning import after_migrate, as_owner
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(migrate.Command):
    """Django's own command, as the owner of the tables, with every row within reach: data moves with its tables."""

    @at_the_machine
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; then the second wall stands and the platform's role is let in."""
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        with as_owner() as served_by:
            super().handle(*args, **options)
            after_migrate(options["database"], served_by=served_by)
