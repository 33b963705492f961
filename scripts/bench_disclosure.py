"""Disclosure control: an attacker on 200 tables made by chance, what is hidden, how long it takes; beside pytauargus.

Run by `scripts/bench.py disclosure`. The peer lives in an environment of its own (requirements/bench-disclosure.txt),
`.venv-bench-disclosure`, made when it is missing; where it cannot be made the comparison is left out and said so.
"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from figures import say
from roundtable_analytics.disclosure.attack import attack, knowledge
from roundtable_analytics.disclosure.relations import Mask, Relations, Values
from roundtable_analytics.disclosure.rules import Contributions, MinimumFrequency, Needs
from roundtable_analytics.disclosure.suppression import protect
from tests.analytics.disclosure.made_up import people

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / ".venv-bench-disclosure"
KINDS = (
    ("two-way", (6, 8), False),
    ("two-way", (10, 14), False),
    ("hierarchical", (9, 7), True),
    ("three-way", (5, 6, 4), False),
    ("hierarchical three-way", (6, 4, 3), True),
)
LARGE = ("large three-way", (20, 20, 6), False)
PATIENCE = 400
"""Seconds after which no further table is given to the peer; what it did until then is compared."""


@dataclass
class Tried:
    """A table, what we hide of it, and how long that took."""

    kind: str
    relations: Relations
    counts: Values
    needs: Needs
    hidden: Mask
    seconds: float


def ours(kind: tuple[str, tuple[int, ...], bool], seed: int) -> Tried:
    """Make a table and protect it: fewer than five people are sensitive, intervals reach 20 % to both sides."""
    name, shape, hierarchical = kind
    relations, counts = people(shape, seed, hierarchical=hierarchical)
    needs = MinimumFrequency(5).needs(Contributions.of_people(counts))
    begun = time.perf_counter()
    made = protect(relations, counts, needs)
    return Tried(name, relations, counts, needs, made.hidden, time.perf_counter() - begun)


def withstands(one: Tried, hidden: Mask) -> tuple[int, int]:
    """Give how many sensitive cells the attacker recovers, and of how many the interval does not reach far enough."""
    enough = (one.counts - one.needs.below, one.counts + one.needs.above)
    targets = np.flatnonzero(one.needs.sensitive)
    found = attack(one.relations, knowledge(one.counts, hidden), targets, enough=enough)
    return len(found.recovered()), len(found.exposed(one.counts, one.needs))


def asked(one: Tried) -> dict[str, Any]:
    """Write a table as the peer wants it: one record for each person."""
    names = sorted({name for cell in one.relations.cells for name, _ in cell})
    tree = {code for cell in one.relations.cells for name, code in cell if name == "d0" and code.startswith("R")}
    records: dict[str, list[Any]] = {name: [] for name in names}
    leaves: dict[str, None] = {}
    for cell, count in zip(one.relations.cells, one.counts, strict=True):
        codes = dict(cell)
        if len(codes) < len(names) or codes["d0"] in tree:
            continue
        leaves[codes["d0"]] = None
        for name in names:
            records[name] += [codes[name]] * int(count)
    records["n"] = [1.0] * len(records[names[0]])
    # The codes of a hierarchy are dealt to three regions in turn (tests/analytics/disclosure/made_up.py).
    lines = [
        line
        for number, region in enumerate(sorted(tree))
        for line in (region, *(f"@{leaf}" for place, leaf in enumerate(leaves) if place % 3 == number))
    ]
    return {"records": records, "dimensions": names, "rule": "FREQ(5,20)", "trees": {"d0": lines} if tree else {}}


def peers(tried: list[Tried]) -> list[tuple[Mask, float] | None] | None:
    """Let the peer protect the same tables; None where it cannot be installed, or for a table where it breaks off."""
    python = PEER / "bin" / "python"
    uv = str(Path(sys.executable).parent / "uv")
    if not python.is_file():
        pinned = ROOT / "requirements" / "bench-disclosure.txt"
        install = [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(pinned)]
        for words in ([uv, "venv", "--quiet", str(PEER)], install):
            if subprocess.run(words, check=False, capture_output=True).returncode != 0:
                return None
    runner, until = str(Path(__file__).with_name("bench_disclosure_peer.py")), time.monotonic() + PATIENCE
    found: list[tuple[Mask, float] | None] = []
    for one in tried:
        if time.monotonic() > until:
            say("the peer was stopped", f"after {PATIENCE} s and {len(found)} tables")
            break
        # A process and a folder for each table: the engine leaves files behind, and may break off on those of another.
        with tempfile.TemporaryDirectory() as folder:
            question, answer = Path(folder) / "asked.json", Path(folder) / "told.json"
            question.write_text(json.dumps([asked(one)]))
            words = [str(python), runner, str(question), str(answer)]
            with suppress(subprocess.TimeoutExpired):
                subprocess.run(words, check=False, capture_output=True, timeout=PATIENCE, cwd=folder)
            found.append(hidden_by_peer(one, json.loads(answer.read_text())[0]) if answer.is_file() else None)
    return found


def hidden_by_peer(one: Tried, made: dict[str, Any]) -> tuple[Mask, float]:
    """Read what the peer hides, and its seconds."""
    place, hidden = one.relations.place, one.needs.sensitive.copy()
    names = sorted({name for cell in one.relations.cells for name, _ in cell})
    for *codes, status in made["rows"]:
        cell = tuple((name, code) for name, code in zip(names, codes, strict=True) if code != "Total")
        if status in {"U", "M", "D"} and cell in place:
            hidden[place[cell]] = True
    return hidden, float(made["seconds"])


def compare(tried: list[Tried], told: list[tuple[Mask, float] | None]) -> None:
    """Hold both beside each other where the peer's own result withstands the attacker."""
    held, mine, theirs, fewer, faster = 0, 0.0, 0.0, 0, 0
    for one, made in zip(tried, told, strict=False):
        if made is None or withstands(one, made[0])[1]:
            continue
        held += 1
        left, right = float(one.counts[one.hidden].sum()), float(one.counts[made[0]].sum())
        mine, theirs, fewer = mine + left, theirs + right, fewer + (left <= right)
        faster += one.seconds <= made[1]
    ended = sum(made is not None for made in told)
    say("tables of which the peer ends, and that withstand the attacker then", f"{ended} and {held} of {len(told)}")
    ratio = mine / max(theirs, 1.0)
    measured = f"{ratio:.3f}; not more on {fewer}, not slower on {faster}"
    say("hidden value, ours to the peer's, on those", measured, "1.000", met=ratio <= 1.0 if held else None)


def main() -> None:
    """Print the figures of disclosure control."""
    tried = [ours(KINDS[seed % len(KINDS)], seed) for seed in range(200)]
    cells = [withstands(one, one.hidden) for one in tried]
    recovered, exposed = sum(one[0] for one in cells), sum(one[1] for one in cells)
    sensitive = sum(int(one.needs.sensitive.sum()) for one in tried)
    say(f"sensitive cells recovered, 200 tables, {sensitive:,} cells", str(recovered), "0", met=recovered == 0)
    say("sensitive cells with an interval that is too narrow", str(exposed), "0", met=exposed == 0)
    for name in dict.fromkeys(one.kind for one in tried):
        some = [one for one in tried if one.kind == name]
        share = sum(one.counts[one.hidden].sum() for one in some) / sum(one.counts.sum() for one in some)
        more = sum(int((one.hidden & ~one.needs.sensitive).sum()) for one in some)
        say(
            f"  {name}: hidden value, cells hidden for others, seconds",
            f"{share:.2%}, {more}, {sum(one.seconds for one in some):.1f} for {len(some)}",
        )
    large = ours(LARGE, 1)
    bad = withstands(large, large.hidden)[1]
    say(
        "  20 x 20 x 6: cells hidden for others, exposed",
        f"{int((large.hidden & ~large.needs.sensitive).sum())}, {bad}",
    )
    told = peers([large, *tried])
    if told is None:
        say("beside pytauargus", "left out: it cannot be installed here", "at most its hidden value")
        return
    first = told[0] if told else None
    if first is None:
        say("beside pytauargus, 20 x 20 x 6", f"left out: it did not end in {PATIENCE} s", "3")
    else:
        faster = first[1] / large.seconds
        measured = f"{faster:.1f} ({first[1]:.1f} s, {large.seconds:.1f} s)"
        say("20 x 20 x 6, the peer's time to ours", measured, "3", met=faster >= 3)
        if not withstands(large, first[0])[1]:
            both = float(large.counts[large.hidden].sum() / large.counts[first[0]].sum())
            say("  its hidden value, ours to the peer's", f"{both:.3f}", "1.000", met=both <= 1.0)
    compare(tried, told[1:])


if __name__ == "__main__":
    main()
