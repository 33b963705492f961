"""`roundtable mail bounces`: reads mails that came back."""

import mailbox
import sys
from argparse import ArgumentParser
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
        if options["place"] == "-":
            mails = [sys.stdin.buffer.read()]
        else:
            mails = _taken_from(Path(options["place"]), delete=options["delete"])
        now = timezone.now()
        count = sum(heard(one, at=now) is not None for raw in mails for one in returned(raw))
        self.stdout.write(f"{len(mails)} mails read, {count} addresses marked.")


def _taken_from(place: Path, *, delete: bool) -> list[bytes]:
    if not place.exists():
        raise CommandError(f"There is no mailbox at {place}.")
    box: Any = mailbox.Maildir(place, create=False) if place.is_dir() else mailbox.mbox(place, create=False)
    with closing(box):
        keys = list(box.keys())
        mails: list[bytes] = [box.get_bytes(key) for key in keys]
        if delete:
            box.lock()
            for key in keys:
                box.remove(key)
            box.flush()
            box.unlock()
    return mails
