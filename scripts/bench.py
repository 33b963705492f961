"""Print the figures of the platform: what is fast, light, whole. `make bench` runs all; name parts to run only those.

Speeds are ratios within one run, because machines differ and are noisy: each page's time stands beside that of a page
that runs one trivial query, asked in turn with it. Nothing here is asserted; goals stand beside what was measured.
"""

import argparse
import gzip
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2028, 3, 1, 9, 0, tzinfo=UTC)
YEARS = (2023, 2024, 2025, 2026, 2027)
ACTIVITIES = 20_000
ROUNDS = 200
PORT = 8765


def say(what: str, measured: str, goal: str = "") -> None:
    """Print one figure."""
    print(f"{what:<66} {measured}" + (f"   (goal: {goal})" if goal else ""), flush=True)


def environment(home: Path, database: str = "") -> dict[str, str]:
    """Give the environment of a bench installation."""
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "roundtable.config.settings", "ROUNDTABLE_HOME": str(home)}
    told |= {"ROUNDTABLE_ADDRESS": f"http://127.0.0.1:{PORT}"}
    told.pop("DATABASE_URL", None)
    if database:
        told["DATABASE_URL"] = database
    return told


def program(*words: str, env: dict[str, str], quiet: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a part of the platform as a process of its own."""
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.stderr.write(done.stdout[-3000:] + done.stderr[-3000:])
        sys.exit(f"failed: {' '.join(words)}")
    if not quiet:
        print(done.stdout, end="", flush=True)
    return done


def child(part: str, *, env: dict[str, str], quiet: bool = False) -> None:
    """Run a part of this file in a process of its own, in its own installation."""
    program(__file__, "--inside", part, env=env, quiet=quiet)


# ---- parts that run inside an installation


def inside_seed() -> None:
    """Make the seeded dialogue: 48 Parties, 53 actions, five years, 20,000 activities."""
    from django.core.management import call_command
    from django.utils.module_loading import import_string

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("parties_seed", verbosity=0)
    call_command("plan_frame", verbosity=0)
    import_string("roundtable.ground.parties.services.founding.mark_as_demonstration")()
    import_string("roundtable.ground.trust.services.demo.demo")(seed=1, at=AT)
    import_string("roundtable.ground.parties.services.demo.demo")(seed=1, at=AT)
    started = time.monotonic()
    import_string("roundtable.operations.plan.services.demo_activities.demo_activities")(
        seed=1, at=AT, count=ACTIVITIES
    )
    import_string("roundtable.operations.plan.services.demo_reports.demo_reports")(seed=1, at=AT, years=YEARS)
    from roundtable.operations.plan.models import Activity, Report

    reports, activities = Report.objects.count(), Activity.objects.count()
    say("seeded", f"{reports:,} reports, {activities:,} activities in {time.monotonic() - started:.0f} s")
    call_command("search_rebuild", verbosity=0)


def inside_speed() -> None:
    """Time the pages that people open most against a page of one trivial query, in turn, in one process."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    from roundtable.config import urls
    from roundtable.ground.trust.public import PUBLIC, User, door

    settings.ALLOWED_HOSTS = ["*"]

    @door(PUBLIC)
    def trivial(request: Any) -> Any:
        from django.shortcuts import render

        return render(request, "ui/bench.html", {"count": User.objects.count()})

    patterns: list[Any] = urls.urlpatterns
    patterns.append(path("bench/trivial/", trivial))
    client = Client()
    client.force_login(User.objects.get(email="secretariat@demo.example"))
    pages = {
        "trivial page": "/bench/trivial/",
        "coverage matrix (53 x 48)": "/plan/coverage/?year=2027",
        "activity list (20,000)": "/plan/activities/",
        "staff home": "/desk/",
        "review desk": "/plan/review/",
        "action page": "/plan/action/I.4/",
        "search “training”": "/search/?q=training",
        "public home": "/",
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    queries: dict[str, int] = {}
    for name, address in pages.items():
        for _ in range(3):
            answer = client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(address)
        queries[name] = len(caught)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
    for _ in range(60):
        for name, address in pages.items():
            started = time.perf_counter()
            client.get(address)
            times[name].append(time.perf_counter() - started)
    base = p95(times["trivial page"])
    print(f"-- server time in one process on {connection.vendor}, 60 rounds in turn")
    for name in pages:
        goal = "10 x" if name in {"coverage matrix (53 x 48)", "activity list (20,000)", "staff home"} else ""
        shown = f"p95 {p95(times[name]) * 1000:6.1f} ms = {p95(times[name]) / base:5.1f} x trivial, "
        say(
            f"   {name}",
            shown + f"median {statistics.median(times[name]) * 1000:6.1f} ms, {queries[name]} queries",
            goal,
        )


def p95(times: list[float]) -> float:
    """Give the time that 95 of 100 stay below."""
    return sorted(times)[int(len(times) * 0.95)]


# ---- parts that look from outside


def bench_import(home: Path) -> None:
    """Time the import of a plan of the real size, dry run included, as a command."""
    real = ROOT.parent / "shared" / "source" / "action-plan-2023-2027.txt"
    if not real.is_file():
        say("import of the real text", "left out: the text is not beside this repository")
        return
    env = environment(home)
    program("-m", "django", "migrate", "-v0", env=env)
    program("-m", "django", "plan_frame", "-v0", env=env)
    for words in (["--dry-run"], []):
        started = time.monotonic()
        program("-m", "django", "plan_import", str(real), *words, env=env)
        say(
            f"import of the real text{', dry run' if words else ''}", f"{time.monotonic() - started:.2f} s", "under 2 s"
        )


@contextmanager
def served(env: dict[str, str]) -> Iterator[str]:
    """Serve an installation with one process on a port of its own."""
    command = [sys.executable, "-m", "gunicorn", "roundtable.config.wsgi:application", "--bind", f"127.0.0.1:{PORT}"]
    process = subprocess.Popen([*command, "--threads", "4", "--log-level", "error"], cwd=ROOT, env=env)
    try:
        for _ in range(100):
            if system.answers(PORT):
                break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait()


def bench_weight(home: Path) -> None:
    """Weigh the first view of pages as a browser receives it, compressed, with styles, fonts and charts."""
    place = system.browser()
    if place is None:
        say("weight of the first view", "left out: there is no Chromium")
        return
    from playwright.sync_api import sync_playwright

    pages = {
        "public": ["/", "/plan/", "/plan/area/I/", "/plan/action/I.4/", "/parties/", "/plan/packs/"],
        "staff": ["/desk/", "/plan/coverage/?year=2027", "/plan/activities/", "/plan/reports/", "/plan/review/"],
    }
    limits = {"public": 100, "staff": 200}
    with served(environment(home)) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox", "--disable-quic"])
        for audience, addresses in pages.items():
            cookies: list[Any] = []
            if audience == "staff":
                context = browser.new_context()
                page = context.new_page()
                page.goto(f"{base}/account/login/")
                page.fill("input[name=login]", "secretariat@demo.example")
                page.fill("input[name=password]", "roundtable-demo")
                page.press("input[name=password]", "Enter")
                page.wait_for_url(f"{base}/desk/")
                cookies = context.cookies()
                context.close()
            for address in addresses:
                context = browser.new_context()
                context.add_cookies(cookies)
                page = context.new_page()
                session = context.new_cdp_session(page)
                session.send("Network.enable")
                received: list[float] = []
                session.on(
                    "Network.loadingFinished", lambda event, into=received: into.append(event["encodedDataLength"])
                )
                page.goto(f"{base}{address}", wait_until="networkidle")
                say(f"   weight, {audience}: {address}", f"{sum(received) / 1024:6.1f} KB", f"{limits[audience]} KB")
                context.close()
        browser.close()
    bundle = next((ROOT / "src/roundtable/ui/static/vendor").glob("engine*.js"), None)
    if bundle:
        packed = len(gzip.compress(bundle.read_bytes(), 9)) / 1024
        say("   chart engine, loaded on first interaction only", f"{packed:6.1f} KB")


def bench_pack(home: Path) -> None:
    """Make the main pack as PDF from five years of data, in a process of its own."""
    env = environment(home)
    out = home / "pack.pdf"
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = time.monotonic()
    words = ["-m", "django", "plan_pack", "--year", str(YEARS[-1]), "--format", "pdf", "--out", str(out)]
    told = subprocess.run(
        ["/usr/bin/env", "python3", "-c", MEASURE, sys.executable, *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode != 0:
        sys.exit(told.stdout[-2000:] + told.stderr[-2000:])
    spent = time.monotonic() - started
    peak = json.loads(told.stdout.splitlines()[-1])["peak_kb"] / 1024 if told.stdout else before
    from pypdf import PdfReader

    pages = len(PdfReader(out).pages)
    say(
        "main pack as PDF, five years of data", f"{spent:.1f} s, {peak:.0f} MB, {pages} pages", "15 s, 600 MB, 40 pages"
    )


MEASURE = (
    "import json, resource, subprocess, sys\n"
    "code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode\n"
    "print(json.dumps({'peak_kb': resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))\n"
    "sys.exit(code)"
)


def bench_axe(_home: Path) -> None:
    """Count what axe finds over every page, both directions, both themes."""
    env = {**os.environ, "ROUNDTABLE_AXE_COUNT": "1"}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:randomly",
            "-s",
            "tests/journeys/test_every_page.py",
            "-k",
            "axe",
        ],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        if line.startswith("axe:"):
            say("axe findings over every page, both directions, both themes", line[4:].strip(), "0")
    if done.returncode != 0:
        print(done.stdout[-3000:])


def bench_loss(home: Path) -> None:
    """Count what is lost in rounds of two editors, killed servers and retries, on both databases."""
    places = {"sqlite": environment(home / "loss-sqlite")}
    if database := fresh_postgresql():
        places["postgresql"] = environment(home / "loss-postgresql", database)
    for env in places.values():
        Path(env["ROUNDTABLE_HOME"]).mkdir()
        for words in (["migrate", "-v0"], ["parties_seed", "-v0"], ["plan_frame", "-v0"]):
            program("-m", "django", *words, env=env)
        child("loss", env=env)


def inside_loss() -> None:
    """Play the rounds of the proof `no-loss` in which servers are killed."""
    from contextlib import ExitStack

    from django.conf import settings
    from django.db import connection
    from django.utils.module_loading import import_string

    from roundtable.ground.trust.public import Trial

    proof = "roundtable.operations.plan.proofs.no_loss"
    trial = Trial(Path(settings.ROUNDTABLE_HOME))
    with ExitStack() as stack:
        server = None
        if connection.vendor == "postgresql":
            server = import_string(f"{proof}.cluster.of_our_own")(trial, stack)
        stage = import_string(f"{proof}.stage.prepare")(trial)
        import_string(f"{proof}.killing.run")(trial, stage, server, rounds=ROUNDS)
    told = ", ".join(f"{name} {value}" for name, value in trial.figures.items())
    say(f"reports: two editors, killed servers, retries ({connection.vendor})", told, "0 lost")
    for line in trial.told[:10]:
        print(f"    {line}")


def bench_suite(_home: Path) -> None:
    """Time the whole of `make test`."""
    started = time.monotonic()
    done = subprocess.run(["make", "test"], cwd=ROOT, capture_output=True, text=True, check=False)
    last = (done.stdout.strip().splitlines() or ["?"])[-1]
    say("whole of `make test`", f"{(time.monotonic() - started) / 60:.1f} minutes: {last}", "8 minutes")


def bench_speed(home: Path) -> None:
    """Time pages on SQLite and on PostgreSQL."""
    child("speed", env=environment(home))
    database = fresh_postgresql()
    if database is None:
        say("server time on PostgreSQL", "left out: no server can be had")
        return
    folder = home / "postgresql"
    folder.mkdir(exist_ok=True)
    child("seed", env=environment(folder, database), quiet=True)
    child("speed", env=environment(folder, database))


def fresh_postgresql() -> str | None:
    """Make an empty database for this run."""
    address = system.postgresql()
    if address is None:
        return None
    import psycopg

    name = "roundtable_bench"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return address.rsplit("/", 1)[0] + f"/{name}"


PARTS: dict[str, Callable[[Path], None]] = {
    "import": bench_import,
    "speed": bench_speed,
    "weight": bench_weight,
    "pack": bench_pack,
    "axe": bench_axe,
    "loss": bench_loss,
    "suite": bench_suite,
}
SEEDED = {"speed", "weight", "pack"}


def main() -> None:
    """Run the parts that were named, or all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts (all)")
    asked.add_argument("--inside", choices=["seed", "speed", "loss"])
    options = asked.parse_args()
    if options.inside:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
        import django

        django.setup()
        {"seed": inside_seed, "speed": inside_speed, "loss": inside_loss}[options.inside]()
        return
    parts = options.parts or list(PARTS)
    home = Path(tempfile.mkdtemp(prefix="roundtable-bench-"))
    try:
        if "import" in parts:
            bench_import(home / "import")
        if SEEDED & set(parts):
            child("seed", env=environment(home))
        for part in parts:
            if part != "import":
                PARTS[part](home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
