"""Five kinds of nothing never turn into one another."""

import doctest

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_analytics.frames import periods, statuses
from roundtable_analytics.frames.cube import complete, cube, say_missing
from roundtable_analytics.frames.shape import Dimension, Measure, Shape, UnfitError
from roundtable_analytics.frames.statuses import Nothing, kind
from roundtable_analytics.frames.sums import total

SHAPE = Shape((Dimension("geo"), Dimension("sex")))
ABSENT = ["O", "L", "M", "Q"]
CELLS = st.one_of(
    st.tuples(st.floats(-1e9, 1e9), st.sampled_from([None, "A", "B", "E", "P"])),
    st.tuples(st.just(0.0), st.sampled_from([None, "A"])),
    st.tuples(st.none(), st.sampled_from(ABSENT)),
)


def rows_of(cells):
    return pl.DataFrame(
        {
            "geo": [f"G{place % 3}" for place in range(len(cells))],
            "sex": [f"S{place}" for place in range(len(cells))],
            "TIME_PERIOD": ["2024"] * len(cells),
            "OBS_VALUE": [cell[0] for cell in cells],
            "OBS_STATUS": [cell[1] for cell in cells],
        },
        schema_overrides={"OBS_VALUE": pl.Float64, "OBS_STATUS": pl.String},
    )


@pytest.mark.parametrize("module", [statuses, periods])
def test_the_examples_of_the_page_are_true(module):
    assert doctest.testmod(module).failed == 0


@given(st.lists(CELLS, max_size=30))
def test_a_cube_keeps_every_kind(cells):
    made = cube(rows_of(cells), SHAPE)

    expected = ["0" if value == 0 else status if value is None else None for value, status in cells]
    assert made.rows.select(kind())["nothing"].to_list() == expected


@given(st.lists(CELLS, min_size=1, max_size=30))
def test_a_sum_is_a_number_only_when_every_part_that_can_exist_is_known(cells):
    groups = total(cube(rows_of(cells), SHAPE), over=["sex"])

    for group in groups.iter_rows(named=True):
        parts = [cell for place, cell in enumerate(cells) if f"G{place % 3}" == group["geo"]]
        lacking = {status for value, status in parts if value is None} - {"M"}
        numbers = [value for value, _status in parts if value is not None]
        assert group["parts"] == len(parts)
        assert group["known"] == pytest.approx(sum(numbers))
        if lacking:
            assert group["OBS_VALUE"] is None
            assert group["OBS_STATUS"] == (lacking.pop() if len(lacking) == 1 else "O")
        elif numbers:
            assert group["OBS_VALUE"] == pytest.approx(sum(numbers))
            assert group["OBS_STATUS"] is None
        else:
            assert (group["OBS_VALUE"], group["OBS_STATUS"]) == (None, "M")
        counted = {
            name: sum(cell == (None, code) for cell in parts)
            for name, code in zip(["missing", "not_reported", "not_applicable", "suppressed"], ABSENT, strict=True)
        }
        assert {name: group[name] for name in counted} == counted


def test_a_sum_over_everything_is_one_row():
    whole = total(cube(rows_of([(1.0, None), (0.0, None)]), SHAPE), over=SHAPE.key)

    assert whole.select("OBS_VALUE", "parts").rows() == [(1.0, 2)]


def test_a_cell_has_to_say_which_nothing_it_is():
    untold = rows_of([(1.0, None), (None, None)])

    with pytest.raises(UnfitError, match="do not say why, the first is G1 · S1 · 2024"):
        cube(untold, SHAPE)
    assert cube(say_missing(untold), SHAPE).rows["OBS_STATUS"].to_list() == [None, "O"]


def test_saying_missing_changes_no_other_kind():
    cells = [(0.0, None), (None, "Q"), (None, "L"), (None, "M"), (float("nan"), "P"), (None, None)]

    told = say_missing(rows_of(cells))

    assert told.select(kind())["nothing"].to_list() == ["0", "Q", "L", "M", "O", "O"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([(float("nan"), None)], "NaN"),
        ([(4.0, "Q")], "beside a code that says there is none"),
    ],
)
def test_a_contradiction_is_refused(cells, sentence):
    with pytest.raises(UnfitError, match=sentence):
        cube(rows_of(cells), SHAPE)


def test_a_cell_comes_once_and_every_key_says_something():
    rows = rows_of([(1.0, None)])

    with pytest.raises(UnfitError, match="come more than once, the first is G0 · S0 · 2024"):
        cube(pl.concat([rows, rows]), SHAPE)
    with pytest.raises(UnfitError, match="In column geo, 1 rows say nothing"):
        cube(rows.with_columns(geo=pl.lit(None, pl.String)), SHAPE)
    with pytest.raises(UnfitError, match="no column geo"):
        cube(rows.drop("geo"), SHAPE)
    with pytest.raises(UnfitError, match="not in the list: G0"):
        cube(rows, Shape((Dimension("geo", codes=("X",)), Dimension("sex"))))


def test_rows_that_are_not_there_are_said_to_be_what_the_caller_knows():
    short = cube(rows_of([(5.0, None)]), SHAPE)
    codes = {"geo": ["G0", "G9"], "sex": ["S0"], "TIME_PERIOD": ["2024"]}

    full = complete(short, codes, Nothing.NOT_REPORTED)

    assert full.rows.select("geo", kind()).rows() == [("G0", None), ("G9", "L")]
    assert total(full, over=["geo"])["OBS_STATUS"].to_list() == ["L"]
    with pytest.raises(UnfitError, match="never zero"):
        complete(short, codes, Nothing.ZERO)


def test_measures_have_their_own_reasons():
    shape = Shape((Dimension("geo"),), measures=(Measure("men", status="M1"), Measure("women", status="M2")))
    rows = pl.DataFrame({"geo": ["A"], "TIME_PERIOD": ["2024"], "men": [1], "women": [None], "M2": ["Q"]})

    made = cube(rows.cast({"women": pl.Int64}), shape)

    assert total(made, over=["geo"], measure="women")["M2"].to_list() == ["Q"]
    assert total(made, over=["geo"], measure="men")["men"].to_list() == [1.0]
    with pytest.raises(UnfitError, match="no measure children"):
        total(made, over=["geo"], measure="children")


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-A1", "2024-01-01", "2024-12-31"),
        ("2024-S2", "2024-07-01", "2024-12-31"),
        ("2024-T2", "2024-05-01", "2024-08-31"),
        ("2024-M02", "2024-02-01", "2024-02-29"),
        ("2024-W01", "2024-01-01", "2024-01-07"),
        ("2024-D366", "2024-12-31", "2024-12-31"),
        ("2015-01-01/P5Y", "2015-01-01", "2019-12-31"),
        ("2015-03-15/P2M", "2015-03-15", "2015-05-14"),
        ("2015-01-01/P2W", "2015-01-01", "2015-01-14"),
        ("2024-03-30T10:00:00Z", "2024-03-30", "2024-03-30"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period, first, last):
    assert [str(day) for day in periods.bounds(period)] == [first, last]


@pytest.mark.parametrize(
    "period", ["", "24", "2024-13", "2024-02-30", "2024-Q5", "2023-D366", "2023-W53", "x", "0000", "2015-01-01/P0D"]
)
def test_what_is_no_period_has_no_days(period):
    assert periods.bounds(period) is None
