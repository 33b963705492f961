"""Carry the project's own frame."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.operations.plan.services.frame import carry_own_frame


class Command(BaseCommand):
    """Put the project's own frame into force where there is none."""

    help = "Put the project's own frame of 2023-2027 (codes and short titles) into force, where there is none yet."

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and say which frame is in force."""
        frame = carry_own_frame(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"The frame {frame.period} is in force (version {frame.version}).")
