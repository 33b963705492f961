"""`roundtable verify`: hold a certificate against its text and the published keys, without network or database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import markdown, web, word
from roundtable.ground.documents.domain.certificate import NOT_PROVED, Keyring, Verdict, verify
from roundtable.ground.documents.domain.text import Text, from_json


class Command(BaseCommand):
    """Verify a certificate of silence."""

    help = "Say whether a certificate of silence is genuine and about a text (JSON, Markdown, HTML or DOCX)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Three files."""
        parser.add_argument("certificate", type=Path, help="the certificate, JSON")
        parser.add_argument("--text", type=Path, required=True, help="the text that it is about")
        parser.add_argument("--keys", type=Path, required=True, help="the published keys, JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say the verdict; end with status 1 for every one but a valid certificate."""
        text = _text(options["text"])
        try:
            certificate = json.loads(_bytes(options["certificate"]))
            keys = Keyring.from_json(json.loads(_bytes(options["keys"])))
        except ValueError as error:
            raise CommandError(_("This is not the JSON that was asked for: %(why)s") % {"why": error}) from error
        verdict = verify(certificate if isinstance(certificate, dict) else {}, text, keys)
        if verdict is not Verdict.VALID:
            raise CommandError(_sentence(verdict))
        told = certificate["minute"]
        self.stdout.write(_("The certificate is genuine and about this text."))
        self.stdout.write(f"{told['document']}: {told['outcome']}, {told['settled_at']}")
        self.stdout.write(f"SHA-256: {text.hash}")
        self.stdout.write(_("It does not prove:"))
        for line in NOT_PROVED:
            self.stdout.write(f"- {line}")


def _sentence(verdict: Verdict) -> str:
    return {
        Verdict.NOT_A_CERTIFICATE: _("This file is not a certificate of silence."),
        Verdict.UNKNOWN_KEY: _("The certificate was signed with a key that is not among the published keys."),
        Verdict.WRONG_SIGNATURE: _("The signature is wrong: the certificate was changed, or is not genuine."),
        Verdict.KEY_NOT_IN_USE: _("The certificate carries a day on which its key did not sign."),
        Verdict.OTHER_TEXT: _("The certificate is genuine, but about another text."),
        Verdict.VALID: "",
    }[verdict]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(_("The file %(file)s cannot be read.") % {"file": path}) from error


def _text(path: Path) -> Text:
    data = _bytes(path)
    try:
        if path.suffix.lower() == ".docx":
            return word.read(data).text
        if path.suffix.lower() == ".json":
            return from_json(json.loads(data))
        source = data.decode("utf-8")
    except ValueError as error:
        raise CommandError(_("The file %(file)s holds no text that can be read.") % {"file": path}) from error
    return web.read(source) if path.suffix.lower() in {".html", ".htm"} else markdown.read(source)
