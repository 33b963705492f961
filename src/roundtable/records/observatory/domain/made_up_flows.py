"""Made-up moves between countries as both sides report them: the same people, counted by different definitions."""

from random import Random

import polars as pl

from roundtable.records.observatory.domain.made_up import ORIGINS, PLACES
from roundtable_analytics.frames.statuses import CONFIDENTIALITY, STATUS, TIME, VALUE

SEEN = 0.55
"""About the share of those who come whom the country that they leave has counted."""
SILENT = 0.06


def moves(seed: int, *, first: int, last: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make moves by origin, destination and year: as origins report them, and as destinations do."""
    out, into = [], []
    for origin in ORIGINS:
        for place in PLACES:
            if origin == place:
                continue
            chance = Random(f"{seed}-moves-{origin}-{place}")  # noqa: S311 - made-up figures, no secret
            level = 10 ** chance.uniform(1.6, 3.8)
            seen = chance.uniform(SEEN - 0.25, SEEN + 0.3)
            for year in range(first, last + 1):
                level *= chance.uniform(0.85, 1.2)
                into.append((origin, place, str(year), *_cell(chance, level)))
                out.append((origin, place, str(year), *_cell(chance, level * seen * chance.uniform(0.9, 1.1))))
    return _frame(out), _frame(into)


def _cell(chance: Random, level: float) -> tuple[float | None, str | None, str | None]:
    return (None, "L", None) if chance.random() < SILENT else (float(round(level)), None, None)


def _frame(cells: list[tuple[str, str, str, float | None, str | None, str | None]]) -> pl.DataFrame:
    names = ["origin", "destination", TIME, VALUE, STATUS, CONFIDENTIALITY]
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String) | {VALUE: pl.Float64}, orient="row")
