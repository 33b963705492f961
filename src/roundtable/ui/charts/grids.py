"""A grid of numbers: where much happens and where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from roundtable.ui.charts.bars import Told
from roundtable.ui.charts.chart import Chart, Column, Kind, Spec
from roundtable.ui.charts.theme import FIT, SEQUENCE, WIDTH, ink


@dataclass(frozen=True)
class Square:
    """A number where a row meets a column, in the chart's unit; None is unknown and drawn empty."""

    row: str
    column: str
    value: float | None


def grid(told: Told, squares: Sequence[Square], limits: Sequence[float]) -> Chart:
    """Squares coloured in five steps that four `limits` divide, each with its number written in it."""
    if len(limits) != len(SEQUENCE) - 1 or list(limits) != sorted(limits):
        raise ValueError(f"A grid takes {len(SEQUENCE) - 1} rising limits, not {list(limits)}.")
    columns = [
        Column("row", gettext("Row")),
        Column("column", gettext("Column")),
        Column("value", told.about.measure, number=True, missing=gettext("not known")),
    ]
    rows = [vars(square) for square in squares]
    values = [
        {**row, "tip": f"{row['row']}, {row['column']}: {'–' if row['value'] is None else format(row['value'], 'g')}"}
        for row in rows
    ]
    across = list(dict.fromkeys(square.column for square in squares))
    down = list(dict.fromkeys(square.row for square in squares))
    place: Spec = {
        "x": {
            "field": "column",
            "type": "nominal",
            "sort": across,
            "axis": {"orient": "top", "labelAngle": 0, "labelLimit": 90},
        },
        "y": {"field": "row", "type": "nominal", "sort": down, "axis": {"labelLimit": 230, "labelColor": ink("ink")}},
    }
    known = {"filter": {"field": "value", "valid": True}}
    spec: Spec = {
        "width": WIDTH,
        "autosize": FIT,
        "height": {"step": 30},
        "data": {"values": values},
        "encoding": place,
        "layer": [
            {
                "mark": {
                    "type": "rect",
                    "fill": ink("paper"),
                    "stroke": ink("edge"),
                    "strokeWidth": 0.75,
                    "strokeDash": [2, 2],
                },
                "encoding": {"tooltip": {"field": "tip", "type": "nominal"}},
            },
            {
                "transform": [known],
                "mark": {"type": "rect", "stroke": ink("paper"), "strokeWidth": 2},
                "encoding": {
                    "color": {
                        "field": "value",
                        "type": "quantitative",
                        "scale": {
                            "type": "threshold",
                            "domain": list(limits),
                            "range": [ink(name) for name in SEQUENCE],
                        },
                        "legend": None,
                    },
                    "tooltip": {"field": "tip", "type": "nominal"},
                },
            },
            {
                "transform": [known],
                "mark": {"type": "text", "fontSize": 12},
                "encoding": {
                    "text": {"field": "value", "type": "quantitative"},
                    "color": {
                        "condition": {"test": f"datum.value >= {limits[2]:g}", "value": ink("paper")},
                        "value": ink("ink"),
                    },
                },
            },
        ],
    }
    return told.chart(Kind.GRID, columns, rows, spec)
