"""`roundtable search rebuild`: lists everything anew for search."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.kernel.links.search import rebuild
from roundtable.kernel.links.search.engines import prepare


class Command(BaseCommand):
    """Build the search index anew."""

    help = "Build the search index anew from what the rooms hold; searching goes on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument("--kind", default=None, help="only things of this kind")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Build it, and say how much there is."""
        prepare()
        for kind, count in rebuild(options["kind"]).items():
            if options["verbosity"]:
                self.stdout.write(f"{kind}: {count}")
