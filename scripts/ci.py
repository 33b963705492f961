"""What the server runs: the tests on SQLite with coverage, on PostgreSQL, the proofs in short, the checks."""

import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import check
import prove
import system
import test

ROOT = Path(__file__).resolve().parent.parent
NOT_IN_CI: dict[str, str] = {}
"""Proofs that `make prove` runs and this does not, each with its reason: none leaves this list but by passing."""
RATCHET = ROOT / "tests" / "coverage-floor.txt"


def coverage() -> int:
    """Hold branch coverage against the floor, which only rises."""
    floor = RATCHET.read_text().split()[0]
    return subprocess.run(
        [sys.executable, "-m", "coverage", "report", "--fail-under", floor], cwd=ROOT, check=False
    ).returncode


def proofs() -> list[str]:
    """Name the proofs that are run here."""
    listed = subprocess.run(
        [str(Path(sys.executable).parent / "roundtable"), "prove", "--list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    known = [line.split()[0] for line in listed.stdout.splitlines() if line.strip()]
    for name, reason in NOT_IN_CI.items():
        print(f"left out: {name} ({reason})", flush=True)
    return [name for name in known if name not in NOT_IN_CI]


def main() -> int:
    """Run everything, even when something failed before; tell what failed."""
    started = time.monotonic()
    failed = []
    ends: list[tuple[str, float]] = []

    def ended(part: str) -> None:
        ends.append((part, (time.monotonic() - started) / 60 - sum(minutes for _, minutes in ends)))

    if system.proxy() is None:
        print("No nginx here, and it cannot be installed: the test of one server is skipped.")
    print("== The tests, on SQLite", flush=True)
    if test.run("--cov", "--cov-report="):
        failed.append("tests on SQLite")
    elif coverage():
        failed.append("coverage")
    ended("tests on SQLite")
    print("== The tests, on PostgreSQL", flush=True)
    database = system.postgresql()
    if database is None:
        failed.append("tests on PostgreSQL (no server could be started or installed)")
    elif test.run(database=database):
        failed.append("tests on PostgreSQL")
    ended("tests on PostgreSQL")
    print("== The proofs, in their short form", flush=True)
    if prove.run(*proofs()):
        failed.append("proofs")
    ended("proofs")
    print("== The checks", flush=True)
    if check.main():
        failed.append("checks")
    ended("checks")
    print("minutes: " + ", ".join(f"{part} {minutes:.1f}" for part, minutes in ends))
    minutes = (time.monotonic() - started) / 60
    print(f"ci took {minutes:.1f} minutes; " + (f"failed: {', '.join(failed)}" if failed else "nothing failed"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
