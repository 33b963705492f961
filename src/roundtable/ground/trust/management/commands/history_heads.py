"""`roundtable history heads`: where the chains stood when they were signed last."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from roundtable.ground.trust.queries.heads import as_file, last_statement, vouched_for
from roundtable.ground.trust.queries.public_keys import public_keys
from roundtable.ground.trust.services.heads import publish
from roundtable.ground.trust.services.signing import rotate


class Command(BaseCommand):
    """Show, write and sign heads."""

    help = "Show the last signed heads and the public keys; write them to a file to be kept elsewhere (--to FILE)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--sign", action="store_true", help="sign a new statement now; the worker does it hourly")
        parser.add_argument("--to", type=Path, metavar="FILE", help="write the last statement with its heads to a file")
        parser.add_argument("--scope", action="append", help="only the heads of this scope, for example: am")
        parser.add_argument(
            "--new-key", action="store_true", help="sign with a new key from now on; the old one signs it and goes"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what was asked, and print what was signed last."""
        now = timezone.now()
        if options["new_key"]:
            rotate(at=now)
        if options["sign"] or options["new_key"]:
            _statement, left_out = publish(at=now)
            for chain in left_out:
                self.stdout.write(f"WRONG  {chain}: left out, it does not follow on what was signed before")
        statement = last_statement()
        for key in public_keys():
            how = "introduced by the key before" if key.follows else "introduced by no key"
            self.stdout.write(f"key {key.fingerprint}, since {key.since}, {how}")
        if statement is None:
            self.stdout.write("Nothing was signed yet. The worker signs every hour; --sign does it now.")
            return
        scopes = frozenset(options["scope"]) if options["scope"] else None
        self.stdout.write(f"statement {statement.number} of {statement.at:%Y-%m-%d %H:%M:%S} UTC, key {statement.key}")
        for one in vouched_for(statement, scopes):
            self.stdout.write(f"{one.chain}  {one.number}  {one.hash}")
        if options["to"]:
            told = json.dumps(as_file(statement, scopes), indent=1)
            options["to"].write_text(told + "\n", encoding="utf-8")
            self.stdout.write(f"Written to {options['to']}. Keep it where this installation's administrators cannot.")
