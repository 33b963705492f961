"""Import the text of the plan."""

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.operations.plan.domain.adopted_text import Refused, Unreadable
from roundtable.operations.plan.domain.comparison import Change, Fate
from roundtable.operations.plan.domain.words import Said
from roundtable.operations.plan.services.frame import (
    Days,
    NeedsConfirmation,
    Proposal,
    bring_in,
    days_of,
    propose,
    told,
)

NEEDS_CONFIRMATION = 3


class Command(BaseCommand):
    """Read a text of the plan and bring it into force."""

    # The checks load every page of the platform, which would take longer than the import itself.
    requires_system_checks: list[str] = []
    help = "Read the adopted text of the plan (text, Markdown, DOCX, HTML, PDF) and bring it into force as the frame."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("file", type=Path, help="the text: plain text, Markdown, DOCX, HTML or PDF")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, word by word; change nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer with counts, tree and changes as JSON")
        parser.add_argument("--confirm", action="store_true", help="confirm the mapping that was proposed")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="OLD=NEW",
            help="your own answer for a code, with NEW empty for one that fell away (repeat as needed)",
        )

        parser.add_argument(
            "--since",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the day from which a revised text counts: new actions are asked from then on (today unless you say)",
        )

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, or show what an import would do."""
        file: Path = options["file"]
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        now = timezone.now()
        try:
            proposal = propose(data)
            decisions = self._decisions(options["map"])
            days = days_of(proposal, proposal.mapping.changed(decisions), day=options["since"], at=now)
            if not options["dry_run"]:
                bring_in(
                    data,
                    name=file.name,
                    by=None,
                    at=now,
                    confirmed=options["confirm"],
                    decisions=decisions,
                    since=options["since"],
                )
        except (Unreadable, Refused) as error:
            self._refuse(told(error), as_json=options["json"])
        except NeedsConfirmation as waiting:
            self._show(waiting.proposal, days, as_json=options["json"], imported=False)
            if not options["json"]:
                self.stdout.write(
                    f"{waiting.sentence} Nothing was changed: run again with --confirm (or --map OLD=NEW)."
                )
            raise SystemExit(NEEDS_CONFIRMATION) from waiting
        except Invalid as error:
            self._refuse(error, as_json=options["json"])
        try:
            self._show(proposal, days, as_json=options["json"], imported=not options["dry_run"])
            self.stdout.flush()
        except BrokenPipeError:
            if options["dry_run"]:
                raise
            # The text is in force already; whoever stopped reading is told by the other channel, and it is no failure.
            self.stderr.write(f"{self._outcome(proposal, imported=True)} The list of changes was not read to its end.")

    def _decisions(self, answers: list[str]) -> dict[str, str | None]:
        decisions: dict[str, str | None] = {}
        for answer in answers:
            old, sign, new = answer.partition("=")
            if not sign:
                raise CommandError(f"--map {answer}: write OLD=NEW, for instance --map I.4=I.5.")
            decisions[old.strip()] = new.strip() or None
        return decisions

    def _refuse(self, error: Invalid, *, as_json: bool) -> None:
        sentences = [sentence for several in error.fields.values() for sentence in several] or [error.sentence]
        if as_json:
            self.stdout.write(json.dumps({"refused": sentences}, ensure_ascii=False, indent=1))
        else:
            self.stderr.write("The text was not imported; nothing was changed.")
            for sentence in sentences:
                self.stderr.write(f"  {sentence}")
        raise SystemExit(1)

    def _show(self, proposal: Proposal, days: Days, *, as_json: bool, imported: bool) -> None:
        if as_json:
            told_of = {**proposal.as_json(), "days": days.as_json(), "imported": imported}
            self.stdout.write(json.dumps(told_of, ensure_ascii=False, indent=1))
            return
        counts = proposal.text.counts()
        self.stdout.write(
            f"{counts['areas']} areas, {counts['horizontal_issues']} horizontal issues, "
            f"{counts['actions']} actions, {counts['points']} points.",
        )
        for warning in proposal.understood.warnings:
            place = f", {warning.where}" if warning.line else ""
            self.stdout.write(f"note{place}: {warning.message}")
        self.stdout.write(self._outcome(proposal, imported=imported))
        if proposal.changes_nothing and not proposal.first_wording:
            return
        if proposal.first_wording:
            self.stdout.write("The frame in force has codes only; this text gives it its official wording.")
            for item in proposal.text.items():
                self.stdout.write(f"worded    {item.code}: {{+{item.text}+}}")
        for change in proposal.comparison.changes:
            if change.fate is not Fate.UNCHANGED or change.doubts:
                self.stdout.write(describe(change))
        for line in said_of(days) if proposal.revises else ():
            self.stdout.write(line)

    @staticmethod
    def _outcome(proposal: Proposal, *, imported: bool) -> str:
        if proposal.changes_nothing and not proposal.first_wording:
            return "The same words are in force already; nothing changes."
        return "Imported: the text is in force." if imported else "Nothing was changed; an import would change this:"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day: write it as 2026-01-31.") from None


def said_of(days: Days) -> list[str]:
    """Say what a text means for what rounds ask."""
    said = []
    if days.added:
        again = f" (in the plan before: {', '.join(sorted(days.back))})" if days.back else ""
        said.append(f"Asked from {days.day} on: {', '.join(days.added)}{again}.")
    if days.dropped:
        said.append(f"Asked until {days.until}: {', '.join(days.dropped)}.")
    if said and days.rounds:
        said.append(f"Open rounds that ask otherwise by this: {', '.join(map(str, days.rounds))}.")
    elif said:
        said.append("Rounds that have opened stay as they are; those that open later ask by the new text.")
    return said


def describe(change: Change) -> str:
    """Put one change into a line, with its words: [-taken out-], {+put in+}."""
    codes = change.old_code or change.new_code or ""
    if change.old_code and change.new_code and change.old_code != change.new_code:
        codes = f"{change.old_code} → {change.new_code}"
    said = []
    for piece in change.pieces:
        if piece.kind is Said.REMOVED:
            said.append(f"[-{piece.text}-]")
        elif piece.kind is Said.ADDED:
            said.append(f"{{+{piece.text}+}}")
        else:
            said.append(piece.text)
    doubts = (
        f" (a person has to decide: {', '.join(change.doubts)}; {', '.join(change.candidates)})"
        if change.doubts
        else ""
    )
    return f"{change.fate:<9} {codes}{doubts}: {''.join(said)}"
