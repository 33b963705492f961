"""Give a person what is held about them."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from roundtable.ground.trust.models import User
from roundtable.ground.trust.queries.held import held_about, readable
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """Write all that is held about one person, and nothing about another."""

    help = "Give a person what is held about them: as JSON, or as a folder with a page to read and the JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whose, and where to."""
        parser.add_argument("address", metavar="EMAIL", help="e-mail address of the person")
        form = parser.add_mutually_exclusive_group(required=True)
        form.add_argument("--out", type=Path, metavar="DIR", help="a folder that takes held.html and held.json")
        form.add_argument("--json", action="store_true", help="print it as JSON")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Find the person, and tell."""
        person = User.objects.filter(email__iexact=options["address"]).first()
        if person is None:
            raise CommandError("There is no account with this address. `roundtable person export EMAIL --json`.")
        told = held_about(person, at=timezone.now())
        written = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1) + "\n"
        if options["json"]:
            self.stdout.write(written)
            return
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "held.json").write_text(written, encoding="utf-8")
        page = render_to_string("trust/held_file.html", {"told": readable(told, most=None)})
        (folder / "held.html").write_text(page, encoding="utf-8")
        rows = sum(len(table["rows"]) for table in told["tables"])
        self.stdout.write(f"{rows} rows of {len(told['tables'])} tables are in {folder}. Hand them over by a safe way.")
