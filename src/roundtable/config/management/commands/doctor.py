"""Say what is wrong with an installation and how to mend it."""

from typing import Any

from django.core.management.base import BaseCommand

from roundtable.kernel.base.health import Level, checks

SIGNS = {Level.FINE: "fine ", Level.NOTE: "note ", Level.WRONG: "WRONG"}


class Command(BaseCommand):
    """Look at every part of the installation."""

    help = "Say what is wrong with this installation and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print each finding; exit with 1 when something is wrong."""
        wrong = 0
        for check in checks:
            for finding in check.look():
                self.stdout.write(f"{SIGNS[finding.level]}  {check.name}: {finding.what}")
                if finding.mend:
                    self.stdout.write(f"       → {finding.mend}")
                wrong += finding.level is Level.WRONG
        self.stdout.write("")
        self.stdout.write("Nothing is wrong." if not wrong else f"Wrong: {wrong}. Mend them from the top down.")
        if wrong:
            raise SystemExit(1)
