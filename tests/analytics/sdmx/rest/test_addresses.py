"""Addresses of both REST interfaces become questions, and what cannot be read is told with its number."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_analytics.sdmx.rest.addresses import question_15, question_20
from roundtable_analytics.sdmx.rest.asked import Wanted
from roundtable_analytics.sdmx.rest.faults import STATUS, Fault
from roundtable_analytics.sdmx.rest.keys import fitted, key_text, keys
from roundtable_analytics.sdmx.rest.reading import parameters

CODES = st.text("ABCXYZ0189_@$-", min_size=1, max_size=6)
PARTS = st.lists(CODES, max_size=3, unique=True).map(tuple)


def asked_15(path, query=""):
    return question_15(path, parameters(query))


def asked_20(path, query=""):
    return question_20(path, parameters(query))


def fault_of(ask, path, query):
    try:
        ask(path, query)
    except Fault as fault:
        return fault
    return None


@given(st.lists(PARTS, min_size=2, max_size=6).map(tuple), st.sampled_from(["", "*"]))
def test_a_key_that_is_written_is_read_back_the_same(key, wildcard):
    assert keys(key_text(key, wildcard=wildcard)) == (key,)


@given(st.text(max_size=60))
def test_whatever_stands_in_an_address_is_a_question_or_a_fault(text):
    for ask in (asked_15, asked_20):
        for path in (text, f"data/{text}", f"structure/{text}", f"data/dataflow/{text}"):
            told = fault_of(ask, path, text)
            assert told is None or (told.code in STATUS and told.sentence.endswith("."))


def test_a_question_for_data_of_rest_15_is_read_whole():
    found = asked_15(
        "data/RT,ARRIVALS,1.0/AUT+GEO../RT,MINISTRY",
        "startPeriod=2020-Q2&endPeriod=2021&updatedAfter=2026-01-02T03:04:05%2B01:00&firstNObservations=1"
        "&lastNObservations=2&dimensionAtObservation=AllDimensions&detail=dataonly&includeHistory=true",
    )
    assert found.flow == Wanted(("RT",), ("ARRIVALS",), ("1.0",))
    assert found.chosen.keys == ((("AUT", "GEO"), (), ()),)
    assert found.chosen.components == (
        ("TIME_PERIOD", ((("ge", "2020-Q2"),),)),
        ("TIME_PERIOD", ((("le", "2021"),),)),
    )
    assert (found.chosen.first, found.chosen.last, found.providers) == (1, 2, ("MINISTRY",))
    assert found.updated_after == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    assert (found.at_observation, found.attributes, found.history, found.keys_only) == (
        "AllDimensions",
        (),
        True,
        False,
    )


def test_a_question_for_data_of_rest_20_is_read_whole():
    found = asked_20(
        "data/dataflow/RT/ARRIVALS/1.0/AUT.*,GEO.F",
        "c[TIME_PERIOD]=ge:2020+le:2022&c%5BOBS_STATUS%5D=Q,L&attributes=none&measures=OBS_VALUE&asOf=2026-02-01",
    )
    assert found.flow == Wanted(("RT",), ("ARRIVALS",), ("1.0",))
    assert found.chosen.keys == ((("AUT",), ()), (("GEO",), ("F",)))
    assert found.chosen.components == (
        ("TIME_PERIOD", ((("ge", "2020"), ("le", "2022")),)),
        ("OBS_STATUS", ((("eq", "Q"),), (("eq", "L"),))),
    )
    assert (found.attributes, found.measures) == ((), ("OBS_VALUE",))
    # A moment without a zone is one in UTC.
    assert found.as_of == datetime(2026, 2, 1, tzinfo=UTC)


def test_what_is_not_told_is_everything_and_the_latest():
    assert asked_15("data/ARRIVALS").flow == Wanted((), ("ARRIVALS",), ("~",))
    assert asked_20("data").flow == Wanted((), (), ())
    assert asked_15("dataflow").wanted == Wanted((), (), ("~",))
    assert asked_15("codelist/all/all/all").wanted == Wanted((), (), ())
    assert asked_15("dataflow/RT/A+B/1.0+2.0").wanted == Wanted(("RT",), ("A", "B"), ("1.0", "2.0"))
    assert asked_20("structure/codelist/RT/A,B/1.0+").wanted == Wanted(("RT",), ("A", "B"), ("1.0+",))


def test_details_say_which_columns_leave():
    assert asked_15("data/A", "detail=full").attributes is None
    assert (asked_15("data/A", "detail=nodata").keys_only, asked_15("data/A", "detail=serieskeysonly").keys_only) == (
        True,
        True,
    )
    assert asked_20("data/dataflow/RT/A/1.0", "attributes=dsd").attributes is None
    assert asked_20("data/dataflow/RT/A/1.0", "attributes=series").attributes == ()
    assert asked_20("data/dataflow/RT/A/1.0", "attributes=none&measures=none").keys_only


@pytest.mark.parametrize(
    ("ask", "path", "query", "code"),
    [
        (asked_15, "data", "", 140),
        (asked_15, "data/A,B,C,D", "", 140),
        (asked_15, "data/A/M.D E", "", 140),
        (asked_15, "data/A/M,N", "", 140),
        (asked_15, "data/A/all/all/more", "", 140),
        (asked_15, "data/A", "startPeriod=soon", 140),
        (asked_15, "data/A", "updatedAfter=yesterday", 140),
        (asked_15, "data/A", "firstNObservations=0", 140),
        (asked_15, "data/A", "lastNObservations=%D9%A1", 140),
        (asked_15, "data/A", "detail=most", 140),
        (asked_15, "data/A", "detail=full&detail=nodata", 140),
        (asked_15, "data/A", "colour=red", 140),
        (asked_15, "data/A", "c[GEO]=AT", 140),
        (asked_15, "figures/A", "", 140),
        (asked_15, "schema/dataflow/RT/A", "", 501),
        (asked_15, "metadata/A", "", 501),
        (asked_20, "data/dataset/RT/A", "", 140),
        (asked_20, "data/dataflow/RT/A/one", "", 140),
        (asked_20, "data/dataflow/RT/A/1.0/*", "c[GEO]=", 140),
        (asked_20, "data/dataflow/RT/A/1.0/*", "limit=5", 501),
        (asked_20, "availability/dataflow/RT/A/1.0", "updatedAfter=2026-01-01", 501),
        (asked_20, "registration/id/A", "", 501),
        (asked_20, "structures", "", 140),
    ],
)
def test_what_cannot_be_answered_says_so_with_the_number_of_the_standard(ask, path, query, code):
    with pytest.raises(Fault) as told:
        ask(path, query)
    assert told.value.code == code


def test_kinds_that_are_not_kept_here_are_no_mistake():
    assert asked_15("metadataflow/all").kinds == ()
    assert asked_15("organisationscheme").kinds == ("AgencyScheme", "DataProviderScheme")
    assert "Codelist" in asked_20("structure/*").kinds
    assert asked_20("availability/dataflow/RT/A/1.0/*/GEO", "mode=available").components == ("GEO",)


def test_a_key_has_a_part_for_each_dimension():
    assert fitted(keys("AUT."), ["geo", "sex"]) == [{"geo": ("AUT",)}]
    with pytest.raises(Fault, match="3 parts, the dataset 2 dimensions: geo, sex"):
        fitted(keys("AUT.."), ["geo", "sex"])


@pytest.mark.parametrize(
    ("asked", "version", "meets"),
    [
        ("1.0", "1.0", True),
        ("1.0.0", "1.0", True),
        ("1", "1.0", True),
        ("1.1", "1.0", False),
        ("1.0+", "1.2", True),
        ("2+.0", "1.2", False),
        ("*", "9.9", True),
        ("latest", "1.0", True),
    ],
)
def test_versions_are_met_as_numbers(asked, version, meets):
    assert Wanted(versions=(asked,)).meets("RT", "A", version) is meets
