"""Charts keep the rules, say where they come from, and come out the same every time."""

import csv
import gzip
import io
import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override

from roundtable.ui import samples
from roundtable.ui.charts import bars, grids, lines, maps, render, rules
from roundtable.ui.charts.bars import Told
from roundtable.ui.charts.chart import About, Kind

NAMES = ["progress", "budget", "outlook", "four-lines", "activities", "coverage", "reporting", "places"]


@pytest.fixture(scope="module")
def charts():
    return samples.charts()


def told(**more) -> Told:
    facts = {
        "name": "x",
        "title": "Most is done",
        "about": About("reports", "share in percent", "all Parties", "2025"),
        "source": "Roundtable",
        "licence": "CC BY 4.0",
        "date": date(2026, 11, 1),
    }
    return Told(**(facts | more))


@pytest.mark.parametrize("name", NAMES)
def test_every_builder_keeps_every_rule(charts, name):
    assert rules.faults(charts[name]) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_drawing_carries_no_style_and_no_script_and_is_one_image(charts, name, direction):
    drawn = render.svg(charts[name], "en", direction)
    assert re.findall(r"\bstyle=|<style|<script|\bon[a-z]+=|#[0-9a-f]{6}(?!\))", drawn) == []
    root = ET.fromstring(drawn)  # noqa: S314 - made by us
    assert root.get("role") == "img"
    assert root.get("aria-label") == rules.alternative(charts[name])
    assert {part.tag.split("}")[1] for part in root.iter()} <= {
        "svg",
        "g",
        "path",
        "text",
        "line",
        "rect",
        "circle",
        "clipPath",
        "defs",
        "tspan",
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_same_chart_is_the_same_bytes(charts, name, settings, tmp_path):
    first = [render.answer(charts[name], form, "en") for form in ("svg", "json", "csv", "vega")]
    settings.ROUNDTABLE_HOME = tmp_path / "another"
    assert [render.answer(samples.charts()[name], form, "en") for form in ("svg", "json", "csv", "vega")] == first


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_light(charts, name):
    assert len(gzip.compress(render.svg(charts[name], "en").encode())) <= 30 * 1024


@pytest.mark.parametrize("name", NAMES)
def test_a_file_carries_its_finding_source_licence_day_and_footnotes(charts, name):
    chart = charts[name]
    made = render.standalone(chart, "en")
    root = ET.fromstring(made)  # noqa: S314 - made by us
    said = " ".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for words in (
        chart.title,
        chart.subtitle,
        f"Source: {chart.source}, CC BY 4.0, data of 1 November 2026.",
        "Demonstration data",
        *chart.footnotes,
    ):
        assert words in said
    assert json.loads(root.find("{http://www.w3.org/2000/svg}metadata").text)["licence"] == "CC BY 4.0"
    assert "var(" not in made


def test_pixels_come_sharp_and_with_letters(charts):
    from PIL import Image

    picture = Image.open(io.BytesIO(render.png(charts["progress"], scale=2)))
    assert picture.width >= 2 * 480
    darkest, _lightest = picture.convert("L").crop((0, 0, picture.width, 60)).getextrema()
    assert darkest < 100, "the title was not drawn: the fonts were not found"


def test_the_drawing_is_kept_and_read_again(charts, settings, tmp_path):
    settings.ROUNDTABLE_HOME = tmp_path
    first = render.svg(charts["budget"], "en")
    kept = list((settings.ROUNDTABLE_HOME / "cache" / "charts").iterdir())
    assert [path.read_text() for path in kept] == [first]
    kept[0].write_text("kept")
    assert render.svg(charts["budget"], "en") == "kept"


def test_from_right_to_left_amounts_grow_to_the_left(charts):
    spec = render.prepared(charts["progress"], "rtl")
    assert spec["encoding"]["x"]["scale"]["reverse"] is True
    assert spec["encoding"]["y"]["axis"]["orient"] == "right"
    assert render.svg(charts["progress"], "en", "rtl") != render.svg(charts["progress"], "en", "ltr")


def test_maps_are_not_mirrored(charts):
    assert render.svg(charts["places"], "en", "rtl") == render.svg(charts["places"], "en", "ltr")


def test_numbers_and_days_follow_the_language(charts):
    with override("ru"):
        number, time = render.formats()
    assert number["decimal"] == ","
    assert time["months"][0] == "январь"
    assert time["days"][0] == "воскресенье"


def test_the_table_is_what_is_drawn(charts):
    chart = charts["budget"]
    rows = list(csv.reader(io.StringIO(render.as_csv(chart).lstrip("\ufeff"))))
    assert rows[0] == ["What", "planned", "spent", "demonstration"]
    assert rows[5] == ["V Development", "1.6", "", "yes"]
    assert [row["number"] for row in chart.spec["data"]["values"] if row["label"] == "V Development"] == [1.6]
    assert [[text for _column, text in row] for row in chart.table()][4] == ["V Development", "1.6", "not known"]


def test_a_cell_never_becomes_a_formula():
    chart = bars.budget(told(), [bars.Budget("=HYPERLINK(1)", 1, 1)])
    assert "'=HYPERLINK(1)" in render.as_csv(chart)


def test_a_gap_stays_a_gap():
    points = [lines.Point(date(2026, month, 1), value) for month, value in enumerate((1, 2, None, 4, 5), start=1)]
    chart = lines.lines(told(), [lines.Series("one", points)])
    assert [(value["day"][5:7], value["stretch"]) for value in chart.spec["layer"][1]["data"]["values"]] == [
        ("01", 0),
        ("02", 0),
        ("04", 1),
        ("05", 1),
    ]


def test_five_lines_are_too_many():
    with pytest.raises(ValueError, match="make several charts"):
        lines.lines(told(), [lines.Series(str(i), []) for i in range(5)])


@pytest.mark.parametrize("limits", [(1, 2), (4, 3, 2, 1)])
def test_limits_that_do_not_rise_are_refused(limits):
    with pytest.raises(ValueError, match="4 rising limits"):
        grids.grid(told(), [], limits)


def test_a_map_names_whom_it_cannot_show_and_carries_the_reservation():
    chart = maps.rates(
        told(),
        [maps.State("XK", "Kosovo*", 3), maps.State("EUR", "European Union", 4), maps.State("UA", "Ukraine", None)],
        (1, 2, 3, 4),
    )
    notes = " ".join(chart.footnotes)
    assert "Not on the map, but in the table: European Union." in notes
    assert "UNSCR 1244/1999" in notes
    assert rules.faults(chart) == []


def test_crimea_is_drawn_in_ukraine_and_a_line_without_agreement_is_dashed():
    def inside(x, y, code):
        rings = [ring for part in maps._by_code()[code]["geometry"]["coordinates"] for ring in part]
        return any(_within(x, y, ring) for ring in rings)

    import sys

    sys.path.insert(0, str(render.Path(__file__).resolve().parents[3] / "scripts"))
    import atlas

    places = [atlas.flat(*place) for place in atlas.OUTERMOST]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    scale = (atlas.WIDTH - 2 * atlas.MARGIN) / (max(x for x, _ in places) - left)
    px, py = atlas.flat(34.1, 45.2)
    simferopol = ((px - left) * scale + atlas.MARGIN, (py - top) * scale + atlas.MARGIN)
    assert inside(*simferopol, "UA")
    assert not inside(*simferopol, "RU")
    assert len(maps.region()["dashed"]["geometry"]["coordinates"][0]) > 2


def _within(x, y, ring):
    crossed = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed = not crossed
    return crossed


BROKEN = {
    "V1 title": (lambda chart: replace(chart, title="x" * 91), "V1"),
    "V1 unit": (lambda chart: replace(chart, about=replace(chart.about, unit=" ")), "V1"),
    "V2": (lambda chart: replace(chart, licence=""), "V2"),
    "V5": (lambda chart: replace(chart, rows=[{"label": "x"}]), "V5"),
    "V6": (lambda chart: replace(chart, alt="x" * 401), "V6"),
    "V7": (
        lambda chart: replace(chart, spec={"encoding": {"color": {"type": "nominal", "scale": {"range": ["a"] * 9}}}}),
        "V7",
    ),
    "V8": (lambda chart: replace(chart, spec={"mark": {"color": "#ff0000"}}), "V8"),
    "V9": (lambda chart: replace(chart, title="A wave of people"), "V9"),
    "V10": (lambda chart: replace(chart, spec={"encoding": {"x": {"type": "quantitative"}}}), "V10"),
    "V11": (
        lambda chart: replace(chart, spec={"encoding": {"x": {"type": "temporal", "axis": {"tickCount": 12}}}}),
        "V11",
    ),
    "V12": (
        lambda chart: replace(chart, kind=Kind.RATES_MAP, about=replace(chart.about, unit="people"), footnotes=["x"]),
        "V12",
    ),
    "V13": (lambda chart: replace(chart, spec={"encoding": {"y": {"type": "nominal", "impute": {"value": 0}}}}), "V13"),
    "V15": (lambda chart: replace(chart, rows=[{"label": "Kosovo*", "planned": 1, "spent": 1}]), "V15"),
    "V17": (lambda chart: replace(chart, spec={"encoding": {"y": {"type": "nominal", "sort": "-x"}}}), "V17"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_found(charts, case):
    breaks, rule = BROKEN[case]
    assert rule in {fault.rule for fault in rules.faults(breaks(charts["budget"]))}


def test_the_alternative_text_tells_kind_measure_range_and_finding(charts):
    assert rules.alternative(charts["budget"]) == (
        "Bars: budget and spending, million euro at rates of 30 October, all activities, 2023 to 2026, "
        "from 0.7 to 5.1. "
        "Two thirds of the money planned for legal migration is spent."
    )
    assert rules.alternative(replace(charts["budget"], alt="My words.")) == "My words."
