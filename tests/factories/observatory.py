"""Figures for tests: one small dataset with all five kinds of nothing, loaded and published."""

from datetime import UTC, datetime
from typing import Any

import polars as pl

from roundtable.records.observatory.models import Audience, Vintage
from roundtable.records.observatory.services import loading, publishing
from roundtable.records.observatory.services.looking import Looked, look_at, mapping_of
from tests.factories.parties import DialogueFactory, PartyFactory

LONG_AGO = datetime(2026, 1, 10, tzinfo=UTC)
MAPPING = """
dataset: arrivals
title: {en: Arrivals, ru: Прибытия}
source: A ministry
licence: CC BY 4.0
address: https://example.org/arrivals
file: arrivals.csv
dimensions:
- {name: geo, column: geo}
- {name: sex, column: sex}
time: {column: year}
measures:
- {column: people, unit: persons}
"""
CELLS: tuple[tuple[str, str, str, float | None, str | None], ...] = (
    ("AUT", "F", "2023", 7.0, None),
    ("AUT", "F", "2024", 0.0, None),
    ("AUT", "M", "2023", 5.0, None),
    ("AUT", "M", "2024", None, "Q"),
    ("GEO", "F", "2023", None, "O"),
    ("GEO", "F", "2024", None, "L"),
    ("GEO", "M", "2023", None, "M"),
    ("GEO", "M", "2024", 12.5, "E"),
)
NAMES = ["geo", "sex", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"]


def table() -> None:
    """Austria and Georgia at the table."""
    DialogueFactory()
    PartyFactory(code="GE", iso3="GEO", listed_as="Georgia")
    PartyFactory(code="AT", iso3="AUT", listed_as="Austria")


def rows(cells: Any = CELLS) -> pl.DataFrame:
    """Cells as a frame."""
    types = dict.fromkeys(NAMES, pl.String) | {"OBS_VALUE": pl.Float64}
    return pl.DataFrame(list(cells), schema=types, orient="row")


def looked(cells: Any = CELLS, *, at: datetime = LONG_AGO, mapping: str = MAPPING) -> Looked:
    """What a load would be."""
    return look_at(mapping_of(mapping), rows(cells), today=at.date(), name="arrivals.csv")


def staged(cells: Any = CELLS, *, at: datetime = LONG_AGO, mapping: str = MAPPING, **described: Any) -> Vintage:
    """A load that waits, of a dataset for everybody unless told otherwise."""
    described = {"audience": Audience.PUBLIC, **described}
    return loading.load(looked(cells, at=at, mapping=mapping), by=None, at=at, **described)


def published(cells: Any = CELLS, *, at: datetime = LONG_AGO, mapping: str = MAPPING, **described: Any) -> Vintage:
    """A load that was published at the moment when it was loaded."""
    return publishing.publish(staged(cells, at=at, mapping=mapping, **described), by=None, at=at)
