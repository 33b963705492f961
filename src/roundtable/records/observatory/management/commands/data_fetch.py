"""Fetch figures from a service."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.walls.reach import at_the_machine
from roundtable.kernel.outside import http
from roundtable.records.observatory.models import Audience
from roundtable.records.observatory.services import fetching


class Command(BaseCommand):
    """`roundtable data fetch SOURCE --flow F --dry-run`."""

    help = "Fetch figures from a service and load them, staged; its host has to stand in ROUNDTABLE_OUTGOING."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        known = "; ".join(f"{name}: {one.title}" for name, one in fetching.SOURCES.items())
        parser.add_argument("source", choices=list(fetching.SOURCES), help=known)
        parser.add_argument("--flow", default="", help="a flow of SDMX: AGENCY,FLOW or AGENCY,FLOW,VERSION")
        parser.add_argument("--key", default="", help="codes by dimension: A.DE+FR. (empty: all)")
        parser.add_argument("--start", default="", help="the first period")
        parser.add_argument("--end", default="", help="the last period")
        parser.add_argument("--indicator", default="", help="an indicator of the World Bank")
        parser.add_argument("--service", default="", help="the address of a service, where it is another")
        parser.add_argument("--sdmx", default="2.1", choices=["2.1", "3.0"], help="the version of the service")
        parser.add_argument("--licence", default="", help="the licence, where the source is not known by name")
        parser.add_argument("--audience", choices=Audience.values, default="", help="who may read it, when it is new")
        parser.add_argument("--dry-run", action="store_true", help="fetch and look; load nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    @at_the_machine
    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask, keep the answers, and load them unless only looking was asked for."""
        wanted = fetching.Wanted(
            **{name: options[name] for name in ("flow", "key", "start", "end", "indicator", "service", "licence")},
            version=options["sdmx"],
        )
        now = timezone.now()
        more = {"audience": options["audience"]} if options["audience"] else {}
        told: dict[str, Any] = {"source": options["source"]}
        try:
            with http.client() as client:
                if options["dry_run"]:
                    looked, _read = fetching.rows_from(
                        options["source"], wanted, client=client, at=now, wait=time.sleep
                    )
                    told |= {"rows": looked.rows.height, "cells": looked.kinds, "findings": looked.by_rule}
                else:
                    made = fetching.fetch(
                        options["source"], wanted, client=client, by=None, at=now, wait=time.sleep, **more
                    )
                    told |= {"rows": made.rows, "cells": made.kinds, "vintage": made.loaded_at.isoformat()}
        except Told as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            done = "would be loaded" if options["dry_run"] else "loaded, staged"
            self.stdout.write(f"{options['source']}: {told['rows']} rows {done}.")
