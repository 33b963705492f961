"""A short form of `scripts/lose_nothing.py`: two editors, a server that is killed, and nothing lost."""

import os
import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "lose_nothing.py"
SAID = re.compile(r"5 rounds, 5 kills, (?P<number>\d+) acknowledged, 0 lost, 0 doubled")


def test_nothing_acknowledged_is_lost_when_the_server_is_killed():
    # The trial keeps its own database, whatever the tests run on.
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ROUNDTABLE_HOME"}}

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(SCRIPT), "--rounds", "5"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    told = SAID.search(done.stdout)
    assert told is not None, done.stdout + done.stderr
    assert int(told["number"]) > 0
