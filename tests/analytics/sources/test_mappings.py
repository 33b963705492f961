"""Mapping files turn tables into datasets; what they do not understand they refuse with the place."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from roundtable_analytics.catalog.description import Description
from roundtable_analytics.catalog.questions import Slice, desk
from roundtable_analytics.catalog.store import Store
from roundtable_analytics.frames.cube import cube
from roundtable_analytics.frames.shape import UnfitError
from roundtable_analytics.frames.statuses import kind
from roundtable_analytics.sources.mapping import WrongMapping, mapping
from roundtable_analytics.sources.shipped import shipped
from roundtable_analytics.sources.tables import table, trial

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TEXT = """
dataset: arrivals
title: {en: Arrivals, ru: Прибытия}
source: Office
licence: CC BY 4.0
file: arrivals.csv
dimensions:
- {name: geo, column: Country, otherwise: XX, codes: {Greece: EL}}
- {name: kind, value: ALL}
time: {text: "{Year}-Q{Quarter}"}
measures: [{column: People, unit: persons}]
attributes: [{name: note, column: Note}]
marks: [{column: Hidden, equals: true, status: Q, confidentiality: A}]
flags: {column: Flag, codes: {b: B, u: U}}
missing: not reported
empty: [":", "n/a"]
only: {Sort: [1, 2]}
"""
ROWS = """Country,Year,Quarter,People,Note,Hidden,Flag,Sort
Greece,2024,1,0,,false,,1
,2024,1,:,,false,,1
Italy,2024,2,3,few,true,,2
Italy,2024,3,12.5,,false,ub,2
Malta,2024,3,7,,false,,3
"""


def written(folder, ending):
    place = folder / f"arrivals.{ending}"
    read = pl.read_csv(ROWS.encode())
    if ending == "csv":
        place.write_text(ROWS)
    elif ending == "parquet":
        read.write_parquet(place)
    else:
        book = openpyxl.Workbook()
        for row in [read.columns, *read.rows()]:
            book.active.append(list(row))
        book.save(place)
    return place


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_table_becomes_the_same_dataset_from_every_kind_of_file(tmp_path, ending):
    told = mapping(TEXT)

    rows = table(told, written(tmp_path, ending))

    assert cube(rows, told.shape).rows.rows() == [
        ("EL", "ALL", "2024-Q1", 0.0, None, None, None),
        ("XX", "ALL", "2024-Q1", None, "L", None, None),
        ("Italy", "ALL", "2024-Q2", None, "Q", "A", "few"),
        ("Italy", "ALL", "2024-Q3", 12.5, "B", None, None),
    ]
    assert rows.select(kind())["nothing"].to_list() == ["0", "L", "Q", None]


def test_a_dry_run_says_what_would_come_and_what_is_wrong(tmp_path):
    place = written(tmp_path, "csv")
    found = trial(mapping(TEXT), place)

    assert (found.rows, found.kinds, found.problem) == (4, {"0": 1, "L": 1, "Q": 1, "number": 1}, "")
    place.write_text(ROWS + "Italy,2024,3,1,,false,,2\n")
    assert "come more than once, the first is Italy · ALL · 2024-Q3" in trial(mapping(TEXT), place).problem
    place.write_text(ROWS.replace("12.5", "twelve"))
    assert trial(mapping(TEXT), place).problem.startswith("Row 4, column People: “twelve” is no number")
    place.write_text(ROWS.replace("People", "Persons"))
    assert trial(mapping(TEXT), place).problem.startswith("The table has no column People; it has Country")
    assert "cannot be read" in trial(mapping(TEXT), tmp_path / "nothing.csv").problem
    assert "tables are read from" in trial(mapping(TEXT), tmp_path / "nothing.doc").problem
    (tmp_path / "broken.xlsx").write_text("no spreadsheet")
    assert "cannot be read" in trial(mapping(TEXT), tmp_path / "broken.xlsx").problem


def test_a_sheet_is_found_by_its_name(tmp_path):
    place = written(tmp_path, "xlsx")

    with pytest.raises(UnfitError, match="There is no sheet “Data”"):
        table(mapping(TEXT + "sheet: Data\n"), place)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("dataset: arrivals", "dataset: ../x"), "dataset: “../x” is no name"),
        (("licence: CC BY 4.0\n", ""), "licence: this is missing"),
        (("missing: not reported", "missing: zero"), "missing: write missing, not reported or not applicable"),
        (("column: Country", "colum: Country"), "dimensions, number 1, name a column, or write one value"),
        (("status: Q", "status: secret"), "marks, number 1, status: “secret” is no name"),
        (("otherwise: XX", "otherwise: XX, colour: red"), "dimensions, number 1, colour: this word is not known"),
        (("name: kind", "name: geo"), "Two columns are called geo"),
        (("time: {", "time: {column: Year, "), "time: name a column, or write a text"),
        (("[{column: People, unit: persons}]", "[]"), "name at least one column of numbers"),
        (("[{column: People, unit: persons}]", "[{column: People}, {column: Sort}]"), "each has a code of its own"),
        (("title: {en", "title: [en"), "this is no YAML"),
        (("dataset:", "a: !!python/object:os.system\ndataset:"), "this is no YAML"),
        (("measures: [", "measures: {"), "this is no YAML"),
        (("empty: [", "empty: 5 #"), "empty: write a list"),
    ],
)
def test_what_a_mapping_does_not_understand_it_refuses(change, sentence):
    assert change[0] in TEXT
    with pytest.raises(WrongMapping, match=f"(?i){sentence.replace('(', '.')}"):
        mapping(TEXT.replace(*change))


def test_every_shipped_mapping_has_its_source_and_licence():
    every = shipped()

    assert len(every) > 50
    assert all(one.origin.source and one.origin.licence and one.titles["en"] for one in every.values())


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not beside this repository")
@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_mapping_fits_the_real_file(name):
    told = shipped()[name]

    found = trial(told, DATA / told.file, show=1)

    assert found.problem == ""
    assert found.rows > 200


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not beside this repository")
@pytest.mark.parametrize(
    ("name", "codes", "period", "value"),
    [
        ("unhcr-population", {"asylum": ["TUR"], "origin": ["SYR"], "MEASURE": ["REFUGEES"]}, "2020", 3_641_370),
        ("unhcr-asylum-monthly", {"asylum": ["DEU"], "origin": ["SYR"]}, "2015-10", 30_216),
        ("eurostat-first-time-applicants", {"asylum": ["DEU"], "origin": ["SYR"]}, "2016", 268_795),
        ("eurostat-pending", {"geo": ["DEU"]}, "2023-03", None),
    ],
)
def test_known_figures_come_out_of_the_store(tmp_path, name, codes, period, value):
    told = shipped()[name]
    described = Description(told.shape, dict(told.titles))
    store = Store(tmp_path)
    store.describe(name, described)
    rows = table(told, DATA / told.file)
    vintage = store.load(name, [rows], at=datetime(2026, 1, 1, tzinfo=UTC), came_from=told.origin)

    found = desk().total(vintage, described, ["TIME_PERIOD"], Slice(codes, period, period))

    assert vintage.rows == rows.height
    assert found["OBS_VALUE"].to_list() == ([value] if value else [])
