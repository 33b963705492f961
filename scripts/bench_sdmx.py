"""The part `sdmx` of the bench: our readers of SDMX beside two peers, in one run, each in a process of its own.

The peers (requirements/bench.txt) live in an environment of their own, `.venv-bench`, made when it is missing. Where it
cannot be made, our figures are printed alone and the comparison is left out with the reason.
"""

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from figures import say
from roundtable_analytics.sdmx.csv_data import write_csv
from roundtable_analytics.sdmx.layout import Layout
from roundtable_analytics.sdmx.messages import Batch, DataSet, Header, Reference
from roundtable_analytics.sdmx.xml_writing import Form, write_xml

ROOT = Path(__file__).resolve().parent.parent
READER = ROOT / "scripts" / "bench_sdmx_reader.py"
PEERS = ROOT / ".venv-bench"
OLD_PEERS = ROOT / ".venv-bench-pandasdmx"
SERIES, MONTHS, MANY = 2000, 120, 5_000_000
TIMES = 3
HEADER = Header("BENCH", "2026-01-01T00:00:00", "ROUNDTABLE")
LAYOUT = Layout(
    ("FREQ", "GEO", "CITIZEN", "SEX", "TIME_PERIOD"),
    series=("FREQ", "GEO", "CITIZEN", "SEX"),
    at_observation="TIME_PERIOD",
)
FORMS = {"2.1 generic": Form("2.1", generic=True), "2.1 specific": Form("2.1"), "3.0 specific": Form("3.0")}
SHARE_OF_PYSDMX, SHARE_OF_SDMX1, SHARE_OF_CSV, FLAT_MB = 10, 60, 3, 60


def bench_sdmx(home: Path) -> None:
    """Time reading SDMX-ML and SDMX-CSV to typed tables, and weigh the memory of a large message."""
    home.mkdir(parents=True, exist_ok=True)
    print(
        f"SDMX: {SERIES * MONTHS:,} observations; {os.cpu_count()} cores, {pl.thread_pool_size()} threads of Polars;"
        f" medians of {TIMES} runs, each in a process of its own"
    )
    lacking = peers()
    for name, form in FORMS.items():
        place = home / f"{name.replace(' ', '-')}.xml"
        with place.open("wb") as out:
            write_xml(HEADER, _rows(SERIES), LAYOUT, out, form)
        _compared(f"SDMX-ML {name}", place, lacking, {"pysdmx": SHARE_OF_PYSDMX, "sdmx1": SHARE_OF_SDMX1})
    place = home / "data.csv"
    with place.open("wb") as out:
        write_csv(_rows(SERIES), out)
    _compared("SDMX-CSV 2.0", place, lacking, {"pysdmx": SHARE_OF_CSV})
    _flat(home)
    say("every sample message, read by us and by both peers", *_same(lacking))


def _rows(series: int) -> Iterator[Batch]:
    """Give made-up series of months, a thousand at a time."""
    chance = random.Random(1)  # noqa: S311 - made-up numbers
    structure = DataSet(Reference("DataStructure", "ROUNDTABLE", "BENCH", "1.0"), at_observation="TIME_PERIOD")
    months = [f"{2010 + month // 12}-{month % 12 + 1:02d}" for month in range(MONTHS)]
    for start in range(0, series, 1000):
        numbers = range(start, min(start + 1000, series))
        count = len(numbers) * MONTHS
        yield Batch(
            structure,
            pl.DataFrame(
                {
                    "FREQ": ["M"] * count,
                    "GEO": [f"G{one % 40:02d}" for one in numbers for _month in months],
                    "CITIZEN": [f"C{one // 40}" for one in numbers for _month in months],
                    "SEX": ["T"] * count,
                    "TIME_PERIOD": months * len(numbers),
                    "OBS_VALUE": [str(chance.randrange(100_000)) for _row in range(count)],
                    "OBS_STATUS": ["A"] * count,
                }
            ),
        )


def clients() -> dict[str, Path | str]:
    """Give the interpreters of the clients of SDMX, each with its libraries, or why there is none."""
    old = peers(OLD_PEERS, "requirements/bench-pandasdmx.txt")
    new = peers()
    python = Path("bin") / "python"
    return {
        "sdmx1": new or PEERS / python,
        "pysdmx": new or PEERS / python,
        "pandasdmx": old or OLD_PEERS / python,
    }


def peers(place: Path = PEERS, pinned: str = "requirements/bench.txt") -> str:
    """Make an environment of peers; give the reason when there is none."""
    python = place / "bin" / "python"
    if python.is_file():
        return ""
    uv = str(Path(sys.executable).parent / "uv")
    for words in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(place)],
        [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", pinned],
    ):
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return f"the peers cannot be installed: {done.stderr.strip().splitlines()[-1:]}"
    return ""


def _read(reader: str, place: Path, python: str = sys.executable) -> dict[str, float]:
    done = subprocess.run([python, str(READER), reader, str(place)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{reader} cannot read {place.name}: {done.stderr[-300:]}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _compared(what: str, place: Path, lacking: str, asked: dict[str, int]) -> None:
    """Print how many times faster we are, by the clock and by the work of all processors together.

    On a machine that others use as well the clock tells of them too; the goal is held against the clock all the same.
    """
    readers = {"ours": sys.executable} | ({} if lacking else dict.fromkeys(asked, str(PEERS / "bin" / "python")))
    taken: dict[str, list[dict[str, float]]] = {reader: [] for reader in readers}
    # In turn, so that a noisy minute is noisy for all.
    for _time in range(TIMES):
        for reader, python in readers.items():
            taken[reader].append(_read(reader, place, python))
    clock = {reader: statistics.median(one["seconds"] for one in told) for reader, told in taken.items()}
    work = {reader: statistics.median(one["work"] for one in told) for reader, told in taken.items()}
    size, ours = place.stat().st_size / 1e6, clock["ours"]
    told = f"{ours:.3f} s by the clock, {work['ours']:.3f} s of work, {SERIES * MONTHS / ours / 1000:,.0f} k obs/s"
    say(f"{what} to a typed table ({size:.1f} MB)", told)
    for peer, times in asked.items():
        goal = f"at least {times} x {peer}"
        if lacking:
            say(f"{what} beside {peer}", f"left out: {lacking}", goal)
            continue
        said = (
            f"{clock[peer] / ours:.1f} x by the clock ({clock[peer]:.2f} s), {work[peer] / work['ours']:.1f} x by work"
        )
        say(f"{what} beside {peer}", said, goal, met=clock[peer] >= times * ours)


def _flat(home: Path) -> None:
    """Read five million observations as a stream; memory beside that for a small message."""
    small, large = home / "2.1-specific.xml", home / "large.xml"
    with large.open("wb") as out:
        write_xml(HEADER, _rows(MANY // MONTHS + 1), LAYOUT, out, FORMS["2.1 specific"])
    few, many = _read("stream", small), _read("stream", large)
    size = large.stat().st_size / 1e6
    large.unlink()
    say(f"{many['rows']:,.0f} observations as a stream ({size:.0f} MB)", f"{many['seconds']:.1f} s")
    more = many["megabytes"] - few["megabytes"]
    told = f"{few['megabytes']:.0f} MB and {many['megabytes']:.0f} MB"
    say("memory of the reader, small and large message", told, f"at most {FLAT_MB} MB more", met=more <= FLAT_MB)


def _same(lacking: str) -> tuple[str, str]:
    """Run the comparison of the sample messages where the peers are."""
    if lacking:
        return f"left out: {lacking}", "cell for cell equal"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-W",
            "ignore",
            "-p",
            "no:unraisableexception",
            "tests/analytics/sdmx/test_samples.py",
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(next((PEERS / "lib").glob("python*/site-packages")))},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout.strip().splitlines() or ["nothing"])[-1], "cell for cell equal"
