"""The set test: many write unique things while servers, workers and the database are killed; at the end, count."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

import httpx
import psycopg
from django.db import connection
from django.utils import timezone

from roundtable.ground.trust.public import Trial
from roundtable.kernel.files import store
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.proofs.no_loss.clients import Ledger, Writer
from roundtable.operations.plan.proofs.no_loss.cluster import Cluster
from roundtable.operations.plan.proofs.no_loss.counting import count
from roundtable.operations.plan.proofs.no_loss.processes import Platform, kill
from roundtable.operations.plan.proofs.no_loss.stage import Stage

WRITES = 6
LONGEST_WAIT = 10.0
"""Seconds within which the platform must be back by itself once its database is."""


def run(trial: Trial, stage: Stage, server: Cluster | None, *, rounds: int, wanted: int = 0) -> None:
    """Play so many rounds, or more until enough was acknowledged; then count."""
    round_ = stage.round()
    reports = [stage.report(round_, action) for action in stage.actions]
    platform, ledger = Platform(), Ledger()
    platform.start()
    played, kills = 0, Counter[str]()
    try:
        writers = [
            Writer(platform.address, person, stage.token, ledger, random.Random(trial.chance.random()))  # noqa: S311 - a trial
            for person in (stage.nino, stage.giorgi) * 2
        ]
        numbers = [one.pk for one in reports]
        while played < rounds or ledger.acknowledged < wanted:
            report = reports[played % len(reports)]
            _round(trial, platform, server, kills, writers, report, numbers)
            played += 1
        platform.start()
        platform.wait()
    finally:
        platform.stop()
    outcome = count(trial, ledger, reports)
    trial.figure("rounds", played)
    trial.figure("acknowledged", ledger.acknowledged)
    trial.figure("lost", outcome.lost)
    trial.figure("doubled", outcome.doubled)
    trial.figure("kills", _listed(kills))
    trial.figure("sent again", _listed(ledger.count))
    _sweep(trial, ledger, reports)


def _sweep(trial: Trial, ledger: Ledger, reports: list[Report]) -> None:
    """Clear away what deeds that were cut off left behind; nothing that was acknowledged may go with it."""
    trial.figure("files of deeds that were cut off", store.sweep_unclaimed(before=timezone.now()))
    quiet = Trial(trial.home)
    count(quiet, ledger, reports)
    trial.holds(not quiet.violations or trial.violations, f"the sweep took what was acknowledged: {quiet.told[:3]}")


def _listed(counted: Counter[str]) -> str:
    return " + ".join(f"{number} {name}" for name, number in sorted(counted.items())) or "0"


def _round(  # noqa: PLR0913, PLR0917 - what a round is played with
    trial: Trial,
    platform: Platform,
    server: Cluster | None,
    kills: Counter[str],
    writers: list[Writer],
    report: Report,
    others: list[int],
) -> None:
    at_work = [
        threading.Thread(target=one.some, args=(report.pk, others, report.action.key, WRITES)) for one in writers
    ]
    for thread in at_work:
        thread.start()
    time.sleep(trial.chance.uniform(0.0, 1.5))
    ways: dict[str, Callable[[], None]] = {
        "of a web worker": lambda: kill(*trial.chance.sample(sorted(platform.web_workers()), 1)),
        "of the web server": platform.kill_web,
        "of the background worker": platform.kill_worker,
    }
    if server is not None:
        ways["of the database"] = lambda: _kill_database(trial, platform, server)
        ways["of a database process"] = lambda: _kill_connection(trial, platform, server)
    # Each way in turn, in an order of chance, so that a short trial has them all.
    untried = [name for name in ways if not kills[name]] or list(ways)
    chosen = trial.chance.choice(untried)
    ways[chosen]()
    kills[chosen] += 1
    platform.start()
    for thread in at_work:
        thread.join()


def _kill_database(trial: Trial, platform: Platform, server: Cluster) -> None:
    """Kill it altogether: the platform says so in words, and is back soon after the database is, by itself."""
    server.kill_everything()
    for path, kind in (("/plan/activities/", "text/html"), ("/api/v1/plan/activities/", "application/problem+json")):
        with suppress(httpx.HTTPError):
            answer = httpx.get(f"{platform.address}{path}", timeout=20)
            told = (answer.status_code, answer.headers["Content-Type"].split(";")[0])
            trial.holds(
                told == (HTTPStatus.SERVICE_UNAVAILABLE, kind) and "Retry-After" in answer.headers,
                f"without a database, {path} answered {told}",
            )
    server.start()
    _is_back(trial, platform)


def _kill_connection(trial: Trial, platform: Platform, server: Cluster) -> None:
    """Kill the process of one connection: the database then throws everybody out, and brings itself back."""
    with suppress(psycopg.Error), psycopg.connect(server.url, autocommit=True) as asked:
        found = asked.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
        if found:
            server.kill_one(trial.chance.choice(sorted(found))[0])
    server.start()
    _is_back(trial, platform)


def _is_back(trial: Trial, platform: Platform) -> None:
    connection.close()  # our own was cut off too
    seconds = platform.wait()
    trial.holds(seconds <= LONGEST_WAIT, f"the platform was back only {seconds:.1f} s after its database")
    longest = max(seconds, float(trial.figures.get("seconds until the platform was back", 0)))
    trial.figure("seconds until the platform was back", round(longest, 2))
