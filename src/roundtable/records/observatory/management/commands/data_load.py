"""Load figures from a file or a folder."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.records.observatory.models import Audience
from roundtable.records.observatory.services import loading
from roundtable.records.observatory.services.fetching.messages import of_files
from roundtable.records.observatory.services.looking import Looked, look, mapping_for
from roundtable_analytics.sources.mapping import Mapping


class Command(BaseCommand):
    """`roundtable data load FILE --mapping M --dry-run --json`."""

    help = "Load figures: one file, or every file of a folder whose mapping is known; staged until published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("place", type=Path, help="a file, or a folder with files for which mappings are known")
        parser.add_argument("--mapping", default="", help="a file of YAML, or the name of a mapping that is shipped")
        parser.add_argument("--structure", type=Path, help="the structure, where the file is a message of SDMX")
        parser.add_argument("--licence", default="", help="the licence, where the file is a message of SDMX")
        parser.add_argument("--audience", choices=Audience.values, default="", help="who may read it, when it is new")
        parser.add_argument("--data-date", type=date.fromisoformat, help="the day of which the figures are")
        parser.add_argument("--retrieved", type=date.fromisoformat, help="the day on which they were fetched")
        parser.add_argument("--known-on", type=date.fromisoformat, help="the day from which on they were known")
        parser.add_argument("--dry-run", action="store_true", help="say what would be loaded; change nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Look at each file, and load it unless only looking was asked for; a file is loaded whole or not at all."""
        place: Path = options["place"]
        told: list[dict[str, Any]] = []
        try:
            todo: list[tuple[Path, Mapping | None]] = [*todo_of(place, options)]
        except Told as error:
            raise CommandError(str(error)) from error
        if not todo:
            raise CommandError(f"No file under {place} has a mapping that is known.")
        failed = 0
        for file, mapping in todo:
            one = self._one(file, mapping, options)
            failed += "problem" in one
            told.append(one)
            if not options["json"]:
                self.stdout.write(sentence(one, dry=options["dry_run"]))
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        if failed:
            raise CommandError(f"{failed} of {len(todo)} files were not loaded: see above.")

    def _one(self, file: Path, mapping: Mapping | None, options: dict[str, Any]) -> dict[str, Any]:
        now = timezone.now()
        about: dict[str, Any] = {"file": str(file), "dataset": mapping.dataset if mapping else file.name}
        try:
            if mapping is None:
                looked = of_files(file, options["structure"], licence=options["licence"], today=now.date())
            else:
                looked = look(mapping, file, today=now.date())
            about |= summary(looked) | {"dataset": looked.told.dataset}
            if not options["dry_run"]:
                known = options["known_on"]
                facts = loading.Facts(
                    options["data_date"],
                    options["retrieved"],
                    datetime.combine(known, time.min, tzinfo=UTC) if known else None,
                )
                more = {"audience": options["audience"]} if options["audience"] else {}
                vintage = loading.load(looked, by=None, at=now, facts=facts, **more)
                about["vintage"] = vintage.loaded_at.isoformat()
        except Told as error:
            about["problem"] = str(error)
        except OSError as error:
            about["problem"] = f"{file} cannot be read: {error.strerror}."
        return about


def todo_of(place: Path, options: dict[str, Any]) -> Iterator[tuple[Path, Mapping | None]]:
    """Give the files to load, each with its mapping; a message of SDMX needs none."""
    if place.is_dir():
        yield from loading.folder_of(place)
    else:
        yield place, None if options["structure"] else mapping_for(place, options["mapping"])


def summary(looked: Looked) -> dict[str, Any]:
    """Say what a load would be, as plain values."""
    return {
        "rows": looked.rows.height,
        "cells": looked.kinds,
        "findings": looked.by_rule,
        "first": [dict(zip(looked.shape.key, one.cell, strict=False)) | {"said": one.said} for one in looked.found[:5]],
    }


def sentence(one: dict[str, Any], *, dry: bool) -> str:
    """Say in a line what became of a file."""
    if "problem" in one:
        return f"{one['dataset']}: {one['problem']}"
    found = sum(one["findings"].values())
    done = "would be loaded" if dry else "loaded, staged"
    return f"{one['dataset']}: {one['rows']} rows {done}; the gate stopped at {found} cells."
