"""Questions find the cells they mean in rows that lie in a file, and what is streamed is whole or known to be cut."""

import io
import itertools

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_analytics.catalog import selecting, streaming
from roundtable_analytics.catalog.selecting import Selection, rows, selected
from roundtable_analytics.frames.periods import bounds
from roundtable_analytics.frames.shape import Dimension, Shape, UnfitError
from roundtable_analytics.sdmx.rest.addresses import question_15, question_20
from roundtable_analytics.sdmx.rest.cells import columns, holds, selection
from roundtable_analytics.sdmx.rest.faults import Fault
from roundtable_analytics.sdmx.rest.reading import parameters

SHAPE = Shape((Dimension("geo"), Dimension("sex")))
PERIODS = ["2019", "2020", "2020-05", "2020-Q2", "2021"]
CODES = {"geo": ["AUT", "d'Or", "GEO"], "sex": ["F", "M"], "TIME_PERIOD": PERIODS}
KEYS = list(itertools.product(*CODES.values()))


@pytest.fixture
def place(tmp_path):
    cells = [(*key, None if at % 7 == 3 else float(at), "Q" if at % 7 == 3 else None) for at, key in enumerate(KEYS)]
    frame = pl.DataFrame(cells, schema=[*CODES, "OBS_VALUE", "OBS_STATUS"], orient="row")
    frame = frame.with_columns(pl.lit(None, pl.String).alias("CONF_STATUS"))
    frame.write_parquet(tmp_path / "rows.parquet")
    return tmp_path / "rows.parquet"


def found(place, question):
    wanted = selection(question.chosen, SHAPE, CODES)
    with duckdb.connect(":memory:") as base:
        return base.sql(selected(SHAPE, wanted, rows(place), order=SHAPE.key)).pl()


def asked(path="all", query=""):
    return question_15(f"data/A/{path}", parameters(query))


def asked_20(key="*", query=""):
    return question_20(f"data/dataflow/RT/A/1.0/{key}", parameters(query))


def test_keys_choose_their_cells(place):
    assert found(place, asked()).height == len(KEYS)
    assert set(found(place, asked("AUT+GEO.F"))["geo"]) == {"AUT", "GEO"}
    two = found(place, asked_20("AUT.F,GEO.M"))
    assert set(two.select("geo", "sex").rows()) == {("AUT", "F"), ("GEO", "M")}
    assert found(place, asked("XYZ.")).height == 0
    # A quotation mark in a code is a letter like others.
    assert found(place, asked_20("*", "c[geo]=d'Or")).height == 10


def test_periods_are_compared_by_their_days(place):
    def periods(query):
        return sorted(set(found(place, asked(query=query))["TIME_PERIOD"]))

    assert periods("startPeriod=2020-05") == ["2020-05", "2021"]
    assert periods("startPeriod=2020-04") == ["2020-05", "2020-Q2", "2021"]
    assert periods("endPeriod=2020-06") == ["2019", "2020-05", "2020-Q2"]
    assert periods("startPeriod=2020&endPeriod=2020") == ["2020", "2020-05", "2020-Q2"]


def test_components_are_compared_in_every_way(place):
    assert set(found(place, asked_20(query="c[geo]=sw:G,ew:T"))["geo"]) == {"AUT", "GEO"}
    assert set(found(place, asked_20(query="c[geo]=ne:AUT+nc:Or"))["geo"]) == {"GEO"}
    assert set(found(place, asked_20(query="c[OBS_STATUS]=Q"))["OBS_VALUE"]) == {None}
    assert found(place, asked_20(query="c[OBS_STATUS]=ne:Q"))["OBS_VALUE"].null_count() == 0
    assert found(place, asked_20(query="c[OBS_VALUE]=ge:5+lt:8"))["OBS_VALUE"].to_list() == [5.0, 6.0, 7.0]


def test_the_first_and_the_last_of_each_series_stay(place):
    both = found(place, asked("AUT.F", "firstNObservations=1&lastNObservations=2"))
    assert both["TIME_PERIOD"].to_list() == ["2019", "2020-Q2", "2021"]
    assert found(place, asked(query="lastNObservations=1")).height == 6


def test_what_the_dataset_does_not_have_is_told():
    for query, code in (("c[age]=Y15", 150), ("c[OBS_VALUE]=ge:many", 150), ("c[TIME_PERIOD]=ge:soon", 150)):
        with pytest.raises(Fault) as told:
            selection(asked_20(query=query).chosen, SHAPE, CODES)
        assert told.value.code == code
    with pytest.raises(Fault, match="no measure PEOPLE"):
        columns(asked_20(query="measures=PEOPLE"), SHAPE)
    with pytest.raises(UnfitError, match="no column"):
        selected(SHAPE, Selection(codes={"age": ("Y",)}), "t")


def test_columns_leave_as_they_are_asked_for():
    assert columns(asked(), SHAPE) == SHAPE.columns
    assert columns(asked(query="detail=dataonly"), SHAPE) == (*SHAPE.key, "OBS_VALUE")
    assert columns(asked(query="detail=serieskeysonly"), SHAPE) == ("geo", "sex")
    assert columns(asked_20(query="attributes=OBS_STATUS&measures=none"), SHAPE) == (*SHAPE.key, "OBS_STATUS")


@given(st.sampled_from(PERIODS), st.sampled_from(PERIODS))
def test_a_period_is_before_within_or_behind_another(one, other):
    def compared(operator):
        return holds(one, (((operator, other),),), time=True)

    assert compared("eq") is not compared("ne")
    assert compared("gt") <= compared("ge")
    assert compared("lt") <= compared("le")
    if compared("eq"):
        assert compared("ge")
        assert compared("le")
    assert compared("gt") is ((bounds(one) or ())[0] > (bounds(other) or ())[1])


def test_what_changed_and_what_went_is_found(place, tmp_path):
    old = pl.read_parquet(place)
    new = old.filter(~((pl.col("geo") == "GEO") & (pl.col("sex") == "M")))
    new = new.with_columns(pl.when(pl.col("OBS_VALUE") == 5).then(50.0).otherwise("OBS_VALUE").alias("OBS_VALUE"))
    new.write_parquet(tmp_path / "new.parquet")
    sides = (rows(tmp_path / "new.parquet"), rows(place))
    with duckdb.connect(":memory:") as base:
        changed = base.sql(selected(SHAPE, Selection(), selecting.changed(SHAPE, *sides))).pl()
        gone = base.sql(selected(SHAPE, Selection(columns=SHAPE.key), selecting.removed(SHAPE, *sides))).pl()
    assert changed["OBS_VALUE"].to_list() == [50.0]
    assert set(gone.select("geo", "sex").rows()) == {("GEO", "M")}
    assert gone.height == len(PERIODS)


def test_csv_leaves_through_a_pipe_as_the_rows_stand(place):
    with duckdb.connect(":memory:") as base:
        asked_for = selected(SHAPE, Selection(), rows(place), order=SHAPE.key)
        written = b"".join(streaming.piped(lambda out: streaming.csv_into(base, asked_for, out)))
        read = pl.read_csv(io.BytesIO(written), has_header=False, new_columns=list(SHAPE.columns))
        assert read.height == len(KEYS)
        assert read["OBS_VALUE"].to_list() == pl.read_parquet(place).sort(SHAPE.key)["OBS_VALUE"].to_list()
        assert sum(frame.height for frame in streaming.batches(base, asked_for, size=7)) == len(KEYS)


def test_an_answer_that_breaks_off_is_known_to_be_cut():
    def write(out):
        out.write(b"half")
        raise RuntimeError("the disk is gone")

    read = []
    with pytest.raises(streaming.Broken, match="the disk is gone"):
        read.extend(streaming.piped(write))
    assert read == [b"half"]


def test_a_reader_who_goes_ends_the_writing():
    ended = []

    def write(out):
        try:
            for _piece in range(10_000):
                out.write(b"x" * 100_000)
        except OSError:
            ended.append("the reader went")
            raise

    pieces = streaming.piped(write)
    next(pieces)
    pieces.close()
    assert ended == ["the reader went"]
