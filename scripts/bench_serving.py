"""The parts of the bench that look at the services of SDMX from outside: how fast they are, and what others read there.

A million cells leave as SDMX-CSV over HTTP beside DuckDB's own COPY of the same rows to a file, in turn. Three clients
of other makers, each in an environment of its own, read structures and data of every dataset; every cell and status is
held beside the rows in the store.
"""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from figures import say

ROOT = Path(__file__).resolve().parent.parent
TIMES, PIECE, SMALL = 5, 1 << 18, 200
SHARE, TRIVIAL, MORE_MB = 0.6, 10, 400
Serving = Callable[[dict[str, str]], AbstractContextManager[str]]
Program = Callable[..., Any]


def bench_serving(env: dict[str, str], serve: Serving, program: Program) -> None:
    """Time a million observations as SDMX-CSV over HTTP, and weigh the server."""
    program("-m", "django", "migrate", "-v0", env=env)
    program("scripts/bench_figures.py", "million", env=env)
    home = Path(env["ROUNDTABLE_HOME"])
    [place] = home.glob("observatory/million/*/rows.parquet")
    with serve(env) as base:
        # Beside it stands an answer for which the database is asked one question.
        trivial = f"{base}/sdmx/2.1/data/none"
        address = f"{base}/sdmx/2.1/data/million?format=csv"
        for _time in range(3):
            received(trivial)
        before = memory(base)
        received(address)
        taken: dict[str, list[float]] = {"copy": [], "http": [], "first": [], "trivial": []}
        # In turn, so that a noisy minute is noisy for all.
        for _time in range(TIMES):
            taken["copy"].append(copied(place, home / "copied.csv"))
            taken["trivial"].append(received(trivial)[1])
            whole, first, size = received(address)
            taken["http"].append(whole)
            taken["first"].append(first)
        after = memory(base)
    clock = {name: statistics.median(told) for name, told in taken.items()}
    share = clock["copy"] / clock["http"]
    say(
        "a million observations as SDMX-CSV over HTTP",
        f"{clock['http']:.2f} s ({size / 1e6:.0f} MB), DuckDB's COPY to a file {clock['copy']:.2f} s: {share:.2f} x",
        f"at least {SHARE} x",
        met=share >= SHARE,
    )
    times = clock["first"] / clock["trivial"]
    say(
        "   first byte beside a trivial answer",
        f"{clock['first'] * 1000:.1f} ms and {clock['trivial'] * 1000:.1f} ms: {times:.1f} x",
        f"at most {TRIVIAL} x",
        met=times <= TRIVIAL,
    )
    say(
        "   memory of the server, before and at most",
        f"{before:.0f} MB and {after:.0f} MB",
        f"at most {MORE_MB} MB more",
        met=after - before <= MORE_MB,
    )


def received(address: str) -> tuple[float, float, int]:
    """Ask for an address; give the seconds until the end and until the first byte, and how many bytes came."""
    started = time.perf_counter()
    request = urllib.request.Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310 - our own server
    try:
        answer = urllib.request.urlopen(request)  # noqa: S310 - our own server
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        size = len(answer.read(1))
        first = time.perf_counter() - started
        while piece := answer.read(PIECE):
            size += len(piece)
    return time.perf_counter() - started, first, size


def copied(place: Path, out: Path) -> float:
    """Let DuckDB write the same rows to a file, with as many threads as the server's."""
    with duckdb.connect(":memory:", config={"threads": 2}) as base:
        rows = f"SELECT 'ROUNDTABLE:million(1.0)' AS DATAFLOW, * FROM read_parquet('{place}')"  # noqa: S608 - our file
        base.execute(f"SELECT count(*) FROM ({rows})")  # noqa: S608 - our file
        started = time.perf_counter()
        base.execute(f"COPY ({rows}) TO '{out}' (FORMAT csv)")
        return time.perf_counter() - started


def memory(base: str) -> float:
    """Give the most memory that a worker of the server at this address held so far, in megabytes."""
    most = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            words = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if base.rpartition("/")[2].encode() in words and f"PPid:\t{os.getpid()}\n" not in text:
            held = next((line for line in text.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
            most = max(most, int(held.split()[1]) / 1024)
    return most


def bench_clients(env: dict[str, str], serve: Serving, program: Program, peers: dict[str, Path | str]) -> None:
    """Let other clients read every dataset from the served platform, and hold what they read beside the store."""
    program("-m", "django", "migrate", "-v0", env=env)
    program("scripts/bench_figures.py", "demonstration", env=env, quiet=False)
    store = Path(env["ROUNDTABLE_HOME"]) / "observatory"
    with serve(env) as base:
        for client, python in peers.items():
            goal = "every cell and status as in the store"
            if isinstance(python, str):
                say(f"{client}, every dataset through the service", f"left out: {python}", goal)
                continue
            for way in WAYS[client]:
                told = read_by(client, way, python, base, store)
                say(f"{client}, {way}, through the service", told.sentence, goal, met=told.whole)
        bench_catalogue(base, peers["sdmx1"])


def bench_catalogue(base: str, python: Path | str) -> None:
    """Let rdflib read the catalogue in its three forms: they say the same."""
    what, goal = "catalogue (DCAT-AP) in three forms, read by rdflib", "the same statements"
    if isinstance(python, str):
        say(what, f"left out: {python}", goal)
        return
    words = [str(python), str(ROOT / "scripts" / "bench_catalogue.py"), f"{base}/observatory/catalogue"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    told: dict[str, Any] = json.loads(done.stdout or "{}") if done.returncode == 0 else {}
    say(what, told.get("sentence", done.stderr.strip()[-200:]), goal, met=bool(told.get("same")))


WAYS = {
    "sdmx1": ("2.1 generic", "2.1 specific", "3.0 specific"),
    "pysdmx": ("2.1 specific", "3.0 specific", "csv 2.0", "csv 1.0"),
    "pandasdmx": ("2.1 generic", "2.1 specific"),
}


class Told:
    """What a client read beside the store."""

    def __init__(self) -> None:
        self.datasets = self.cells = self.differ = self.structures = 0
        self.wrong: list[str] = []

    @property
    def whole(self) -> bool:
        """Whether everything was the same."""
        return not self.wrong and not self.differ and self.cells > 0

    @property
    def sentence(self) -> str:
        """Say it in a line."""
        told = f"{self.datasets} datasets, {self.structures} with their structure, {self.cells:,} cells,"
        return f"{told} {self.differ} differ" + (
            f"; {len(self.wrong)} failed, first {self.wrong[0][:200]}" if self.wrong else ""
        )


def read_by(client: str, way: str, python: Path, base: str, store: Path) -> Told:
    """Let a client read every dataset in one process of its own, and compare."""
    datasets = sorted(one.parent.name for one in store.glob("*/dataset.json"))
    out = store.parent / f"read-{client}-{way.replace(' ', '-')}"
    out.mkdir(exist_ok=True)
    asked = [(name, part_of(store, name)) for name in datasets]
    words = [str(python), str(ROOT / "scripts" / "bench_sdmx_clients.py"), client, way, base, str(out)]
    done = subprocess.run(
        words,
        input=json.dumps([[name, key] for name, (key, _rows) in asked]),
        capture_output=True,
        text=True,
        check=False,
    )
    told = Told()
    said = {
        one["dataset"]: one for line in done.stdout.splitlines() if line.startswith("{") for one in [json.loads(line)]
    }
    for name, (_key, rows) in asked:
        one = said.get(name, {"problem": done.stderr.strip()[-200:] or "nothing was said"})
        if one.get("problem"):
            told.wrong.append(f"{name}: {one['problem']}")
            continue
        read = pl.read_csv(out / f"{name}.csv", infer_schema=False)
        told.datasets += 1
        told.structures += bool(one.get("codes"))
        told.cells += rows.height
        told.differ += differing(rows, read)
    return told


def part_of(store: Path, name: str) -> tuple[str, pl.DataFrame]:
    """Give a key and the rows of the store that it chooses: all of a small dataset, of a large one some series."""
    newest = max(place for place in store.glob(f"{name}/*/rows.parquet"))
    shape = json.loads((store / name / "dataset.json").read_text())["shape"]
    dimensions = [one["name"] for one in shape["dimensions"]]
    rows = pl.read_parquet(newest)
    standing = list(store.glob(f"{name}/*/rows.parquet"))
    # The demonstration's newest load waits for an answer: what is published is the one before it.
    if len(standing) > 1 and name.startswith("demonstration"):
        rows = pl.read_parquet(sorted(standing)[-2])
    if rows.height <= MOST:
        return "all", rows
    first = rows[dimensions[0]].unique(maintain_order=True).to_list()
    chosen: list[str] = []
    count = 0
    sizes = dict(rows.group_by(dimensions[0]).len().rows())
    for code in first:
        if any(sign in code for sign in "+.,*/ ") or count + sizes[code] > MOST:
            continue
        chosen.append(code)
        count += sizes[code]
        if len(chosen) >= SMALL:
            break
    return "+".join(chosen) + "." * (len(dimensions) - 1), rows.filter(pl.col(dimensions[0]).is_in(chosen))


MOST = 20_000
"""Larger datasets are asked for by a key: the other clients read a few thousand cells in a second."""


def differing(rows: pl.DataFrame, read: pl.DataFrame) -> int:
    """Count the cells that are not the same: number, status and every other column, and cells that are in one alone."""
    names = [name for name in rows.columns if name in read.columns]
    lacking = [name for name in rows.columns if name not in read.columns and rows[name].null_count() < rows.height]
    if lacking:
        return rows.height
    key = [name for name in names if name != "OBS_VALUE" and rows[name].null_count() == 0]
    left = rows.select(pl.col(name).cast(pl.String) if name != "OBS_VALUE" else pl.col(name) for name in names)
    number = pl.col("OBS_VALUE").replace("", None).cast(pl.Float64).fill_nan(None)
    right = read.select(number if name == "OBS_VALUE" else text(name) for name in names)
    if left.height != right.height:
        return abs(left.height - right.height)
    order = [*key, *(name for name in names if name not in key)]
    left, right = left.sort(order, nulls_last=True), right.sort(order, nulls_last=True)
    same = pl.DataFrame({name: left[name].eq_missing(right[name]) for name in names})
    return left.height - int(same.select(pl.all_horizontal(pl.all()).sum()).item())


def text(name: str) -> pl.Expr:
    """Give a column of texts as others write it: an empty text is none."""
    return (
        pl.when(pl.col(name).is_in(["", "nan", "NaN", "None", "<NA>"])).then(None).otherwise(pl.col(name)).alias(name)
    )


if __name__ == "__main__":
    sys.exit("These are parts of scripts/bench.py.")
