"""Each rule finds what its name says and nothing else; a load passes when every finding is answered with a reason."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from roundtable_analytics.frames.shape import Dimension, Shape
from roundtable_analytics.quality.gate import Answer, Finding, findings, verdict
from roundtable_analytics.quality.rules import RULES, Asked
from roundtable_analytics.sources.shipped import shipped
from roundtable_analytics.sources.tables import table

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SHAPE = Shape((Dimension("origin"), Dimension("asylum"), Dimension("sex")))
ASKED = Asked(
    today=date(2026, 6, 1),
    corridors=(("origin", "asylum"),),
    totals={"sex": {"_T": ("F", "M")}},
    codes={"origin": ("SYR", "AFG", "CHN"), "asylum": ("DEU", "TUR", "SYR")},
)
GOOD = [
    ("SYR", "DEU", "F", "2020", 400.0, None),
    ("SYR", "DEU", "M", "2020", 600.0, None),
    ("SYR", "DEU", "_T", "2020", 1000.0, None),
    ("SYR", "DEU", "_T", "2021", 900.0, None),
    ("SYR", "DEU", "_T", "2022", 5.0, "B"),
    ("AFG", "TUR", "_T", "2020", None, "Q"),
    ("AFG", "TUR", "_T", "2021", 0.0, None),
    ("SYR", "SYR", "_T", "2020", 0.0, None),
]
BAD = {
    "origin-equals-destination": [("SYR", "SYR", "_T", "2021", 7.0, None)],
    "fall-of-99-percent": [("CHN", "DEU", "_T", "2020", 1000.0, None), ("CHN", "DEU", "_T", "2021", 10.0, None)],
    "ten-times-as-many": [("CHN", "DEU", "_T", "2020", 100.0, None), ("CHN", "DEU", "_T", "2021", 1000.0, None)],
    "total-differs-from-parts": [
        ("CHN", "DEU", "F", "2020", 1.0, None),
        ("CHN", "DEU", "M", "2020", 1.0, None),
        ("CHN", "DEU", "_T", "2020", 3.0, None),
    ],
    "cell-comes-twice": [("CHN", "DEU", "_T", "2020", 3.0, None), ("CHN", "DEU", "_T", "2020", 3.0, None)],
    "unknown-code": [("CHN", "XXX", "F", "2020", 3.0, None), ("CHN", "XXX", "F", "2021", 3.0, None)],
    "impossible-period": [("CHN", "DEU", "F", "2020-13", 3.0, None), ("CHN", "DEU", "F", "2027", 3.0, None)],
    "below-zero": [("CHN", "DEU", "F", "2020", -1.0, None)],
    "nothing-became-zero": [("CHN", "DEU", "F", "2020", 0.0, None)],
    "period-vanished": [],
}


def rows(told):
    texts = dict.fromkeys(["origin", "asylum", "sex", "TIME_PERIOD"], pl.String)
    return pl.DataFrame(told, schema=texts | {"OBS_VALUE": pl.Float64, "OBS_STATUS": pl.String}, orient="row")


def before():
    told = [("CHN", "DEU", "F", "2020", None, "L"), ("CHN", "DEU", "F", "2019", 4.0, None), *GOOD]
    return rows(told)


def test_good_rows_are_let_through():
    assert findings(rows(GOOD), SHAPE, ASKED) == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_finds_what_its_name_says(rule):
    asked = ASKED
    if rule in {"nothing-became-zero", "period-vanished"}:
        asked = Asked(date(2026, 6, 1), ASKED.corridors, ASKED.totals, ASKED.codes, 0.0, before())

    found = findings(rows(GOOD + BAD[rule]), SHAPE, asked, rules=[rule])

    expected = {"impossible-period": 2}.get(rule, 1)
    assert len(found) == expected
    assert all(one.rule == rule and one.said for one in found)


def test_a_finding_names_its_cell_and_its_numbers():
    [found] = findings(rows(GOOD + BAD["fall-of-99-percent"]), SHAPE, ASKED)

    assert found == Finding("fall-of-99-percent", ("CHN", "DEU", "_T", "2021"), "it falls from 1000.0 to 10.0")


def test_rounded_sources_have_their_tolerance():
    asked = Asked(date(2026, 6, 1), totals=ASKED.totals, tolerance=5)

    assert findings(rows(GOOD + BAD["total-differs-from-parts"]), SHAPE, asked) == []


def answer(finding, *, accepted, reason="The office explained it.", hour=1):
    return Answer(finding, accepted, reason, "a person", datetime(2026, 1, 1, hour, tzinfo=UTC))


def test_a_load_passes_when_every_finding_is_accepted_with_a_reason():
    found = findings(rows(GOOD + BAD["fall-of-99-percent"]), SHAPE, ASKED)

    assert not verdict(found, []).passes
    assert verdict(found, [answer(found[0], accepted=True)]).passes
    assert not verdict(found, [answer(found[0], accepted=False)]).passes
    turned = [answer(found[0], accepted=True, hour=3), answer(found[0], accepted=False, hour=2)]
    assert verdict(found, turned).passes
    with pytest.raises(ValueError, match="Say why"):
        answer(found[0], accepted=True, reason=" ")


def test_an_answer_does_not_count_when_the_number_is_another():
    old = findings(rows(GOOD + BAD["fall-of-99-percent"]), SHAPE, ASKED)
    worse = [("CHN", "DEU", "_T", "2020", 1000.0, None), ("CHN", "DEU", "_T", "2021", 1.0, None)]

    new = findings(rows(GOOD + worse), SHAPE, ASKED)

    assert verdict(new, [answer(old[0], accepted=True)]).waiting == tuple(new)


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not beside this repository")
def test_what_nobody_flagged_at_the_source_is_found_in_the_real_data():
    told = shipped()["unhcr-population"]
    read = table(told, DATA / told.file).filter(pl.col("MEASURE") == "REFUGEES")
    asked = Asked(date(2026, 6, 1), corridors=(("origin", "asylum"),))

    found = findings(read, told.shape, asked, rules=["origin-equals-destination", "fall-of-99-percent"])

    named = {(one.rule, one.cell[1]) for one in found}
    assert any(rule == "origin-equals-destination" for rule, _origin in named)
    assert any(rule == "fall-of-99-percent" for rule, _origin in named)
