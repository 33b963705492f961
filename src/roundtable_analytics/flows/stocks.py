"""From long tables of stocks and vital events (Polars) to the square tables of the methods, and back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from roundtable_analytics.flows.methods import Tables
from roundtable_analytics.flows.tables import FlowError, Table, named


@dataclass(frozen=True, slots=True)
class Square:
    """A stock table with what had to be assumed to make it: the pairs of places for which nobody gave a number."""

    places: tuple[str, ...]
    cells: Table
    assumed_empty: int


def stock_table(
    stocks: pl.DataFrame, populations: pl.DataFrame, places: Sequence[str], *, unknown_pairs_are_empty: bool
) -> Square:
    """Give the square stock table of one date.

    `stocks` has the columns birthplace, residence, people (rows of one pair are added; a null makes the pair
    unknown); `populations` has place, people. Natives are the population less all foreign-born. Pairs without a row
    are unknown, not empty: they are counted in the answer when the caller says they may be taken as empty, and
    refused otherwise. Raises FlowError where a population is missing or smaller than its foreign-born.
    """
    position = {place: number for number, place in enumerate(places)}
    count = len(places)
    inside = stocks.filter(
        pl.col("birthplace").is_in(list(places)) & pl.col("residence").is_in(list(places)),
        pl.col("birthplace") != pl.col("residence"),
    )
    people = pl.col("people").cast(pl.Float64)
    grouped = inside.group_by("birthplace", "residence").agg(
        people=pl.when(people.null_count() == 0).then(people.sum())
    )
    cells = np.full((count, count), np.nan)
    birth = [position[place] for place in grouped["birthplace"]]
    home = [position[place] for place in grouped["residence"]]
    cells[birth, home] = grouped["people"].to_numpy()
    np.fill_diagonal(cells, 0.0)
    unknown = int(np.isnan(cells).sum())
    if unknown and not unknown_pairs_are_empty:
        raise FlowError(f"For {unknown} pairs of places nobody gave a stock. Say whether they may be taken as empty.")
    cells = np.nan_to_num(cells)
    natives = _by_place(populations, places, "people", "population") - cells.sum(0)
    wrong = np.flatnonzero(natives < 0)
    if wrong.size:
        raise FlowError(f"Some places have more foreign-born than people: {named(wrong)}.")
    return Square(tuple(places), cells + np.diag(natives), unknown)


def tables_of_period(start: Square, end: Square, vital: pl.DataFrame) -> Tables:
    """Join two stock tables of the same places with the births and deaths between them (place, births, deaths)."""
    if start.places != end.places:
        raise FlowError("The two stock tables are not of the same places in the same order.")
    births = _by_place(vital, start.places, "births", "number of births")
    deaths = _by_place(vital, start.places, "deaths", "number of deaths")
    return Tables.of(start.cells, end.cells, births, deaths)


def long(flows: Table, places: Sequence[str]) -> pl.DataFrame:
    """Give a flow table as rows: origin, destination, people; nobody moves from a place to itself."""
    origin, destination = np.nonzero(~np.eye(len(places), dtype=bool))
    names = np.array(places, dtype=object)
    return pl.DataFrame(
        {
            "origin": names[origin].tolist(),
            "destination": names[destination].tolist(),
            "people": flows[origin, destination],
        }
    )


def _by_place(table: pl.DataFrame, places: Sequence[str], column: str, told: str) -> Table:
    order = pl.DataFrame({"place": list(places)})
    values = order.join(table.select("place", column), on="place", how="left", maintain_order="left")
    if values.height != len(places):
        raise FlowError(f"A place has more than one {told}.")
    missing = values.filter(pl.col(column).is_null())["place"].to_list()
    if missing:
        raise FlowError(f"These places have no {told}: {', '.join(missing[:5])}.")
    return values[column].cast(pl.Float64).to_numpy()
