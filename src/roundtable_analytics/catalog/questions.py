"""Questions to a vintage: slices, roll-ups, and what changed between two vintages. DuckDB answers in the process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from roundtable_analytics.catalog.description import Description
from roundtable_analytics.catalog.sql import condition, quoted, roll_up, rolled_further
from roundtable_analytics.catalog.store import Vintage
from roundtable_analytics.frames.shape import UnfitError


@dataclass(frozen=True, slots=True)
class Slice:
    """Which cells: codes by dimension, and periods from `start` to `end` as texts of SDMX."""

    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A place to ask from: one connection for a thread. `threads` bounds what one question may take."""

    base: duckdb.DuckDBPyConnection

    def cells(
        self, vintage: Vintage, told: Description, wanted: Slice | None = None, *, limit: int = 0
    ) -> pl.DataFrame:
        """Give the cells of a slice, ordered by their key."""
        wanted = wanted or Slice()
        columns = ", ".join(quoted(name) for name in told.shape.columns)
        keys = ", ".join(quoted(name) for name in told.shape.key)
        more = f" LIMIT {int(limit)}" if limit else ""
        asked = (
            f"SELECT {columns} FROM read_parquet($place) WHERE {_where(told, wanted)}"  # noqa: S608 - names of the shape
            f" ORDER BY {keys}{more}"
        )
        return self._asked(asked, vintage.place, wanted)

    def total(
        self, vintage: Vintage, told: Description, by: Sequence[str], wanted: Slice | None = None, *, measure: str = ""
    ) -> pl.DataFrame:
        """Give a measure added up over everything but `by`; each sum says how much of it lacks (`frames.sums.total`).

        A roll-up of the load answers where it holds every column that is asked for, else the rows.
        """
        wanted = wanted or Slice()
        found = next((one for one in told.shape.measures if one.name == (measure or told.shape.measures[0].name)), None)
        if found is None:
            raise UnfitError(f"The dataset has no measure {measure}.")
        where = {"where": _where(told, wanted)}
        order = f" ORDER BY {', '.join(quoted(name) for name in by)}" if by else ""
        rolled = self.roll_up_for(told, by, wanted) if found == told.shape.measures[0] else None
        if rolled is not None:
            return self._asked(rolled_further(found, by, where) + order, vintage.rolled_up(rolled), wanted)
        return self._asked(roll_up(told.shape, found, by, "$place", where) + order, vintage.place, wanted)

    @staticmethod
    def roll_up_for(told: Description, by: Sequence[str], wanted: Slice) -> tuple[str, ...] | None:
        """Give the smallest roll-up that can answer, by its columns; None when only the rows can."""
        needed = {*by, *wanted.codes}
        if (wanted.start or wanted.end) and told.shape.time:
            needed.add(told.shape.time)
        able = [one for one in told.roll_ups if needed <= set(one)]
        return min(able, key=len) if able else None

    def changes(self, old: Vintage, new: Vintage, told: Description) -> pl.DataFrame:
        """Give what differs between two vintages: the key, `change` (added, removed, changed), and both cells."""
        shape = told.shape
        values = [name for name in shape.columns if name not in shape.key]
        keys = ", ".join(f"coalesce(n.{quoted(name)}, o.{quoted(name)}) AS {quoted(name)}" for name in shape.key)
        both = ", ".join(f"o.{quoted(name)} AS {quoted('old_' + name)}, n.{quoted(name)}" for name in values)
        on = " AND ".join(f"o.{quoted(name)} = n.{quoted(name)}" for name in shape.key)
        differs = " OR ".join(f"o.{quoted(name)} IS DISTINCT FROM n.{quoted(name)}" for name in values)
        first = quoted(shape.key[0])
        asked = (
            f"SELECT {keys}, CASE WHEN o.{first} IS NULL THEN 'added' WHEN n.{first} IS NULL THEN 'removed'"  # noqa: S608 - names of the shape
            f" ELSE 'changed' END AS change, {both} FROM read_parquet($old) o FULL JOIN read_parquet($place) n ON {on}"
            f" WHERE {differs} OR o.{first} IS NULL OR n.{first} IS NULL ORDER BY ALL"
        )
        return pl.DataFrame(
            self.base.sql(asked, params={"old": str(old.place), "place": str(new.place)}).to_arrow_table()
        )

    def _asked(self, asked: str, place: Path, wanted: Slice) -> pl.DataFrame:
        told: dict[str, Any] = {"place": str(place)}
        told |= {f"in_{number}": list(codes) for number, codes in enumerate(wanted.codes.values())}
        told |= {name: text for name, text in (("start", wanted.start), ("end", wanted.end)) if text}
        return pl.DataFrame(self.base.sql(asked, params=told).to_arrow_table())


def desk(*, threads: int = 0, memory: str = "", spill: str = "") -> Desk:
    """Open a place to ask from: in memory, without extensions from outside; bound by threads and memory if told.

    `spill` is the folder for what does not fit into that memory.
    """
    told: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    if threads:
        told["threads"] = threads
    if memory:
        told["memory_limit"] = memory
    if spill:
        told["temp_directory"] = spill
    return Desk(duckdb.connect(":memory:", config=told))


def _where(told: Description, wanted: Slice) -> str:
    if foreign := set(wanted.codes) - set(told.shape.key):
        raise UnfitError(f"The dataset is not divided by {', '.join(sorted(foreign))}.")
    return condition(list(wanted.codes), told.shape.time, start=bool(wanted.start), end=bool(wanted.end))
