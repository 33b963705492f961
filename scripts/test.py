"""Run every test, browser tests included; further arguments go to pytest."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, database: str | None = None) -> int:
    """Run pytest in a home folder of its own; gives its exit code."""
    if system.browser() is None:
        print("No Chromium here, and it cannot be installed: browser tests will be skipped.")
    with tempfile.TemporaryDirectory(prefix="roundtable-test-") as home:
        environment = {**os.environ, "ROUNDTABLE_HOME": home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start many processes: let them keep what they compiled
        if database:
            environment["DATABASE_URL"] = database
        else:
            environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:], database=os.environ.get("DATABASE_URL")))
