"""Made-up figures for the demonstration: the same seed gives the same, shaped like what states report."""

from random import Random

import polars as pl

from roundtable_analytics.frames.statuses import CONFIDENTIALITY, STATUS, TIME, VALUE

ORIGINS = ("AFG", "ARM", "GEO", "IRQ", "KAZ", "MDA", "PAK", "SYR", "TJK", "TUR", "UKR", "UZB", "XKX")
PLACES = ("ARM", "AUT", "BEL", "BGR", "CHE", "CZE", "DEU", "FRA", "GEO", "GRC", "HUN", "ITA", "POL", "SWE", "TUR")
KINDS = ("N", "R")
BREAK = 2019
FEW = 5
"""Fewer people than these are kept back."""
SPARSE = 0.04
"""How often nobody reported, and how often nobody knows why nothing is there."""


def to_check() -> tuple[str, ...]:
    """Give the places that the first view shows."""
    return ("AUT", "CZE", "POL", "TUR")


def applications(seed: int, *, first: int, last: int, odd: bool = False) -> pl.DataFrame:
    """Make applications for asylum by origin, place, kind and year: all five kinds of nothing, some findings.

    `odd` puts in what the gate should stop at: people in their own country, a fall of 99 of 100, an unknown code.
    """
    cells = []
    for origin in ORIGINS:
        for place in PLACES:
            chance = Random(f"{seed}-{origin}-{place}")  # noqa: S311 - made-up figures, no secret
            size = 10 ** chance.uniform(0.6, 3.9)
            for kind in KINDS:
                level = size * (1.0 if kind == "N" else chance.uniform(0.02, 0.2))
                for year in range(first, last + 1):
                    level *= chance.uniform(0.72, 1.36)
                    value, status, secret = _cell(chance, level, same=origin == place)
                    broken = value is not None and place == "BEL" and year == BREAK
                    cells.append((origin, place, kind, str(year), value, "B" if broken else status, secret))
    cells = [_closed(cell) for cell in cells]
    if odd:
        cells = [_odd(cell, last) for cell in cells]
    names = ["origin", "asylum", "application", TIME, VALUE, STATUS, CONFIDENTIALITY]
    types = dict.fromkeys(names, pl.String) | {VALUE: pl.Float64}
    return pl.DataFrame(cells, schema=types, orient="row")


def _cell(chance: Random, level: float, *, same: bool) -> tuple[float | None, str | None, str | None]:
    drawn = chance.random()
    if same:
        return None, "M", None
    if drawn < SPARSE:
        return None, "L", None
    if drawn < SPARSE * 1.3:
        return None, "O", None
    value = float(round(level))
    if 0 < value < FEW:
        return None, "Q", "A"
    return value, None, None


Row = tuple[str, str, str, str, float | None, str | None, str | None]


def _closed(cell: Row) -> Row:
    """Let one made-up border be closed for a year: the gate stops there, and a person answers."""
    origin, place, kind, year, *_rest = cell
    if (origin, place, kind) == ("SYR", "SWE", "N") and year in {"2019", "2020", "2021"}:
        return (origin, place, kind, year, 2.0 if year == "2020" else 640.0, None, None)
    return cell


def _odd(cell: Row, last: int) -> Row:
    origin, place, kind, year, *_rest = cell
    if (origin, place, kind, year) == ("TUR", "TUR", "N", str(last)):
        return (origin, place, kind, year, 12.0, None, None)
    if (origin, place, kind, year) == ("SYR", "DEU", "N", str(last)):
        return (origin, place, kind, year, 1.0, None, None)
    return cell
