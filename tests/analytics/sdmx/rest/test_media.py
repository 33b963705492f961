"""What a client accepts decides the form of the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_analytics.sdmx.rest import media
from roundtable_analytics.sdmx.rest.faults import Fault


@pytest.mark.parametrize("form", {*media.DATA_15, *media.STRUCTURES_15}, ids=lambda form: form.media)
def test_every_form_is_given_to_whoever_names_it_with_its_version(form):
    offered = media.STRUCTURES_20 if form.name.startswith("structure+") else media.DATA_20
    assert media.chosen(form.media, "", offered) == form
    assert media.chosen(f"text/html, {form.media};q=0.2", "", offered) == form


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", media.GENERIC),
        ("*/*", media.GENERIC),
        ("text/csv", media.CSV_10),
        ("application/vnd.sdmx.data+csv", media.CSV_10),
        ("application/vnd.sdmx.data+csv; version=2.0", media.CSV_20),
        ("application/json", media.JSON_10),
        ("application/vnd.sdmx.data+json;version=1.0.0-wd", media.JSON_10),
        ("application/vnd.sdmx.data+json;q=0.4, text/csv;q=0.6", media.CSV_10),
        ("application/vnd.sdmx.structurespecificdata+xml", media.SPECIFIC),
        ("application/vnd.sdmx.data+xml;version=3.0.0", media.XML_30),
        ("application/vnd.sdmx.genericdata+xml;q=0, */*", media.SPECIFIC),
        ("image/png, */*;q=0.1", media.GENERIC),
    ],
)
def test_the_most_wanted_form_that_can_be_written_is_given(header, expected):
    assert media.chosen(header, "", media.DATA_15) == expected


def test_each_interface_has_a_choice_of_its_own():
    assert media.chosen("", "", media.DATA_20) == media.JSON_20
    assert media.chosen("application/vnd.sdmx.data+csv", "", media.DATA_20) == media.CSV_20
    assert media.chosen("application/xml", "", media.DATA_20) == media.XML_30


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        ("csv", media.CSV_10),
        ("jsondata", media.JSON_10),
        ("structurespecificdata", media.SPECIFIC),
        ("xml", media.GENERIC),
    ],
)
def test_the_parameter_counts_before_the_header(short, expected):
    assert media.chosen("image/png", short, media.DATA_15) == expected


@pytest.mark.parametrize(("header", "short"), [("image/png", ""), ("", "pdf"), ("text/csv;q=0", "")])
def test_what_cannot_be_written_is_refused_with_what_can(header, short):
    with pytest.raises(Fault, match="genericdata") as told:
        media.chosen(header, short, media.DATA_15)
    assert told.value.status == 406


@given(st.text(max_size=200))
def test_no_header_breaks_the_choice(header):
    try:
        found = media.chosen(header, "", media.DATA_15)
    except Fault as fault:
        found = fault.status
    assert found in {*media.DATA_15, 406}
