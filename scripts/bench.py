"""Print the figures of the platform: what is fast, light, whole. `make bench` runs all; name parts to run only those.

Speeds are ratios within one run, because machines differ and are noisy: each page's time stands beside that of a page
that runs one trivial query, asked in turn with it. Each goal stands beside what was measured, with whether it is met,
and all of them once more at the end. A part that cannot be measured does not keep the others from being.
"""

import argparse
import gzip
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system
from bench_inside import INSIDE, TIMES_TRIVIAL, YEARS
from bench_sdmx import bench_sdmx, clients
from bench_serving import bench_clients, bench_serving
from figures import KEPT, close, say

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 2.0
PACK_SECONDS, PACK_MB, PACK_PAGES, SUITE_MINUTES = 15, 600, 40, 8


def free_port() -> int:
    """Give a port on which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


PORT = free_port()


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


# ---- parts that look from outside


def bench_import(home: Path) -> None:
    """Time the import of a plan of the real size, dry run included, as a command."""
    real = ROOT.parent / "shared" / "source" / "action-plan-2023-2027.txt"
    if not real.is_file():
        say("import of the real text", "left out: the text is not beside this repository", "under 2 s")
        return
    env = environment(home)
    program("-m", "django", "migrate", "-v0", env=env)
    program("-m", "django", "plan_frame", "-v0", env=env)
    for words in (["--dry-run"], []):
        started = time.monotonic()
        program("-m", "django", "plan_import", str(real), *words, env=env)
        spent = time.monotonic() - started
        say(
            f"import of the real text{', dry run' if words else ''}", f"{spent:.2f} s", "under 2 s", met=spent < SECONDS
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
        say("weight of the first view", "left out: there is no Chromium", "100 and 200 KB")
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
                weight, limit = sum(received) / 1024, limits[audience]
                say(f"   weight, {audience}: {address}", f"{weight:6.1f} KB", f"{limit} KB", met=weight <= limit)
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
        "main pack as PDF, five years of data",
        f"{spent:.1f} s, {peak:.0f} MB, {pages} pages",
        "15 s, 600 MB, 40 pages",
        met=spent <= PACK_SECONDS and peak <= PACK_MB and pages <= PACK_PAGES,
    )
    annexes = program("-m", "django", *words[2:-1], str(home / "annexes.pdf"), "--annexes", env=env).stdout
    say("   annexes of the pack, every report, in parts", annexes.strip().splitlines()[-1].removeprefix("annexes: "))


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
    parts = re.findall(r"^axe: (\d+) findings on (\d+) views of pages", done.stdout, re.MULTILINE)
    found, looked = (sum(int(part[which]) for part in parts) for which in (0, 1))
    told = f"{found} findings on {looked} views of pages" if parts else ""
    what = "axe findings over every page, both directions, both themes"
    say(what, told or "left out: there is no Chromium", "0", met=done.returncode == 0 if told else None)
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


def bench_suite(_home: Path) -> None:
    """Time the whole of `make test`."""
    started = time.monotonic()
    done = subprocess.run(["make", "test"], cwd=ROOT, capture_output=True, text=True, check=False)
    last = (done.stdout.strip().splitlines() or ["?"])[-1]
    spent = (time.monotonic() - started) / 60
    whole = done.returncode == 0 and spent <= SUITE_MINUTES
    say("whole of `make test`", f"{spent:.1f} minutes: {last}", f"{SUITE_MINUTES} minutes", met=whole)


def bench_queries(home: Path) -> None:
    """Count queries on many rows, and let the tests compare one row with three."""
    child("queries", env=environment(home))
    tests = ["-m", "pytest", "-q", "-p", "no:randomly", "tests/ground", "tests/operations", "tests/kernel", "-k"]
    done = subprocess.run(
        [sys.executable, *tests, "costs_the_same"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    last = (done.stdout.strip().splitlines() or ["?"])[-1]
    say("queries on one row and on three", last, "the same", met=done.returncode == 0)


def bench_speed(home: Path) -> None:
    """Time pages on SQLite and on PostgreSQL."""
    child("speed", env=environment(home))
    database = fresh_postgresql()
    if database is None:
        say("server time on PostgreSQL", "left out: no server can be had", f"{TIMES_TRIVIAL} x trivial")
        return
    folder = home / "postgresql"
    folder.mkdir(exist_ok=True)
    child("seed", env=environment(folder, database), quiet=True)
    child("speed", env=environment(folder, database))


def bench_flows(_home: Path) -> None:
    """Time the six methods of bilateral flows on 230 places, and hold the real ones beside published ones."""
    # Two threads of linear algebra on small tables hinder each other; the figure is that of one.
    program("scripts/bench_flows.py", env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, quiet=False)


def bench_disclosure(_home: Path) -> None:
    """Attack 200 protected tables, and hold what is hidden and the time beside a peer."""
    program("scripts/bench_disclosure.py", env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, quiet=False)


def bench_texts(home: Path) -> None:
    """Redlines, and comments that find their place in 500 revisions whose truth is known."""
    child("texts", env=environment(home))
    child("revisions", env=environment(home))


def bench_calendars(home: Path) -> None:
    """Calendar entries, read by others."""
    child("calendars", env=environment(home) | {"PYTHONPATH": str(ROOT)})


def bench_kept(home: Path) -> None:
    """What members say while their processes are killed."""
    child("kept", env=environment(home / "kept"))


def bench_documents(home: Path) -> None:
    """A very long document with very many comments."""
    child("documents", env=environment(home / "documents"))


def bench_sdmx_served(home: Path) -> None:
    """Read and write SDMX beside peers, then let them read every dataset from the served platform."""
    bench_sdmx(home)
    env = environment(home / "clients")
    bench_clients(env, served, program, clients())


def bench_served(home: Path) -> None:
    """A million observations over HTTP."""
    bench_serving(environment(home / "serving"), served, program)


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
    "queries": bench_queries,
    "speed": bench_speed,
    "weight": bench_weight,
    "pack": bench_pack,
    "axe": bench_axe,
    "loss": bench_loss,
    "suite": bench_suite,
    "texts": bench_texts,
    "flows": bench_flows,
    "disclosure": bench_disclosure,
    "sdmx": bench_sdmx_served,
    "serving": bench_served,
    "documents": bench_documents,
    "calendars": bench_calendars,
    "kept": bench_kept,
}
SEEDED = {"queries", "speed", "weight", "pack"}


def main() -> None:
    """Run the parts that were named, or all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts (all)")
    asked.add_argument("--inside", choices=[*INSIDE])
    options = asked.parse_args()
    if options.inside:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
        import django

        django.setup()
        reach = import_module("roundtable.kernel.base.walls.reach")
        with reach.looking_across("to measure the platform from the machine itself"):
            INSIDE[options.inside]()
        return
    parts = options.parts or list(PARTS)
    home = Path(tempfile.mkdtemp(prefix="roundtable-bench-"))
    os.environ[KEPT] = str(home / "figures")
    try:
        seeded = False
        for part in parts:
            try:
                if part in SEEDED and not seeded:
                    child("seed", env=environment(home))
                    seeded = True
                PARTS[part](home / "import" if part == "import" else home)
            except SystemExit as stopped:
                say(f"part “{part}”", f"stopped: {stopped}", "runs to its end", met=False)
        close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
