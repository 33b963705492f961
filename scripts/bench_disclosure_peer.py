"""Protect tables with pytauargus, in its own environment: reads them from one file, writes what it hides to another."""

import json
import sys
import tempfile
import time
from pathlib import Path

from pytauargus import protect  # type: ignore[import-not-found]  # lives in an environment of its own


def main() -> None:
    """Protect each table; say how long it took and the status of each cell (U sensitive, M hidden for others)."""
    asked, answer = Path(sys.argv[1]), Path(sys.argv[2])
    told = []
    for one in json.loads(asked.read_text()):
        with tempfile.TemporaryDirectory() as folder:
            tree = {}
            for name, lines in one["trees"].items():
                tree[name] = str(Path(folder) / f"{name}.hrc")
                Path(tree[name]).write_text("\n".join(lines) + "\n")
            begun = time.perf_counter()
            made = protect(
                one["records"],
                one["dimensions"],
                response="n",
                safety_rules=one["rule"],
                suppress="MOD(1)",
                decimals=0,
                hrc=tree or None,
                hierleadstring="@" if tree else None,
                workdir=folder,
            ).tables[0]
            spent = time.perf_counter() - begun
            rows = [
                [*(str(row[name]) for name in one["dimensions"]), status]
                for row, status in zip(made.rows, made.status(), strict=True)
            ]
        told.append({"seconds": spent, "rows": rows})
        answer.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
