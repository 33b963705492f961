"""Run the proofs, with whatever programs and servers this machine can be given; arguments go to `roundtable prove`."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> int:
    """Find a browser, an office program and a PostgreSQL server, then run; gives the exit code."""
    system.browser()
    if "--long" in arguments:
        system.office()
    server = system.postgresql() or ""
    told = {**os.environ, "ROUNDTABLE_PROVE_POSTGRESQL": server}
    told.pop("PYTHONDONTWRITEBYTECODE", None)  # proofs start many processes: let them keep what they compiled
    command = [str(Path(sys.executable).parent / "roundtable"), "prove", *arguments]
    return subprocess.run(command, cwd=ROOT, env=told, check=False).returncode


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
