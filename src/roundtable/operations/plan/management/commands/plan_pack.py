"""Make a monitoring pack at the terminal."""

import resource
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import Marking
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.operations.plan.exports.pack.freeze import LANGUAGES
from roundtable.operations.plan.exports.pack.pages import pages
from roundtable.operations.plan.exports.pack.render import FORMATS
from roundtable.operations.plan.models import Pack
from roundtable.operations.plan.queries.markings import FOR_PACKS
from roundtable.operations.plan.services import packs


class Command(BaseCommand):
    """`roundtable plan pack --year 2026 --format pdf --out pack.pdf`."""

    help = "Write the monitoring pack of a year, from a snapshot of today or from a frozen one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which year, format, language and file."""
        parser.add_argument("--year", type=int, help="the year reported on; not needed with --snapshot")
        parser.add_argument("--format", required=True, choices=FORMATS, dest="fmt", help="the kind of file")
        parser.add_argument("--out", required=True, type=Path, help="where to write it")
        parser.add_argument("--language", default="en", choices=LANGUAGES, help="the language (default: en)")
        parser.add_argument(
            "--snapshot", default="", help="number or name (2026-1) of a frozen snapshot to make it from again"
        )
        parser.add_argument(
            "--public", action="store_true", help="the public edition: totals, without what single Parties said"
        )
        parser.add_argument(
            "--marking", default=None, choices=FOR_PACKS, help="the marking of a new snapshot (default: PARTIES)"
        )
        parser.add_argument(
            "--leave-out", action="store_true", help="leave out what reports under a higher marking say"
        )
        parser.add_argument(
            "--annexes", action="store_true", help="also write the annexes, each part as a file beside it"
        )

    @at_the_machine
    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Write the files and print what they came to."""
        begun = time.perf_counter()
        out: Path = options["out"]
        # Before anything is frozen: a snapshot stays, also where no file could be written from it.
        if out.is_dir() or not out.parent.is_dir():
            why = _("it is a folder") if out.is_dir() else _("its folder is not there")
            raise CommandError(_("Cannot write %(file)s: %(why)s.") % {"file": out, "why": why})
        pack = self._pack(options)
        part = packs.PUBLIC if options["public"] else packs.MAIN
        try:
            body = packs.laid_out(pack, fmt=options["fmt"], language=options["language"], part=part)
            out.write_bytes(body)
        except OSError as error:
            raise CommandError(_("Cannot write %(file)s: %(why)s.") % {"file": out, "why": error.strerror}) from error
        self._said(pack, out, body, time.perf_counter() - begun)
        if options["annexes"]:
            self._annexes(pack, out, options)

    def _pack(self, options: dict[str, Any]) -> Pack:
        wanted = options["snapshot"]
        if not wanted:
            if options["year"] is None:
                raise CommandError(_("Give --year, or --snapshot with a frozen one."))
            try:
                return packs.frozen(
                    options["year"],
                    at=timezone.now(),
                    marking=Marking(options["marking"]) if options["marking"] else None,
                    leave_out=options["leave_out"],
                )
            except Told as error:
                raise CommandError(error.sentence) from error
        found = Pack.objects.filter(pk=int(wanted)).first() if wanted.isdigit() else packs.named(wanted)
        if found is None:
            raise CommandError(
                _("There is no snapshot “%(name)s”. The page “Monitoring packs” lists them.") % {"name": wanted}
            )
        if not packs.unchanged(found):
            raise CommandError(
                _(
                    "The snapshot %(name)s was damaged: its hash is not the one it was frozen with. Restore it "
                    "from a backup."
                )
                % {"name": found.name}
            )
        return found

    def _said(self, pack: Pack, out: Path, body: bytes, seconds: float) -> None:
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        count = pages(body) if out.suffix == ".pdf" or body[:5] == b"%PDF-" else None
        paged = f", {count} pages" if count else ""
        self.stdout.write(f"{out}: {len(body):,} bytes{paged}, {seconds:.1f} s, peak memory {memory:.0f} MB")
        self.stdout.write(f"snapshot {pack.name} ({pack.pk}), SHA-256 {pack.sha256}")

    def _annexes(self, pack: Pack, out: Path, options: dict[str, Any]) -> None:
        names = packs.parts_of(pack)
        whole, begun = 0, time.perf_counter()
        for number, name in enumerate(names, start=1):
            body = packs.laid_out(pack, fmt=options["fmt"], language=options["language"], part=name)
            place = out.with_name(f"{out.stem}-{name}{out.suffix}")
            place.write_bytes(body)
            count = pages(body) if options["fmt"] == "pdf" else 0
            whole += count
            self.stdout.write(f"[{number}/{len(names)}] {place}: {count} pages, {time.perf_counter() - begun:.1f} s")
        self.stdout.write(f"annexes: {len(names)} parts, {whole} pages, {time.perf_counter() - begun:.1f} s")
