from datetime import date
from pathlib import Path

import polars as pl
import pytest

from roundtable_analytics.indicators import asylum, integration, movement, remittances
from roundtable_analytics.indicators.parts import NOTHING_BELOW, IndicatorError, add_up, quotient
from roundtable_analytics.indicators.registry import INDICATORS, indicator
from tests.conftest import SHARED

DATA = SHARED / "data"
real = pytest.mark.skipif(not DATA.is_dir(), reason="the real tables are not beside this repository")


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.code)
def test_each_worked_example_gives_its_value(one):
    given, value = one.example
    told = one.of(pl.DataFrame({name: [number] for name, number in given.items()}))
    assert told["value"][0] == pytest.approx(value)
    assert told["missing"].to_list() == [None]
    assert set(given) == set(one.columns)


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.code)
def test_a_missing_part_is_told_and_never_a_zero(one):
    given, _ = one.example
    for absent in one.columns:
        row = {name: [None if name == absent else float(number)] for name, number in given.items()}
        told = one.of(pl.DataFrame(row, schema=dict.fromkeys(row, pl.Float64)))
        assert told["value"].to_list() == [None]
        assert absent in told["missing"][0]


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.code)
def test_a_table_without_a_column_is_refused(one):
    given, _ = one.example
    with pytest.raises((IndicatorError, pl.exceptions.ColumnNotFoundError)):
        one.of(pl.DataFrame({"other": [1]}))
    assert one.title
    assert one.formula
    assert one.unit
    assert one.sources
    assert given


def test_codes_are_unique_and_an_unknown_one_is_refused():
    codes = [one.code for one in INDICATORS]
    assert len(set(codes)) == len(codes)
    assert indicator("return.rate").title == "Returned after an order to leave"
    with pytest.raises(IndicatorError, match="no indicator"):
        indicator("return.chance")


def test_zero_of_something_is_zero_and_something_of_zero_is_nothing():
    told = quotient(pl.DataFrame({"a": [0, 5], "b": [4, 0]}), ["a"], ["b"])
    assert told["value"].to_list() == [0.0, None]
    assert told["missing"].to_list() == [None, NOTHING_BELOW]


def test_every_missing_part_is_named_once():
    told = movement.displaced_per_thousand(
        pl.DataFrame(
            {
                "refugees": [None],
                "asylum_seekers": [1],
                "other_protection": [0],
                "internally_displaced": [None],
                "population": [5],
            }
        )
    )
    assert told["missing"][0] == "refugees, internally_displaced"


def test_a_number_that_is_none_is_missing():
    told = quotient(pl.DataFrame({"a": [float("nan")], "b": [1.0]}), ["a"], ["b"])
    assert told.select("value", "missing").row(0) == (None, "a")


def test_a_sum_with_a_missing_part_is_missing():
    told = add_up(pl.DataFrame({"s": ["A", "A", "B"], "x": [1, None, 2], "y": [1, 1, 1]}), ["s"], ["x", "y"])
    assert told.rows() == [("A", None, 2, 1), ("B", 2, 1, 0)]


def test_twelve_months_need_all_twelve():
    months = [date(2020 + number // 12, number % 12 + 1, 1) for number in range(26)]
    table = pl.DataFrame({"state": ["A"] * 26, "month": months, "applications": list(range(1, 27))})
    holed = table.with_columns(applications=pl.when(pl.col("month") != date(2020, 3, 1)).then(pl.col("applications")))
    gone = table.filter(pl.col("month") != date(2020, 3, 1))
    full = asylum.last_twelve_months(table, by=["state"])["applications_12_months"].to_list()
    assert full[:11] == [None] * 11
    assert full[11] == sum(range(1, 13))
    assert full[25] == sum(range(15, 27))
    part = asylum.last_twelve_months(holed, by=["state"])["applications_12_months"].to_list()
    assert part[:14] == [None] * 14
    assert part[14] == sum(range(4, 16))
    missing = asylum.last_twelve_months(gone, by=["state"])["applications_12_months"].to_list()
    assert missing[:13] == [None] * 13
    assert missing[13] == sum(range(4, 16))
    with pytest.raises(IndicatorError, match="comes twice"):
        asylum.last_twelve_months(pl.concat([table, table]), by=["state"])


def test_the_two_recognition_rates_differ_on_the_same_decisions():
    decided = pl.DataFrame({"dec_recognized": [40], "dec_other": [30], "dec_rejected": [30], "dec_closed": [50]})
    assert asylum.refugee_recognition(decided)["value"][0] == 40
    assert asylum.total_recognition(decided)["value"][0] == 70
    eurostat = pl.DataFrame({"decisions_positive": [70], "decisions_total": [100]})
    assert asylum.first_instance_recognition(eurostat)["value"][0] == 70


@real
def test_germany_in_2016_by_the_published_counts():
    applied = pl.read_parquet(DATA / "unhcr-refugee-statistics" / "asylum_applications.parquet")
    new = applied.filter(pl.col("year") == 2016, pl.col("asylum_iso3") == "DEU", pl.col("app_type") == "N")[
        "applied"
    ].sum()
    people = pl.read_parquet(DATA / "un-wpp-2024" / "wpp2024_annual.parquet").filter(
        pl.col("year") == 2016, pl.col("iso3") == "DEU"
    )["pop_midyear"][0]
    told = asylum.applications_per_thousand(pl.DataFrame({"applications": [new], "population": [people * 1000]}))
    assert new == 722_373
    assert told["value"][0] == pytest.approx(8.78, abs=0.1)


@real
def test_employment_gaps_of_the_real_survey_leave_out_no_state():
    table = pl.read_parquet(DATA / "eurostat-residence-integration" / "employment_rate_by_citizenship.parquet")
    wide = table.pivot(on="citizen", index=["time", "geo", "sex", "age"], values="value")
    told = integration.gap(wide.rename({"Foreign country": "migrants", "Reporting country": "nationals"}))
    assert told.height == wide.height
    known = told.filter(pl.col("missing").is_null())
    assert known.height > 100
    assert known["value"].null_count() == 0
    assert told.filter(pl.col("missing").is_not_null())["value"].null_count() == told.height - known.height


@real
def test_real_prices_of_remittances():
    path: Path = DATA / "remittances" / "rpw_corridor_costs_2016_2024.csv"
    quarter = pl.read_csv(path).filter(pl.col("quarter") == pl.col("quarter").max())
    told = remittances.dear_corridors(quarter.select(cost="avg_cost_pct_200usd"))
    assert told.height == 1
    assert 0 < told["value"][0] < 100
