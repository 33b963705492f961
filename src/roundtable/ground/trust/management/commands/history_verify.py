"""`roundtable history verify`: whether the history is what was written."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from roundtable.ground.trust.domain.chain import Fault, Wrong
from roundtable.ground.trust.domain.heads import Held, NotAHeadError, read
from roundtable.ground.trust.domain.verifying import Report
from roundtable.ground.trust.queries.chains import verified
from roundtable.ground.trust.services.guards import standing

SAID = {
    Wrong.CHANGED: "entry {number} is not what was written: its content does not give its hash",
    Wrong.UNLINKED: "entry {number} does not follow on entry {before}: one of them was put there or taken elsewhere",
    Wrong.UNREADABLE: "entry {number}, or one soon after it, holds what cannot be read; nothing after it was looked at",
    Wrong.MISSING: "{range} missing",
    Wrong.OUT_OF_ORDER: "entry {number} stands there a second time, or in the wrong place",
    Wrong.EARLIER: "entry {number} says that it was written before entry {before}: it was dated back",
    Wrong.CUT: "the chain ends before entry {until}, which statement {of} signed: the end was cut off, or the database "
    "was brought back from an older backup",
    Wrong.TIP: "the chain does not end where its last writer left it (entry {number}): the end was cut, added to or "
    "changed",
    Wrong.REWRITTEN: "entry {number} is not the one that statement {of} signed: the chain was written anew",
    Wrong.FORGED: "statement {of} was not signed so: the statement, its head or its signature was changed",
    Wrong.UNKNOWN_KEY: "statement {of} is signed with a key that does not lie with the keys of this installation",
    Wrong.UNEXPLAINED: "statement {of} speaks of {number} heads that are not kept here any more: they were removed, "
    "or the statement is older than a week and not the last of its day",
}


def said(fault: Fault) -> str:
    """Say what is wrong, in a sentence."""
    several = fault.until > fault.number
    sentence = SAID[fault.wrong].format(
        number=fault.number,
        before=fault.number - 1,
        until=fault.until,
        of=fault.of,
        range=f"entries {fault.number} to {fault.until} are" if several else f"entry {fault.number} is",
    )
    return f"{fault.chain}: {sentence}" if fault.chain else sentence


class Command(BaseCommand):
    """Check the history."""

    help = "Check every chain of the history, the signed heads, and heads that somebody kept (--head FILE)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files that were kept elsewhere."""
        parser.add_argument(
            "--head", action="append", default=[], type=Path, metavar="FILE", help="a signed head that somebody kept"
        )
        parser.add_argument("--json", action="store_true", help="the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what was found; status 1 when something is wrong, 2 when a file is no signed head."""
        held = [one for place in options["head"] for one in self._read(place)]
        report = verified(held)
        guarded = standing(connection)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(report, guarded=guarded), indent=1))
        else:
            self._tell(report, len(held), guarded=guarded)
        if report.wrong:
            raise SystemExit(1)

    def _read(self, place: Path) -> list[Held]:
        try:
            return read(place.read_text(encoding="utf-8"))
        except (OSError, NotAHeadError) as error:
            self.stderr.write(f"{place} is no signed head of this kind of platform: {error}")
            raise SystemExit(2) from error

    def _tell(self, report: Report, held: int, *, guarded: bool) -> None:
        write = self.stdout.write
        write(f"{sum(chain.entries for chain in report.chains)} entries in {len(report.chains)} chains")
        write(f"{report.statements} signed statements, {held} of them from files held elsewhere")
        for chain in report.chains:
            if chain.open and chain.open_since:
                write(
                    f"{chain.chain}: entries {chain.vouched + 1} to {chain.entries} (since "
                    f"{chain.open_since:%Y-%m-%d %H:%M} UTC) are not vouched for: no signed head stands after them"
                )
        if report.last:
            write(f"The last signed statement is {report.last.name}.")
        else:
            write("Nothing is vouched for yet: no signed statement stands. The worker signs one every hour.")
        write(f"Not vouched for: {report.open} entries.")
        if not held:
            write(
                "No file held elsewhere was given (--head FILE): whoever holds both this database and its keys could "
                "have written all of it anew."
            )
        if not guarded:
            write("The guards of the database do not stand: `roundtable django migrate` puts them up again.")
        for fault in report.wrong:
            write(f"WRONG  {said(fault)}")
        write("The history is whole." if not report.wrong else f"Wrong: {len(report.wrong)}.")


def _plain(report: Report, *, guarded: bool) -> dict[str, Any]:
    return {
        "whole": not report.wrong,
        "guards": guarded,
        "statements": report.statements,
        "last": report.last.name if report.last else None,
        "open": report.open,
        "chains": [
            {
                "chain": chain.chain,
                "entries": chain.entries,
                "vouched": chain.vouched,
                "open": chain.open,
                "open_since": chain.open_since.isoformat() if chain.open_since else None,
            }
            for chain in report.chains
        ],
        "wrong": [
            {"chain": fault.chain, "number": fault.number, "wrong": str(fault.wrong), "said": said(fault)}
            for fault in report.wrong
        ],
    }
