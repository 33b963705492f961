"""Lines over time, labelled where they end; gaps stay gaps, estimates are dashed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from roundtable.ui import moments
from roundtable.ui.charts.bars import Told
from roundtable.ui.charts.chart import Chart, Column, Kind, Spec, amount
from roundtable.ui.charts.theme import CATEGORIES, WIDTH, ink

MOST = len(CATEGORIES)


@dataclass(frozen=True)
class Point:
    """A value on a day; None is a gap. `estimated` is drawn dashed; low and high, both or none, are its band."""

    day: date
    value: float | None
    estimated: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """A line and its name."""

    label: str
    points: Sequence[Point]


def lines(told: Told, series: Sequence[Series], height: int = 200) -> Chart:
    """Up to four lines, each named at its end, from zero; more than four belong into several charts."""
    if not 1 <= len(series) <= MOST:
        raise ValueError(f"A chart of lines takes one to {MOST} series, not {len(series)}: make several charts.")
    columns = [
        Column("label", gettext("Series")),
        Column("day", gettext("Day")),
        Column("value", told.about.measure, number=True, missing=gettext("not known")),
        Column("status", gettext("Status")),
    ]
    rows = [
        {
            "label": one.label,
            "day": point.day.isoformat(),
            "value": point.value,
            "status": gettext("estimated") if point.estimated else gettext("reported"),
        }
        for one in series
        for point in one.points
    ]
    values = []
    for one in series:
        stretch = 0
        last: Point | None = None
        for point in one.points:
            if point.value is None:
                stretch, last = stretch + 1, None
                continue
            if last and last.estimated != point.estimated:
                # The first estimate hangs on the last report, else the line would seem broken where it is not.
                values.append(_value(one.label, last, stretch + 1, estimated=point.estimated))
                stretch += 1
            values.append(_value(one.label, point, stretch, estimated=point.estimated))
            last = point
    ends = [
        {"label": one.label, "day": known[-1].day.isoformat(), "value": known[-1].value}
        for one in series
        if (known := [point for point in one.points if point.value is not None])
    ]
    colour = {
        "field": "label",
        "type": "nominal",
        "scale": {"domain": [one.label for one in series], "range": [ink(name) for name in CATEGORIES[: len(series)]]},
        "legend": None,
    }
    x = {"field": "day", "type": "temporal", "axis": {"tickCount": 5, "labelAngle": 0}}
    y = {"field": "value", "type": "quantitative", "scale": {"zero": True}, "axis": {"tickCount": 4}}
    tall = any(len(one.label) > 12 for one in series)
    spec: Spec = {
        "width": WIDTH - (150 if tall else 110),
        "height": height,
        "layer": [
            {
                "data": {"values": [value for value in values if "low" in value]},
                "mark": {"type": "area", "opacity": 0.22},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
            },
            {
                "data": {"values": values},
                "mark": {"type": "line", "strokeWidth": 2, "strokeJoin": "round"},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": colour,
                    "detail": {"field": "stretch", "type": "nominal"},
                    "strokeDash": {
                        "field": "estimated",
                        "type": "nominal",
                        "scale": {"domain": [False, True], "range": [[1, 0], [4, 3]]},
                        "legend": None,
                    },
                },
            },
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 0, "color": ink("ink")},
                "encoding": {"x": x, "y": y, "tooltip": {"field": "tip", "type": "nominal"}},
            },
            {
                "data": {"values": ends},
                "mark": {"type": "text", "align": "left", "dx": 7, "fontWeight": 600, "limit": 140},
                "encoding": {"x": x, "y": y, "text": {"field": "label"}, "color": colour},
            },
        ],
    }
    return told.chart(Kind.LINES, columns, rows, spec)


def _value(label: str, point: Point, stretch: int, *, estimated: bool) -> dict[str, object]:
    said = "" if point.value is None else amount(point.value)
    value: dict[str, object] = {
        "label": label,
        "day": point.day.isoformat(),
        "value": point.value,
        "estimated": estimated,
        "stretch": stretch,
        "tip": f"{label}, {moments.day(point.day)}: {said}",
    }
    if point.low is not None and point.high is not None:
        value |= {"low": point.low, "high": point.high}
    return value
