"""`roundtable rules`: who may do what, as the platform itself asks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from roundtable.ground.trust.models import Role
from roundtable.ground.trust.queries import rules_table


class Command(BaseCommand):
    """Print the rules."""

    help = "Print who may do what, room by room, from the rules that the platform itself asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the room, where only one is wanted."""
        parser.add_argument("room", nargs="?", help="only the rules of this room, for example: plan")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print a line for each deed: what, who, under which condition."""
        for chapter in rules_table():
            if options["room"] and chapter.room != options["room"]:
                continue
            self.stdout.write(f"\n{chapter.room}")
            for deed in chapter.deeds:
                roles = [str(role.label) for role, may in zip(Role, deed.by_role, strict=True) if may]
                who = "everybody, also without an account" if deed.public else ", ".join(roles) or "nobody"
                self.stdout.write(f"  {deed.code}: {deed.words}\n    {who}\n    when: {deed.who}")
