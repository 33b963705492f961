"""`roundtable documents export NUMBER FILE`: write a text in the format that the file's ending names."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roundtable.ground.documents.exports.texts import FORMATS, Sheet, written
from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.queries.contributions import cover_note, said_on
from roundtable.ground.documents.queries.texts import revisions_of
from roundtable.ground.documents.services.documents import asked_of, number_read
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """Write a text into a file."""

    requires_system_checks: list[str] = []
    help = "Write a text of a document as DOCX, PDF, HTML, Markdown, Akoma Ntoso (xml) or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("number", help="10917/1/22 REV 1")
        parser.add_argument("file", type=Path, help=f"its ending says the format: {', '.join(FORMATS)}")
        parser.add_argument("--against", default="", help="DOCX with tracked changes against this number")
        parser.add_argument("--remarks", action="store_true", help="DOCX with what members say as comments")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file."""
        fmt = options["file"].suffix.lstrip(".").lower()
        if fmt not in FORMATS:
            raise CommandError(f"There is no format “{fmt}”. Choose one of: {', '.join(FORMATS)}.")
        one = self._text(options["number"])
        before = self._text(options["against"]) if options["against"] else None
        said = said_on(one)
        sheet = Sheet(
            revision=one,
            before=before,
            asked=asked_of(one),
            said=said if options["remarks"] else (),
            cover=cover_note(said, one.content),
        )
        options["file"].write_bytes(written(sheet, fmt))
        self.stdout.write(f"{one.number}: {options['file']} ({one.document.marking}), SHA-256 {one.sha256}")

    @staticmethod
    def _text(words: str) -> Revision:
        try:
            number = number_read(words)
        except Told as error:
            raise CommandError(str(error)) from error
        document = Document.objects.filter(prefix=number.prefix, base=number.base, year=number.year).first()
        found = next((one for one in revisions_of(document) if one.number == number), None) if document else None
        if found is None:
            raise CommandError(f"There is no text {number}.")
        return found
