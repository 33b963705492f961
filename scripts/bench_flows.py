"""Bilateral flows: the time of six methods on tables of the world's size, and the real tables beside published ones.

Run by `scripts/bench.py flows`, one thread of linear algebra. The real tables lie beside the repository (the United
Nations' migrant stocks and population prospects); where they are absent only made-up tables of the same size are timed.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
import itertools

from figures import say
from roundtable_analytics.flows import estimates, methods, stocks

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
PERIODS = tuple((year, year + 5) for year in range(1990, 2020, 5))
SECONDS = 3.0
NAMES = {"158": "TWN", "XKX": "SRB"}
"""What the prospects call otherwise than the stocks do: Taiwan's code, and Kosovo, which the stocks count in Serbia."""


def made_up(count: int = 230, seed: int = 1) -> list[methods.Tables]:
    """Give tables of the world's size and shape: nearly everybody on the diagonal, a fifth of all pairs known."""
    chance = np.random.default_rng(seed)
    people = chance.lognormal(15, 2, count)
    cells = chance.lognormal(5, 2.5, (count, count)) * (chance.random((count, count)) < 0.2)
    np.fill_diagonal(cells, people)
    tables = [cells]
    for _ in PERIODS:
        tables.append(tables[-1] * chance.lognormal(0.03, 0.15, (count, count)))
        np.fill_diagonal(tables[-1], np.diagonal(tables[-2]) * chance.uniform(0.99, 1.08, count))
    rates = chance.uniform(0.02, 0.06, (2, count))
    return [
        methods.Tables.of(one, two, two.sum(0) * rates[0], one.sum(0) * rates[1])
        for one, two in itertools.pairwise(tables)
    ]


def real() -> tuple[list[str], list[methods.Tables]]:
    """Give the places and the six periods of the United Nations' tables, both sexes together."""
    stock = pl.read_parquet(DATA / "undesa-migrant-stock-2024" / "migrant_stock.parquet")
    prospects = pl.read_parquet(DATA / "un-wpp-2024" / "wpp2024_annual.parquet").with_columns(
        place=pl.col("iso3").replace(NAMES)
    )
    places = sorted(set(prospects["place"].drop_nulls()) & set(stock["destination_iso3"]))
    squares = {}
    for year in range(1990, 2025, 5):
        at = stock.filter(pl.col("year") == year).select(
            birthplace="origin_iso3", residence="destination_iso3", people="migrants"
        )
        people = prospects.filter(pl.col("year") == year).group_by("place")
        populations = people.agg(people=pl.col("pop_midyear").sum() * 1000)
        squares[year] = stocks.stock_table(at, populations, places, unknown_pairs_are_empty=True)
    periods = []
    for start, end in PERIODS:
        # Stocks are those of 1 July, so half of the first and half of the last year count.
        weight = pl.when(pl.col("year").is_in([start, end])).then(500.0).otherwise(1000.0)
        within = prospects.filter(pl.col("year").is_between(start, end))
        vital = within.group_by("place").agg((pl.col("births") * weight).sum(), (pl.col("deaths") * weight).sum())
        periods.append(stocks.tables_of_period(squares[start], squares[end], vital))
    unknown = statistics.mean(square.assumed_empty for square in squares.values())
    say("real tables: places, pairs without a number taken as empty", f"{len(places)}, {unknown:,.0f} on average")
    return places, periods


def timed(periods: list[methods.Tables]) -> float:
    """Give the median time of three runs over both sexes, six periods, six methods."""
    halves = [
        methods.Tables(one.start * share, one.end * share, one.births * share, one.deaths * share)
        for one in periods
        for share in (0.496, 0.504)
    ]
    spent = []
    for _ in range(3):
        begun = time.perf_counter()
        for one in halves:
            methods.estimate_all(one)
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def compare(places: list[str], periods: list[methods.Tables]) -> None:
    """Hold the pseudo-Bayesian flows beside those that Abel and Cohen publish (from earlier stocks and prospects)."""
    published = pl.read_parquet(DATA / "abel-cohen-flows" / "flows_da_pb_closed.parquet")
    for (start, end), known in zip(PERIODS, periods, strict=True):
        told = estimates.accounts(known.start, known.end, births=known.births, deaths=known.deaths)
        minimum, between = estimates.minimum(told), estimates.pseudo_bayesian(told)
        theirs = published.filter(pl.col("period_start") == start).select(
            origin="origin_iso3", destination="destination_iso3", theirs="migrants"
        )
        both = stocks.long(between, places).join(theirs, on=["origin", "destination"], how="left")
        filled = both.with_columns(pl.col("theirs").fill_null(0.0))  # they leave out corridors of nobody
        agree = filled.select(pl.corr("people", "theirs")).item()
        expected = estimates.net_of_populations(known.start, known.end, known.births, known.deaths)
        apart = np.abs(estimates.net_of(between) - expected).sum() / np.abs(expected).sum()
        say(
            f"{start}-{end}: minimum, pseudo-Bayesian, theirs (million)",
            f"{minimum.sum() / 1e6:.1f}, {between.sum() / 1e6:.1f}, {theirs['theirs'].to_numpy().sum() / 1e6:.1f}; "
            f"correlation {agree:.3f}; unexplained {told.unexplained / 1e6:+.2f}; net moves apart {apart:.1%}",
        )


def main() -> None:
    """Print the figures of flows."""
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    what = f"six methods, six periods, both sexes, 230 places, {threads} thread"
    spent = timed(made_up())
    say(f"{what}, made up", f"{spent:.2f} s", "3 s", met=spent <= SECONDS)
    if not (DATA / "undesa-migrant-stock-2024").is_dir():
        say("the same on the United Nations' tables", "left out: they are not beside this repository")
        return
    places, periods = real()
    spent = timed(periods)
    say(f"the same, the United Nations' tables, {len(places)} places", f"{spent:.2f} s", "3 s", met=spent <= SECONDS)
    compare(places, periods)


if __name__ == "__main__":
    main()
