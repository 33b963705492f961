"""Try to break what the house promises."""

import json
import os
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.module_loading import import_string

from roundtable.config.proving import Turns, Workshop, databases_for, keep, missing, not_run, prove_on
from roundtable.ground.trust.public import Database, Proof, Trial, World, proofs, together
from roundtable.kernel.base.walls.reach import at_the_machine

TOLD = 20


class Command(BaseCommand):
    """Run the proofs."""

    help = "Try to break what the platform promises, and count: one line for each proof (--list names them)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("names", nargs="*", metavar="NAME", help="proofs to run; all when none is named")
        parser.add_argument("--long", action="store_true", help="the full form, which takes long")
        parser.add_argument("--list", action="store_true", help="name the proofs and what each promises")
        parser.add_argument("--seed", type=int, default=2023, help="from which chance is drawn (2023)")
        parser.add_argument(
            "--postgresql",
            default=os.environ.get("ROUNDTABLE_PROVE_POSTGRESQL", ""),
            help="address of a PostgreSQL database whose role may create databases; the one in use by default",
        )
        parser.add_argument("--jobs", type=int, default=0, help="how many at once; the long form measures time, so one")
        parser.add_argument(
            "--here", action="store_true", help="in this process and on this data: for the runner alone"
        )
        parser.add_argument("--outcome", type=Path, help="with --here: the file that takes the outcome")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run each proof, say what came of it, and end with status 1 when a promise was broken."""
        if options["list"]:
            for proof in proofs:
                self.stdout.write(f"{proof.name:<16} {proof.promise}")
            return
        chosen = self._chosen(options["names"])
        if options["here"]:
            self._here(chosen, options)
            return
        server = options["postgresql"] or _in_use()
        workshop = Workshop(Path(tempfile.mkdtemp(prefix="roundtable-proofs-")), server)
        jobs = options["jobs"] or (1 if options["long"] else os.cpu_count() or 1)
        try:
            bad, left_out = self._all(chosen, workshop, jobs, options)
        finally:
            workshop.close()
        held = f"{len(chosen)} proofs, {bad} violations" + (f", {left_out} not run" if left_out else "")
        if bad or (left_out and options["long"]):
            raise CommandError(held)
        self.stdout.write(held)

    def _all(self, chosen: list[Proof], workshop: Workshop, jobs: int, options: dict[str, Any]) -> tuple[int, int]:
        """Run proofs, several at once; gives how many violations there were, and how many could not be run."""
        long, seed = options["long"], options["seed"]
        on = {proof.name: databases_for(proof, workshop, long=long) for proof in chosen}
        lacks = {proof.name: missing(proof, on[proof.name], workshop.server) for proof in chosen}
        parts: dict[str, dict[str, Any]] = {proof.name: {} for proof in chosen}
        outcomes: dict[str, dict[str, Any]] = {}
        telling = threading.Lock()

        def end(proof: Proof, outcome: dict[str, Any]) -> None:
            outcomes[proof.name] = outcome
            self._tell(proof, outcome)
            keep({proof.name: outcome}, at=timezone.now(), form="long" if long else "short")

        def do(proof: Proof, database: Database) -> None:
            part = prove_on(proof, database, workshop, long=long, seed=seed)
            with telling:
                parts[proof.name][database.value] = part
                if len(parts[proof.name]) == len(on[proof.name]):
                    end(proof, together({one.value: parts[proof.name][one.value] for one in on[proof.name]}))

        for proof in chosen:
            if lacks[proof.name]:
                end(proof, not_run(lacks[proof.name]))
        turns = Turns((proof, one) for proof in chosen if not lacks[proof.name] for one in on[proof.name])
        with ThreadPoolExecutor(jobs) as pool:
            # What many begin with is made before: who comes second would only wait for it.
            first = {one for proof, one in turns.waiting if proof.world is not World.NOTHING}
            list(pool.map(partial(workshop.prepare, World.TABLES), sorted(first)))
            for worker in [pool.submit(turns.work, do) for _number in range(jobs)]:
                worker.result()
        bad = sum(outcome["violations"] for outcome in outcomes.values())
        return bad, sum("not run" in outcome["figures"] for outcome in outcomes.values())

    def _chosen(self, names: list[str]) -> list[Proof]:
        known = {proof.name: proof for proof in proofs}
        for name in names:
            if name not in known:
                raise CommandError(f"There is no proof “{name}”. There are: {', '.join(known)}.")
        return [known[name] for name in names] or list(known.values())

    @at_the_machine
    def _here(self, chosen: list[Proof], options: dict[str, Any]) -> None:
        if len(chosen) != 1 or options["outcome"] is None:
            raise CommandError("--here takes one proof and --outcome. To run proofs, leave it out.")
        trial = Trial(Path(settings.ROUNDTABLE_HOME), long=options["long"], seed=options["seed"])
        import_string(chosen[0].run)(trial)
        # Those of its children too; on a busy machine this says more than the hours on the wall.
        trial.figure("seconds of computing", round(sum(os.times()[:4]), 1))
        options["outcome"].write_text(json.dumps(trial.result(), ensure_ascii=False, default=str), encoding="utf-8")

    def _tell(self, proof: Proof, outcome: dict[str, Any]) -> None:
        figures = ", ".join(f"{name} {value}" for name, value in outcome["figures"].items())
        line = f"{proof.name:<14} {outcome['cases']:>9,} cases  {outcome['violations']:>5,} violations  {figures}"
        self.stdout.write(line)
        self.stdout.flush()
        for told in outcome["told"][:TOLD]:
            self.stderr.write(f"    {told}")


def _in_use() -> str:
    database = os.environ.get("DATABASE_URL", "")
    return database if database.startswith(("postgres://", "postgresql://")) else ""
