"""`roundtable mail bounces`: reads mails that came back."""

import mailbox
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.kernel.notices.bouncing import heard
from roundtable.kernel.notices.returned import returned


class Command(BaseCommand):
    """Read returned mails."""

    help = "Read mails that came back (Maildir, mbox, or one on standard input) and stop sending to dead addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument("place", nargs="?", default="-", help="a Maildir, an mbox file, or - for standard input")
        parser.add_argument("--delete", action="store_true", help="delete the mails that were read")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read them all; the mail server may run this for each mail that comes to the return address."""
        read = marked = 0
        for raw in _waiting(options["place"], delete=options["delete"]):
            now = timezone.now()
            marked += sum(heard(one, at=now) is not None for one in returned(raw))
            read += 1
        self.stdout.write(f"{read} mails read, {marked} addresses marked.")


def _waiting(place: str, *, delete: bool) -> Iterator[bytes]:
    """Give each mail; one that is to be deleted goes once it has been heard, so that a crash loses none."""
    if place == "-":
        yield sys.stdin.buffer.read()
        return
    if not Path(place).exists():
        raise CommandError(f"There is no mailbox at {place}.")
    box: Any = mailbox.Maildir(place, create=False) if Path(place).is_dir() else mailbox.mbox(place, create=False)
    with closing(box):
        if delete:
            box.lock()
        try:
            for key in list(box.keys()):
                yield box.get_bytes(key)
                if delete:
                    box.remove(key)
        finally:
            if delete:
                box.flush()
                box.unlock()
