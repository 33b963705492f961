"""Profiles of countries: the figures that matter, for whoever may see them, on a page, in files and on paper."""

import csv
import io

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundtable.ground.trust.public import Role
from roundtable.records.observatory.models import Audience, Finding
from roundtable.records.observatory.services import loading, publishing
from roundtable.records.observatory.services.demo import demo
from roundtable.records.observatory.services.looking import look, shipped_mapping
from tests.factories.observatory import LONG_AGO, published, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def _text(answer):
    return answer.content.decode()


def _rows(answer):
    return {row["Figure"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}


SHEET = {
    "concept": "immigration",
    "source": "sample survey",
    "months": 3,
    "covers": ["all"],
    "reference": "calendar year",
}


def test_a_profile_tells_a_series_by_its_sheet_with_every_nothing_in_words(client):
    table()
    published(sheet=SHEET)
    row = _rows(client.get("/observatory/countries/at.csv"))["Immigration in the year"]
    assert (row["Value"], row["Period"], row["Grade"]) == ("", "2024", "B: with care")
    assert row["Remark, or why there is no number"] == "kept back: 1 of 2 parts lack; the known ones make 0"
    assert row["Source"] == "A ministry"
    page = _text(client.get("/observatory/countries/AT/"))
    for words in ("kept back", "Last known: 12 in 2023", "/observatory/arrivals/explore/?"):
        assert words in page


def test_figures_come_only_from_datasets_that_the_reader_may_see(client):
    table()
    published(sheet=SHEET, audience=Audience.PARTIES)
    assert "Austria" not in _text(client.get("/observatory/countries/"))
    assert client.get("/observatory/countries/AT/").status_code == 404
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert "Austria" in _text(client.get("/observatory/countries/"))
    assert "Immigration in the year" in _text(client.get("/observatory/countries/AT/"))
    assert client.get("/observatory/countries/AT.csv")["Content-Disposition"].count("PARTIES-profile-AT.csv")


def test_the_list_is_searched_by_name_and_code_and_handed_out_as_shown(client):
    table()
    published()
    assert "Georgia" not in _text(client.get("/observatory/countries/?q=aus"))
    assert "Georgia" in _text(client.get("/observatory/countries/?q=GEO"))
    told = client.get("/observatory/countries/?q=aus&download=csv").content.decode("utf-8-sig")
    assert [row["Code"] for row in csv.DictReader(io.StringIO(told))] == ["AT"]
    assert "No country that is known here" in _text(client.get("/observatory/countries/?q=nowhere"))


def test_the_profile_of_made_up_figures_says_so_costs_little_and_is_printed_on_two_sheets(client):
    table()
    demo(seed=5, at=LONG_AGO)
    address = "/observatory/countries/at/"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(address)
    assert len(asked) <= 15, [one["sql"] for one in asked]
    assert "New applications for asylum received" in _text(page)
    assert "Demonstration data" in _text(page)
    assert len(page.content) < 150_000
    sheet = client.get("/observatory/countries/AT.pdf")
    assert sheet.content.startswith(b"%PDF")
    assert sheet["Content-Type"] == "application/pdf"
    assert b"/Count 2" in sheet.content or b"/Count 1" in sheet.content


def test_a_period_without_a_row_stays_a_gap_in_the_drawing(client):
    table()
    numbers = [("AUT", "F", year, 5.0, None) for year in ("2020", "2021", "2024", "2025")]
    others = [("GEO", "F", str(year), 3.0, None) for year in range(2020, 2026)]
    published([*numbers, *others], sheet=SHEET)
    assert _text(client.get("/observatory/countries/AT/")).count("<polyline") == 2
    assert _text(client.get("/observatory/countries/GE/")).count("<polyline") == 1


def test_unknown_places_and_formats_are_not_there(client):
    table()
    published()
    assert client.get("/observatory/countries/ZZ/").status_code == 404
    assert client.get("/observatory/countries/FR/").status_code == 404
    assert client.get("/observatory/countries/AT.doc").status_code == 404


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["eurostat-decisions", "worldbank-indicators"])
def test_profiles_tell_real_figures_as_the_files_hold_them(client, shared_data, name):
    table()
    for one in ("eurostat-decisions", "worldbank-indicators"):
        told = shipped_mapping(one)
        assert told is not None
        looked = look(told, shared_data / "data" / told.file, today=LONG_AGO.date())
        vintage = loading.load(looked, by=None, at=LONG_AGO, audience=Audience.PUBLIC)
        Finding.objects.filter(vintage=vintage).update(answer="accepted", reason="so", answered_at=LONG_AGO)
        publishing.publish(vintage, by=None, at=LONG_AGO)
        if one == name:
            cells = looked.rows
    found = _rows(client.get("/observatory/countries/AT.csv"))
    if name == "worldbank-indicators":
        wanted = cells.filter((pl.col("geo") == "AUT") & (pl.col("indicator") == "BX.TRF.PWKR.CD.DT"))
        last = wanted.sort("TIME_PERIOD").row(-1, named=True)
        row = found["Money received from abroad"]
        assert (row["Period"], float(row["Value"])) == (last["TIME_PERIOD"], last["OBS_VALUE"])
    else:
        last = cells.filter(pl.col("geo") == "AUT")["TIME_PERIOD"].max()
        here = cells.filter((pl.col("geo") == "AUT") & (pl.col("TIME_PERIOD") == last))
        numbers = dict(here.select("MEASURE", "OBS_VALUE").rows())
        rate = numbers["DECISIONS_POSITIVE"] / numbers["DECISIONS_TOTAL"] * 100
        row = found["Recognition rate at first instance (as Eurostat defines it)"]
        assert float(row["Value"]) == pytest.approx(rate, abs=0.005)
