"""Figures over time and beside each other, in which a number that is not there says why: lines, bars, small panels.

A cell without a number carries a sign and a word; it is drawn as that sign, apart from the numbers, and never as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from roundtable.ui.charts.bars import ASIDE, Told, in_two_lines
from roundtable.ui.charts.chart import Chart, Column, Kind, Spec, amount
from roundtable.ui.charts.theme import CATEGORIES, FIT, WIDTH, ink

MOST = len(CATEGORIES)
STRIP = 14
"""The height of a row of signs above the lines."""


@dataclass(frozen=True)
class Figure:
    """A cell: its period as people read it, the first day of that period, and its number or what stands in its place.

    `sign` is drawn where there is no number, `said` is the word for it, or a word about the number (a break, an
    estimate). `apart` draws the number as one that is not like those before it.
    """

    period: str
    day: str
    value: float | None
    sign: str = ""
    said: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Row:
    """What is told apart: a name, and its figures in the order of time."""

    label: str
    figures: Sequence[Figure]


def _columns(told: Told) -> list[Column]:
    return [
        Column("label", gettext("Series")),
        Column("period", gettext("Period")),
        Column("value", told.about.measure, number=True, missing=""),
        Column("status", gettext("Status")),
    ]


def _rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {"label": row.label, "period": one.period, "value": one.value, "status": one.said}
        for row in rows
        for one in row.figures
    ]


def _values(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The numbers of the lines, each with the stretch to which it belongs: a line never crosses a gap."""
    values = []
    for row in rows:
        stretch, last = 0, True
        for one in row.figures:
            if one.value is None:
                stretch, last = stretch + (1 if last else 0), False
                continue
            last = True
            said = f" ({one.said})" if one.said else ""
            values.append(
                {
                    "label": row.label,
                    "day": one.day,
                    "value": one.value,
                    "stretch": stretch,
                    "shape": "apart" if one.apart else "zero" if one.value == 0 else "",
                    "tip": f"{row.label}, {one.period}: {amount(one.value)}{said}",
                }
            )
    return values


def _absent(row: Row) -> list[dict[str, Any]]:
    return [
        {"label": row.label, "day": one.day, "sign": one.sign, "tip": f"{row.label}, {one.period}: {one.said}"}
        for one in row.figures
        if one.value is None and one.sign
    ]


def _day_axis(rows: Sequence[Row]) -> Spec:
    days = {one.day for row in rows for one in row.figures}
    yearly = all(day.endswith("-01-01") for day in days)
    axis: Spec = {"tickCount": min(5, max(len(days), 1)), "labelAngle": 0}
    if yearly:
        axis["format"] = "%Y"
        if len(days) <= 5:
            axis["values"] = sorted(days)
    return {"field": "day", "type": "temporal", "axis": axis}


def lines(told: Told, rows: Sequence[Row], height: int = 210) -> Chart:
    """Up to four lines, each named at its end; what is no number stands as its sign in a strip above, line by line."""
    if not 1 <= len(rows) <= MOST:
        raise ValueError(f"A chart of lines takes one to {MOST} series, not {len(rows)}: make panels.")
    colour = {
        "field": "label",
        "type": "nominal",
        "scale": {"domain": [row.label for row in rows], "range": [ink(name) for name in CATEGORIES[: len(rows)]]},
        "legend": None,
    }
    x = _day_axis(rows)
    y: Spec = {"field": "value", "type": "quantitative", "scale": {"zero": True}, "axis": {"tickCount": 4}}
    values = _values(rows)
    ends = _apart([last[-1] for row in rows if (last := [one for one in values if one["label"] == row.label])], height)
    wide = any(len(row.label) > 12 for row in rows)
    tip = {"field": "tip", "type": "nominal"}
    strip = [
        {
            "data": {"values": absent},
            "mark": {"type": "text", "fontSize": 14, "fontWeight": 600},
            "encoding": {"x": x, "y": {"value": -STRIP * (place + 1)}, "text": {"field": "sign"}, "color": colour}
            | {"tooltip": tip},
        }
        for place, row in enumerate(rows)
        if (absent := _absent(row))
    ]
    spec: Spec = {
        "width": WIDTH - (150 if wide else 110),
        "height": height,
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "line", "strokeWidth": 2, "strokeJoin": "round"},
                "encoding": {"x": x, "y": y, "color": colour, "detail": {"field": "stretch", "type": "nominal"}},
            },
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 22, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour, "tooltip": tip},
            },
            *_shapes(values, x, y, colour),
            {
                "data": {"values": ends},
                "mark": {"type": "text", "align": "left", "dx": 7, "fontWeight": 600, "limit": 140},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "at"},
                    "text": {"field": "label"},
                    "color": colour,
                },
            },
            *strip,
        ],
    }
    return told.chart(Kind.LINES, _columns(told), _rows(rows), spec)


def _apart(ends: list[dict[str, Any]], height: int) -> list[dict[str, Any]]:
    """Move the names at the ends of lines apart where they would lie over each other."""
    top = max((one["value"] for one in ends), default=0) or 1
    step = top * 15 / height
    placed: list[dict[str, Any]] = []
    for one in sorted(ends, key=lambda one: one["value"]):
        least = placed[-1]["at"] + step if placed else 0
        placed.append({**one, "at": max(one["value"], least)})
    return placed


def _shapes(values: list[dict[str, Any]], x: Spec, y: Spec, colour: Spec) -> list[Spec]:
    """Zeros as rings, and numbers that are not like those before them as open squares."""
    marks = []
    for kind, shape in (("zero", "circle"), ("apart", "square")):
        found = [one for one in values if one["shape"] == kind]
        if found:
            marks.append(
                {
                    "data": {"values": found},
                    "mark": {"type": "point", "shape": shape, "size": 60, "fill": ink("sheet"), "strokeWidth": 2},
                    "encoding": {"x": x, "y": y, "stroke": colour, "tooltip": {"field": "tip", "type": "nominal"}},
                }
            )
    return marks


def bars(told: Told, rows: Sequence[Row]) -> Chart:
    """One bar for each row, its last figure, in the order given; what is no number stands as sign and word."""
    named = [(in_two_lines(row.label), row.figures[-1]) for row in rows if row.figures]
    values = [
        {
            "label": label,
            "number": one.value or 0,
            "words": amount(one.value) if one.value is not None else f"{one.sign} {one.said}".strip(),
            "absent": one.value is None,
            "tip": f"{label}, {one.period}: {one.said if one.value is None else amount(one.value)}",
        }
        for label, one in named
    ]
    base: Spec = {
        "y": {"field": "label", "type": "nominal", "sort": None, "axis": {**ASIDE, "labelColor": ink("ink")}},
        "x": {
            "field": "number",
            "type": "quantitative",
            "scale": {"zero": True, **({"domain": [0, 1]} if not any(one["number"] for one in values) else {})},
            "axis": {"orient": "top"},
        },
        "tooltip": {"field": "tip", "type": "nominal"},
    }
    spec: Spec = {
        "width": WIDTH,
        "autosize": FIT,
        "height": {"step": 28},
        "data": {"values": values},
        "encoding": base,
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.62}, "color": ink("step-3")}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
                "encoding": {"text": {"field": "words"}, "color": {"value": ink("ink-2")}},
            },
        ],
    }
    return told.chart(Kind.BARS, _columns(told), _rows(rows), spec)


def panels(told: Told, rows: Sequence[Row], columns: int = 3) -> Chart:
    """A small chart for each row, all with one scale, so that they can be compared."""
    x, tip = _day_axis(rows), {"field": "tip", "type": "nominal"}
    x = {**x, "axis": {"tickCount": 2, "labelAngle": 0, "labelFontSize": 11}}
    if _yearly(rows):
        x["axis"]["format"] = "%Y"
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": {"tickCount": 3, "labelFontSize": 11},
    }
    values = [{**one, "kind": "number"} for one in _values(rows)]
    values += [{**one, "kind": "sign"} for row in rows for one in _absent(row)]
    line = {"filter": {"field": "kind", "equal": "number"}}
    spec: Spec = {
        "data": {"values": values},
        "facet": {
            "field": "label",
            "type": "nominal",
            "sort": [row.label for row in rows],
            "header": {"title": None, "labelFontSize": 12, "labelFontWeight": 600, "labelColor": ink("ink")}
            | {"labelAnchor": "start", "labelLimit": 170},
        },
        "columns": columns,
        "spacing": 18,
        "spec": {
            "width": (WIDTH - 60) // columns - 18,
            "height": 92,
            "layer": [
                {
                    "transform": [line],
                    "mark": {"type": "line", "strokeWidth": 1.75, "color": ink(CATEGORIES[0])},
                    "encoding": {"x": x, "y": y, "detail": {"field": "stretch", "type": "nominal"}},
                },
                {
                    "transform": [line],
                    "mark": {"type": "point", "filled": True, "size": 14, "color": ink(CATEGORIES[0]), "opacity": 1},
                    "encoding": {"x": x, "y": y, "tooltip": tip},
                },
                {
                    "transform": [{"filter": {"field": "kind", "equal": "sign"}}],
                    "mark": {"type": "text", "fontSize": 11, "color": ink("ink-2")},
                    "encoding": {"x": x, "y": {"value": 4}, "text": {"field": "sign"}, "tooltip": tip},
                },
            ],
        },
    }
    return told.chart(Kind.PANELS, _columns(told), _rows(rows), spec)


def _yearly(rows: Sequence[Row]) -> bool:
    return all(one.day.endswith("-01-01") for row in rows for one in row.figures)
