"""The folders: a load is whole or not at all, a vintage never changes, what is withdrawn is gone and says why."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq

from roundtable_analytics.catalog.description import Description, description, description_text, origin, origin_facts
from roundtable_analytics.catalog.sql import distinct_twice, key_count, quoted, roll_up
from roundtable_analytics.frames.cube import cube
from roundtable_analytics.frames.shape import Origin, UnfitError

ROWS, FACTS, WITHDRAWN, DESCRIPTION, LOADING = (
    "rows.parquet",
    "vintage.json",
    "withdrawn.json",
    "dataset.json",
    ".loading-",
)
ROW_GROUP = 122_880
_NAME = re.compile(r"[a-z][a-z0-9-]{0,79}")
_VINTAGE = "%Y-%m-%dT%H%M%S.%fZ"


class NotThere(LookupError):  # noqa: N818 - a name that says what happened
    """There is no such dataset, or nothing was known of it on that day."""


class AlreadyLoaded(ValueError):  # noqa: N818 - a name that says what happened
    """A vintage of this moment stands already."""


class Withdrawn(LookupError):  # noqa: N818 - a name that says what happened
    """What was asked for was withdrawn. `notice` says why, `at` when."""

    def __init__(self, notice: str, at: datetime) -> None:
        super().__init__(notice)
        self.notice = notice
        self.at = at


@dataclass(frozen=True, slots=True)
class Vintage:
    """One load of a dataset."""

    dataset: str
    loaded_at: datetime
    rows: int
    origin: Origin
    folder: Path
    withdrawn: tuple[str, datetime] | None = None

    @property
    def place(self) -> Path:
        """The file of its rows; raises `Withdrawn` when it is gone."""
        if self.withdrawn:
            raise Withdrawn(*self.withdrawn)
        return self.folder / ROWS

    def rolled_up(self, by: tuple[str, ...]) -> Path:
        """The file of a roll-up that was computed with the load."""
        return self.place.parent / f"by-{'+'.join(by)}.parquet"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of datasets. `gate` may look at a load before it stands, and refuse it by raising."""

    root: Path
    gate: Callable[[str, Path], None] | None = None

    def folder(self, dataset: str) -> Path:
        """Give the folder of a dataset; a name is small letters, digits and hyphens."""
        if not _NAME.fullmatch(dataset):
            raise NotThere(f"“{dataset}” is no name of a dataset: small letters, digits and hyphens, a letter first.")
        return self.root / dataset

    def datasets(self) -> list[str]:
        """Give the names of all datasets, in order."""
        found = self.root.glob(f"*/{DESCRIPTION}")
        return sorted(one.parent.name for one in found if _NAME.fullmatch(one.parent.name))

    def describe(self, dataset: str, told: Description) -> None:
        """Say what a dataset is. Its shape never changes once a vintage stands: that would be another dataset."""
        folder = self.folder(dataset)
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.glob(f"*/{FACTS}")) and self.described(dataset).shape != told.shape:
            raise UnfitError(f"“{dataset}” has vintages of another shape; give the new shape a name of its own.")
        _written(folder / DESCRIPTION, description_text(told))

    def described(self, dataset: str) -> Description:
        """Give the description of a dataset."""
        place = self.folder(dataset) / DESCRIPTION
        if not place.is_file():
            raise NotThere(f"There is no dataset “{dataset}”.")
        return description(place.read_text())

    def load(self, dataset: str, parts: Iterable[pl.DataFrame], *, at: datetime, came_from: Origin) -> Vintage:
        """Load a vintage, part by part: it stands when this returns, and nothing of it when this raises.

        Each part has to fit the shape, and no cell may come twice in all of them. Roll-ups are computed from the rows
        as they were written. `at` is the moment of the load, with its zone; it names the vintage.
        """
        told = self.described(dataset)
        folder = self.folder(dataset) / _moment(at).strftime(_VINTAGE)
        if folder.exists():
            raise AlreadyLoaded(f"“{dataset}” was loaded at this moment already.")
        working = folder.parent / f"{LOADING}{folder.name}-{os.getpid()}"
        working.mkdir()
        try:
            count = _rows_written(parts, told, working / ROWS)
            _no_cell_twice(working / ROWS, told)
            if self.gate:
                self.gate(dataset, working / ROWS)
            for by in told.roll_ups:
                _rolled_up(working, told, by)
            facts = {"rows": count, "loaded_at": _moment(at).isoformat(), "origin": origin_facts(came_from)}
            _written(working / FACTS, json.dumps(facts, ensure_ascii=False))
            _flushed(working)
            try:
                working.rename(folder)
            except OSError as error:
                raise AlreadyLoaded(f"“{dataset}” was loaded at this moment already.") from error
            _flushed(folder.parent)
        finally:
            shutil.rmtree(working, ignore_errors=True)
        return self._vintage(dataset, folder)

    def vintages(self, dataset: str) -> list[Vintage]:
        """Give the vintages of a dataset, the oldest first, withdrawn ones too."""
        self.described(dataset)
        found = (one.parent for one in self.folder(dataset).glob(f"*/{FACTS}") if not one.parent.name.startswith("."))
        return sorted((self._vintage(dataset, one) for one in found), key=lambda one: one.loaded_at)

    def vintage(self, dataset: str, *, as_of: datetime | None = None) -> Vintage:
        """Give what is known now: the newest vintage that stands. With `as_of`, what was known at that moment.

        Raises `NotThere` when nothing was known, and `Withdrawn` when what was known then was withdrawn since; the
        vintage before it does not take its place, for it is not what was known.
        """
        every = self.vintages(dataset)
        if as_of is None:
            standing = [one for one in every if not one.withdrawn]
            if not standing and every and every[-1].withdrawn:
                raise Withdrawn(*every[-1].withdrawn)
        else:
            standing = [one for one in every if one.loaded_at <= _moment(as_of)]
        if not standing:
            raise NotThere(f"Nothing was known of “{dataset}” then.")
        found = standing[-1]
        if found.withdrawn:
            raise Withdrawn(*found.withdrawn)
        return found

    def withdraw(self, vintage: Vintage, *, notice: str, at: datetime) -> Vintage:
        """Take a vintage back: the notice stands first, then its rows and roll-ups are deleted."""
        if not notice.strip():
            raise ValueError("Say why it is withdrawn.")
        if not (vintage.folder / WITHDRAWN).exists():
            told = {"notice": notice, "at": _moment(at).isoformat()}
            _written(vintage.folder / WITHDRAWN, json.dumps(told, ensure_ascii=False))
            _flushed(vintage.folder)
        _emptied(vintage.folder)
        return self._vintage(vintage.dataset, vintage.folder)

    def sweep(self) -> list[Path]:
        """Clear what was left when the power failed: loads that never stood, rows whose withdrawal was cut short.

        Call it when nothing is being loaded.
        """
        left = [one for one in self.root.glob(f"*/{LOADING}*") if one.is_dir()]
        for one in left:
            shutil.rmtree(one)
        for notice in self.root.glob(f"*/*/{WITHDRAWN}"):
            left += _emptied(notice.parent)
        return left

    def _vintage(self, dataset: str, folder: Path) -> Vintage:
        facts: dict[str, Any] = json.loads((folder / FACTS).read_text())
        gone = None
        if (folder / WITHDRAWN).is_file():
            told = json.loads((folder / WITHDRAWN).read_text())
            gone = (str(told["notice"]), datetime.fromisoformat(told["at"]))
        moment = datetime.fromisoformat(facts["loaded_at"])
        return Vintage(dataset, moment, int(facts["rows"]), origin(facts["origin"]), folder, gone)


def _moment(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return at.astimezone(UTC)


def _rows_written(parts: Iterable[pl.DataFrame], told: Description, place: Path) -> int:
    count, writer = 0, None
    try:
        for part in parts:
            table = cube(part, told.shape).rows.sort(told.shape.key).to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or pq.ParquetWriter(place, table.schema, compression="zstd")
            writer.write_table(table, row_group_size=ROW_GROUP)
            count += table.num_rows
    finally:
        if writer:
            writer.close()
    if not writer:
        raise UnfitError("There is nothing to load.")
    return count


def _no_cell_twice(place: Path, told: Description) -> None:
    with duckdb.connect(":memory:") as base:
        cells, rows = base.execute(key_count(told.shape), {"place": str(place)}).fetchone() or (0, 0)
        if cells != rows:
            first = base.execute(distinct_twice(told.shape), {"place": str(place)}).fetchone() or ()
            named = " · ".join(map(str, first[:-1]))
            raise UnfitError(f"{rows - cells} rows repeat a cell, the first is {named}.")


def _rolled_up(working: Path, told: Description, by: tuple[str, ...]) -> None:
    with duckdb.connect(":memory:") as base:
        asked = roll_up(told.shape, told.shape.measures[0], by, "$place", {})
        table = base.sql(asked, params={"place": str(working / ROWS)}).to_arrow_table()
        pq.write_table(table, working / f"by-{'+'.join(quoted(name).strip(chr(34)) for name in by)}.parquet")


def _emptied(folder: Path) -> list[Path]:
    gone = list(folder.glob("*.parquet"))
    for one in gone:
        one.unlink()
    return gone


def _written(place: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    working = place.with_name(f".{place.name}.{os.getpid()}")
    with working.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    working.replace(place)


def _flushed(folder: Path) -> None:
    """Bring the files of a folder and the folder itself to the disk."""
    for one in (*(one for one in folder.iterdir() if one.is_file()), folder):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
