"""Five kinds of nothing, from a file through load, store and question to every page, file and drawing: none changes."""

import csv
import io
import json
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from roundtable.kernel.files.tables import write
from roundtable.records.observatory.domain.question import Look, Question
from roundtable.records.observatory.exports import charts, files
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.answers import answer
from roundtable.records.observatory.services import loading, publishing
from roundtable.records.observatory.services.looking import look, mapping_of
from roundtable.records.observatory.views.explorer import table_of
from roundtable.ui.charts import render
from roundtable.ui.charts.rules import faults
from roundtable_analytics.frames.cube import cube
from roundtable_analytics.frames.sums import total
from tests.factories.observatory import LONG_AGO, MAPPING, published, rows, table

pytestmark = pytest.mark.django_db

FLAGGED = MAPPING + "flags: {column: status, codes: {O: O, L: L, M: M, Q: Q}}\n"
PLACES, YEARS = ("AUT", "DEU", "GEO"), ("2022", "2023", "2024")
CELL = st.tuples(st.sampled_from([0.0, 1.0, 3.5, 1200.0]), st.just("")) | st.tuples(st.none(), st.sampled_from("OLMQ"))
TABLES = st.dictionaries(st.tuples(st.sampled_from(PLACES), st.sampled_from(YEARS)), CELL, min_size=1)


def loaded(place, cells, number) -> Vintage:
    """Write cells as a file of others, load it as its mapping says, and publish it."""
    with place.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["geo", "sex", "year", "people", "status"])
        for (geo, year), (value, status) in cells.items():
            writer.writerow([geo, "F", year, "" if value is None else value, status])
    moment = LONG_AGO + timedelta(seconds=number)
    found = look(mapping_of(FLAGGED), place, today=moment.date())
    made = loading.load(found, by=None, at=moment, audience="public")
    publishing.answer(made, [one.pk for one in made.findings.all()], accepted=True, reason="So.", by=None, at=moment)
    return publishing.publish(made, by=None, at=moment)


NUMBER = iter(range(100_000))


@settings(max_examples=12)
@given(TABLES)
def test_no_kind_of_nothing_becomes_another_on_its_way_through_the_house(tmp_path_factory, cells):
    made = loaded(tmp_path_factory.mktemp("in") / "arrivals.csv", cells, next(NUMBER))
    expected = {key: (value, status) for key, (value, status) in cells.items()}
    found = answer(Question(Look.TABLE, "geo", {"sex": ("F",)}), made)

    assert {(code, period): (cell.value, cell.status) for code, period, cell in found.rows()} == expected
    told = files.table(found)

    def of_texts(code, period, value, status):
        return (code, period), (None if value in {"", None} else float(value), status or "")

    listed = list(csv.reader(io.StringIO(write(told, "csv").decode("utf-8-sig"))))
    head = listed[0]
    at = [head.index(one) for one in ("Reporting country", "Period", "Value", "Code of status")]
    assert dict(of_texts(*(row[place] for place in at)) for row in listed[1:]) == expected

    sheet = load_workbook(io.BytesIO(write(told, "xlsx"))).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert dict(of_texts(*(row[place] for place in at)) for row in lines[1:]) == expected

    body = json.loads(write(told, "json"))
    keys = ("geo", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS")
    assert dict(of_texts(*(row[key] for key in keys)) for row in body["rows"]) == expected

    frame = pl.read_parquet(io.BytesIO(files.parquet(found)))
    assert dict(of_texts(*row) for row in frame.select(keys).iter_rows()) == expected

    page = table_of(found)
    seen = {}
    for (_label, shown), code in zip(page["rows"], found.resolved.shown, strict=True):
        for cell, period in zip(shown, found.resolved.periods, strict=True):
            seen[code, period] = (cell["shown"], cell["said"], cell["kind"])
    for key, (value, status) in expected.items():
        if value is None:
            assert seen[key] == (words.SIGNS[status], words.status(status), f"nothing-{status.lower()}")
        else:
            assert (seen[key][0].replace(",", ""), seen[key][2]) == (f"{value:g}", "zero" if value == 0 else "")

    drawn = charts.chart(answer(Question(Look.LINES, "geo", {"sex": ("F",)}), made))
    assert drawn is not None
    kinds = {(row["label"], row["period"]): (row["value"], row["status"]) for row in drawn.rows}
    names = {code: found.labels.code("geo", code) for code in PLACES}
    for (geo, period), (value, status) in expected.items():
        word = words.status(status) if value is None else "zero" if value == 0 else ""
        assert kinds[names[geo], period] == (value, word)


def test_a_sum_with_a_missing_part_is_no_number_and_says_how_much_is_known():
    made = published()
    found = answer(Question(Look.TABLE, "geo"), made)
    expected = total(cube(rows(), loading.store().described("arrivals").shape), over=["sex"])
    got = {(code, period): (cell.value, cell.status or None, cell.known) for code, period, cell in found.rows()}
    assert got == {
        (one["geo"], one["TIME_PERIOD"]): (one["OBS_VALUE"], one["OBS_STATUS"], one["known"])
        for one in expected.to_dicts()
    }
    assert found.cell("AUT", "2024").lacking["suppressed"] == 1
    assert "1 of 2 parts lack" in table_of(found)["rows"][0][1][1]["said"]


@pytest.mark.parametrize("look_", [Look.LINES, Look.BARS, Look.MAP, Look.PANELS])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_drawing_keeps_the_rules_and_shows_the_signs(look_, direction):
    table()
    made = published()
    chart = charts.chart(answer(Question(look_, "geo", {"sex": ("F",)}), made))
    assert chart is not None
    assert faults(chart) == []
    drawn = render.svg(chart, "en", direction)
    assert f">{words.SIGNS['L']}" in drawn
    assert len(drawn) < 30_000 or look_ is Look.MAP
