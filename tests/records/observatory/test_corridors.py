"""Corridors: what both sides report, and a gap that is told only once its caveat was opened, and travels with it."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundtable.ground.trust.public import Role
from roundtable.records.observatory.models import Audience, Dataset, Finding
from roundtable.records.observatory.services import demo_mirror, loading, publishing
from roundtable.records.observatory.services.looking import look_at, mapping_of
from tests.factories.observatory import LONG_AGO, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
ADDRESS = "/observatory/corridors/ge/at/"


def side(number, cells, *, audience=Audience.PUBLIC, **sheet):
    """One side's report of a corridor."""
    import polars as pl

    told = demo_mirror.SIDES[number]
    names = ["origin", "destination", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String) | {"OBS_VALUE": pl.Float64}, orient="row")
    looked = look_at(mapping_of(demo_mirror.MAPPING.format(**told)), frame, today=LONG_AGO.date())
    vintage = loading.load(looked, by=None, at=LONG_AGO, audience=audience, sheet=told["sheet"] | sheet)
    Finding.objects.filter(vintage=vintage).update(answer="accepted", reason="so", answered_at=LONG_AGO)
    publishing.publish(vintage, by=None, at=LONG_AGO)


def both(**sheet):
    """Georgia tells of 40 and of nothing; Austria of 100 and of 120."""
    table()
    side(0, [("GEO", "AUT", "2023", 40.0, None), ("GEO", "AUT", "2024", None, "L")], **sheet)
    side(1, [("GEO", "AUT", "2023", 100.0, None), ("GEO", "AUT", "2024", 120.0, None)])


def _text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def _rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_gap_is_told_only_when_the_caveat_was_opened_and_then_travels_in_address_and_files(client):
    both()
    closed = _text(client.get(ADDRESS))
    assert "D: not without opening the caveat" in closed
    assert "one counts who stays 12 months, the other who stays 3" in closed
    assert ">Gap<" not in closed
    assert ">60<" not in closed
    assert all(row["Gap: destination less origin"] == "" for row in _rows(client.get(f"{ADDRESS[:-1]}.csv")))
    mark = re.search(r'name="opened" value="([0-9a-f]{16})"', closed)[1]
    opened = _text(client.get(f"{ADDRESS}?opened={mark}"))
    assert ">60<" in opened
    assert f".csv?opened={mark}" in opened
    told = client.get(f"{ADDRESS[:-1]}.csv?opened={mark}")
    gaps = [row["Gap: destination less origin"] for row in _rows(told) if row["Period"] == "2023"]
    assert "60" in gaps
    whole = client.get(f"{ADDRESS[:-1]}.json?opened={mark}").content.decode()
    assert f"The caveat {mark} was opened" in whole


def test_the_mark_of_another_caveat_opens_nothing(client):
    both()
    assert ">60<" not in _text(client.get(f"{ADDRESS}?opened=0123456789abcdef"))


def test_silence_is_not_zero_and_has_no_gap(client):
    both(months=3, source="register of permits", covers=["nationals", "foreigners"], undercount="low")
    page = _text(client.get(ADDRESS))
    assert "A: as it is" in page
    assert ">60<" in page
    assert "Georgia reports nothing" in page
    assert "not reported" in page
    assert ">120<" in page


def test_without_a_sheet_the_gap_has_no_known_reasons_and_is_not_told(client):
    both()
    Dataset.objects.filter(code="demonstration-emigration").update(sheet={"concept": "emigration"})
    page = _text(client.get(ADDRESS))
    assert "nobody wrote down how it counts" in page
    assert ">60<" not in page


def test_a_side_that_the_reader_may_not_see_is_silent_and_costs_little(client):
    table()
    side(0, [("GEO", "AUT", "2023", 41.0, None)], audience=Audience.PARTIES)
    side(1, [("GEO", "AUT", "2023", 100.0, None)])
    assert ">41<" not in _text(client.get(ADDRESS))
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert ">41<" in _text(client.get(ADDRESS))
    with CaptureQueriesContext(connection) as asked:
        client.get(ADDRESS)
    assert len(asked) <= 15, [one["sql"] for one in asked]


def test_corridors_of_which_nothing_is_known_are_not_there(client):
    both()
    for address in ("at/ge/", "ge/ge/", "ge/zz/", "ge/at.doc"):
        assert client.get(f"/observatory/corridors/{address}").status_code == 404


def test_the_demonstration_of_the_mirror_is_made_once_and_says_so(client):
    table()
    assert demo_mirror.demo(seed=5, at=LONG_AGO) == {"mirrored": 2}
    assert demo_mirror.demo(seed=5, at=LONG_AGO) == {"mirrored": 0}
    assert "Demonstration data" in _text(client.get(ADDRESS))
