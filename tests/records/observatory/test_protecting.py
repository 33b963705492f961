"""Protection before figures leave: what the public gets, in every form together, gives no hidden cell away."""

import csv
import io
import itertools
import json

import numpy as np
import polars as pl
import pytest

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.models import Finding, State, Vintage
from roundtable.records.observatory.queries.store import rows_of, store
from roundtable.records.observatory.services import publishing
from roundtable_analytics.disclosure.attack import attack, publish
from roundtable_analytics.disclosure.relations import Dimension, linked
from roundtable_analytics.disclosure.relations import table as relations_of
from tests.factories.observatory import LONG_AGO, NAMES, staged, table

pytestmark = pytest.mark.django_db
GEO = ("AUT", "CHE", "DEU", "GEO")
SEXES = ("F", "M")
RULE = {"least": 5}
GATE = {"totals": {"geo": {"_T": list(GEO)}, "sex": {"_T": list(SEXES)}}}


def cells(seed=3, years=("2023", "2024")):
    """Counts of people with totals of both dimensions, some of few people."""
    chance = np.random.default_rng(seed)
    found = []
    for year in years:
        inner = {key: float(chance.integers(0, 30)) for key in itertools.product(GEO, SEXES)}
        inner["AUT", "F"], inner["GEO", "M"] = 3.0, 2.0
        for geo in (*GEO, "_T"):
            for sex in (*SEXES, "_T"):
                parts = itertools.product(GEO if geo == "_T" else (geo,), SEXES if sex == "_T" else (sex,))
                found.append((geo, sex, year, sum(inner[one] for one in parts), None))
    return found


def out(raw, *, at=LONG_AGO, **described):
    """Load and publish, every finding of the gate accepted."""
    vintage = staged(raw, at=at, **described)
    Finding.objects.filter(vintage=vintage).update(answer="accepted", reason="so", answered_at=at)
    return publishing.publish(vintage, by=None, at=at)


def told(client, year):
    """Everything that the public gets of a year, in the explorer's files and in the API, by cell."""
    known: dict[tuple[tuple[str, str], ...], tuple[float, float]] = {}

    def take(geo, sex, row):
        where = tuple((name, code) for name, code in (("geo", geo), ("sex", sex)) if code != "_T")
        if row["OBS_VALUE"] not in ("", None):
            known[where] = (float(row["OBS_VALUE"]),) * 2

    for sex in (*SEXES, "_T"):
        address = f"/observatory/arrivals/explore.csv?by=geo&in-sex={sex}&start={year}&end={year}"
        for row in csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))):
            code = next(iter(row.values()))
            take(code, sex, {"OBS_VALUE": row["Value"]})
    for geo in (*GEO, "_T"):
        address = f"/observatory/arrivals/explore.json?by=sex&in-geo={geo}&start={year}&end={year}"
        for row in json.loads(client.get(address).content)["rows"]:
            take(geo, row["sex"], row)
    return known


def test_nothing_that_the_public_gets_in_any_form_gives_a_hidden_cell_away(client):
    table()
    raw = cells()
    vintage = out(raw, disclosure=RULE, gate=GATE, unit="persons")
    tables = linked(relations_of(Dimension.flat("geo", GEO), Dimension.flat("sex", SEXES)))
    for year in ("2023", "2024"):
        true = {
            tuple((n, c) for n, c in (("geo", geo), ("sex", sex)) if c != "_T"): value
            for geo, sex, when, value, _status in raw
            if when == year
        }
        known = told(client, year)
        assert len(known) > 4
        small = [number for number, cell in enumerate(tables.cells) if 0 < true[cell] < 5]
        assert small
        assert all(tables.cells[number] not in known for number in small)
        assert all(known[cell] == (true[cell], true[cell]) for cell in known)
        found = attack(tables, publish(tables, [known]), small)
        assert not found.recovered().size
    rows = pl.read_parquet(rows_of(vintage).place)
    assert set(rows.filter(pl.col("OBS_STATUS") == "Q")["CONF_STATUS"]) == {"A", "D"}
    assert vintage.protection["primary"] >= 4
    assert vintage.protection["after"] == rows["OBS_VALUE"].drop_nulls().len()
    assert vintage.kinds["Q"] == vintage.protection["primary"] + vintage.protection["secondary"]


def test_the_rows_as_they_came_are_gone_when_the_load_stands(django_capture_on_commit_callbacks):
    table()
    with django_capture_on_commit_callbacks(execute=True):
        vintage = out(cells(), disclosure=RULE, gate=GATE, unit="persons")
    assert [one.loaded_at for one in store().vintages("arrivals")] == [vintage.loaded_at]


def test_two_releases_together_give_nothing_away(client):
    table()
    first = out(cells(years=("2023",)), disclosure=RULE, gate=GATE, unit="persons")
    again = out(cells(), at=LONG_AGO.replace(month=3))
    hidden = [
        set(
            pl.read_parquet(rows_of(one).place)
            .filter((pl.col("OBS_STATUS") == "Q") & (pl.col("TIME_PERIOD") == "2023"))
            .select(NAMES[:2])
            .rows()
        )
        for one in (first, Vintage.objects.get(pk=again.pk))
    ]
    assert hidden[0] == hidden[1]


def test_what_was_printed_before_cannot_be_hidden_and_is_refused_with_the_place():
    table()
    out(cells(), unit="persons", gate=GATE)
    again = staged(cells(), at=LONG_AGO.replace(month=3))
    Finding.objects.filter(vintage=again).update(answer="accepted", reason="so", answered_at=LONG_AGO)
    again.dataset.disclosure = RULE
    again.dataset.save()
    with pytest.raises(Invalid, match="already published"):
        publishing.publish(Vintage.objects.get(pk=again.pk), by=None, at=LONG_AGO.replace(month=3))
    assert Vintage.objects.get(pk=again.pk).state == State.STAGED


@pytest.mark.parametrize("rule", [{"least": 1}, {"fewest": 5}, {"least": "many"}])
def test_a_rule_that_protects_nobody_or_is_not_understood_stops_the_publication(rule):
    table()
    with pytest.raises(Invalid, match="rule of disclosure"):
        out(cells(), disclosure=rule, gate=GATE, unit="persons")


def test_totals_that_differ_from_their_parts_stop_it_with_the_place():
    table()
    wrong = [(*one[:3], one[3] + (7 if one[:2] == ("_T", "_T") else 0), one[4]) for one in cells()]
    with pytest.raises(Invalid, match="differs from its parts"):
        out(wrong, disclosure=RULE, gate=GATE, unit="persons")
