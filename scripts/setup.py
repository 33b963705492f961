"""Set up everything in .venv: the pinned packages, our own package, the front-end files, the compiled translations.

Uses only the standard library, so that a fresh machine with Python 3.11, git and make is enough. Each step says what is
being done and how far it is; a step that is up to date is skipped.
"""

import hashlib
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
OLDEST = (3, 11)


def run(*command: str | Path) -> None:
    """Run a program quietly; when it fails, show what it said and stop."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.stderr.write(done.stdout + done.stderr)
        sys.exit(f"This step failed: {' '.join(str(part) for part in command)}")


def fingerprint(*files: str) -> str:
    """Give the content of files as one short text, to see whether they changed."""
    digest = hashlib.sha256()
    for name in files:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def once(name: str, mark: str, work: Callable[[], None]) -> None:
    """Do a step unless it was done for the same mark."""
    stamp = VENV / f"done-{name}"
    if stamp.exists() and stamp.read_text() == mark:
        return
    work()
    stamp.write_text(mark)


def environment() -> None:
    """Make the virtual environment."""
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)


def installer() -> None:
    """Install the tools of set-up: uv for speed, the builder of our package, Node.js where the system has none."""
    mark = fingerprint("requirements/setup.txt")
    once(
        "installer",
        mark,
        lambda: run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/setup.txt"),
    )


def packages() -> None:
    """Install what is pinned, by hash."""
    mark = fingerprint("requirements/dev.txt", "requirements/setup.txt")
    command: list[str | Path] = [BIN / "uv", "pip", "install", "-p", PYTHON, "--compile-bytecode", "--require-hashes"]
    once("packages", mark, lambda: run(*command, "-r", "requirements/dev.txt"))


def house() -> None:
    """Install our own package, so that `roundtable` is a command and changes need no new set-up."""
    mark = fingerprint("pyproject.toml")
    once(
        "house",
        mark,
        lambda: run(BIN / "uv", "pip", "install", "-p", PYTHON, "--no-deps", "--no-build-isolation", "-e", "."),
    )


def frontend() -> None:
    """Fetch the fonts, the chart library and the map by lock file."""
    run(PYTHON, "scripts/frontend.py")


def messages() -> None:
    """Compile the translations."""
    run(PYTHON, "scripts/messages.py")


STEPS: list[tuple[str, Callable[[], None]]] = [
    ("a place of its own for Python packages (.venv)", environment),
    ("the installer", installer),
    ("the Python packages, pinned by hash", packages),
    ("the command `roundtable`", house),
    ("fonts, charts and map for the pages", frontend),
    ("translations", messages),
]


def main() -> None:
    """Do every step."""
    if sys.version_info < OLDEST:
        this = sys.version.split()[0]
        sys.exit(f"Roundtable needs Python 3.11 or newer; this is {this}. Try: make PYTHON=python3.11 setup")
    for number, (what, work) in enumerate(STEPS, start=1):
        started = time.monotonic()
        print(f"[{number}/{len(STEPS)}] {what} …", end=" ", flush=True)
        work()
        print(f"{time.monotonic() - started:.1f} s")
    (VENV / "ready").write_text("ready")


if __name__ == "__main__":
    main()
