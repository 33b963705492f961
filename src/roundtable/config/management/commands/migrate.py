"""Bring the tables up to date, as the role that owns them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate

from roundtable.config.owning import after_migrate, as_owner
from roundtable.kernel.base.walls.reach import at_the_machine


@contextmanager
def _seldom_looking_for_rubbish() -> Iterator[None]:
    """Collect rubbish less often: Django draws the models anew at nearly each step, and none of it can go before."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Command(migrate.Command):
    """Django's own command, as the owner of the tables, with every row within reach: data moves with its tables."""

    @at_the_machine
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; then the second wall stands and the platform's role is let in."""
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        with _seldom_looking_for_rubbish(), as_owner() as served_by:
            super().handle(*args, **options)
            after_migrate(options["database"], served_by=served_by)
