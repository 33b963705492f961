"""`roundtable documents import FILE`: bring a text in from a file, or show what would be brought in."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.queries import redlines
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.services import documents as services
from roundtable.ground.documents.services import importing
from roundtable.ground.trust.public import Role, User, holders
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.base.walls.reach import at_the_machine


class Command(BaseCommand):
    """Bring a text in under a number."""

    requires_system_checks: list[str] = []
    help = "Read a text (DOCX, Markdown, HTML, Akoma Ntoso, JSON, the source) and issue it under a number."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("file", type=Path, help="the text")
        parser.add_argument(
            "--number", default="", help="10917/22, 10917/1/22 REV 1; the next of --document if left out"
        )
        parser.add_argument("--title", default="", help="of a new document")
        parser.add_argument("--marking", default="LIMITE", help="of a new document: PUBLIC, PARTIES or LIMITE")
        parser.add_argument("--language", default="en")
        parser.add_argument("--part", default="", help="of the source file: cover, declaration or plan")
        parser.add_argument("--note", default="", help="what this text is")
        parser.add_argument("--by", default="", help="e-mail address of whoever issues it; the secretariat otherwise")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what was read and what it changes; change nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Bring the text in, or show what that would do."""
        try:
            found = importing.read(
                options["file"].read_bytes(),
                options["file"].name,
                language=options["language"],
                part=options["part"],
            )
            number = services.number_read(options["number"] or found.number)
            document = Document.objects.filter(prefix=number.prefix, base=number.base, year=number.year).first()
            text = self._with_keys(document, found.text)
            told: dict[str, Any] = {
                "number": str(number),
                "sha256": text.hash,
                "paragraphs": len(text.paragraphs),
                "footnotes": len(text.notes),
                "open_brackets": len(text.open_brackets),
                "tracked_changes": len(found.tracked),
                "comments": len(found.remarks),
                "new_document": document is None,
                "changes": self._changes(document, text),
                "issued": False,
            }
            if not options["dry_run"]:
                told |= self._issue(document, number, text, found.sha256, options)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except Told as error:
            raise CommandError(
                " ".join([str(error), *(one for some in error.fields.values() for one in some)])
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for name, value in told.items():
                self.stdout.write(f"{name.replace('_', ' ')}: {value}")

    @staticmethod
    def _with_keys(document: Document | None, text: Text) -> Text:
        if document is None or services.carries_keys_of(document, text):
            return text
        return services.in_kinship(document, text)

    @staticmethod
    def _changes(document: Document | None, text: Text) -> dict[str, int]:
        newest = newest_of(revisions_of(document)) if document else None
        return redlines.shown(newest.content, text).counts if newest else {}

    def _issue(
        self, document: Document | None, number: Any, text: Text, sha256: str, options: dict[str, Any]
    ) -> dict[str, Any]:
        now, by = timezone.now(), self._person(options["by"])
        if document is None:
            facts = services.Facts(title=options["title"], marking=options["marking"], language=text.language)
            document = services.open_document(number, facts, by=by, at=now)
        made: Revision
        made, told = services.issue(
            document, number, text, day=now.date(), by=by, at=now, note=options["note"], source_sha256=sha256
        )
        return {"issued": True, "id": made.document_id, "name": made.name, "carried": told.total}

    @staticmethod
    def _person(address: str) -> User:
        if address:
            found = User.objects.filter(email=address).first()
            if found is None:
                raise CommandError(f"Nobody has the address {address}.")
            return found
        office = holders(Role.SECRETARIAT, SECRETARIAT, on=timezone.now().date()).order_by("pk").first()
        if office is None:
            raise CommandError("Nobody holds a function in the secretariat today. Say with --by who issues the text.")
        return office
