"""What lasts from one day to another, one line each: activities, rounds, deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from roundtable.ui import moments
from roundtable.ui.charts.bars import Told
from roundtable.ui.charts.chart import Chart, Column, Kind, Spec
from roundtable.ui.charts.theme import AREAS, FIT, WIDTH, ink


@dataclass(frozen=True)
class Span:
    """Something that lasts from a day to a day (the same day for a moment); `area` is 1 to 6, or 0."""

    label: str
    start: date
    end: date
    area: int = 0
    done: bool = True


def timeline(told: Told, spans: Sequence[Span], today: date | None = None) -> Chart:
    """Bars over time in the given order; what is only planned is open, today is a line."""
    done, planned = gettext("done or running"), gettext("planned")
    columns = [
        Column("label", gettext("What")),
        Column("start", gettext("From")),
        Column("end", gettext("To")),
        Column("status", gettext("Status")),
    ]
    rows = [
        {
            "label": span.label,
            "start": span.start.isoformat(),
            "end": span.end.isoformat(),
            "status": done if span.done else planned,
        }
        for span in spans
    ]
    values = [
        {
            **row,
            "colour": ink(AREAS[span.area - 1]) if span.area else ink("step-4"),
            "fill": (ink(AREAS[span.area - 1]) if span.area else ink("step-4")) if span.done else ink("paper"),
            "tip": f"{span.label}: {moments.day(span.start)} – {moments.day(span.end)}, {row['status']}",
        }
        for row, span in zip(rows, spans, strict=True)
    ]
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {"labelFontSize": 12, "labelColor": ink("ink"), "labelLimit": 210},
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": 10, "minBandSize": 3, "strokeWidth": 1.5},
            "encoding": {
                "x": {
                    "field": "start",
                    "type": "temporal",
                    "axis": {"orient": "top", "tickCount": 5, "grid": True, "domain": False, "ticks": False},
                },
                "x2": {"field": "end"},
                "y": y,
                "fill": {"field": "fill", "type": "nominal", "scale": None},
                "stroke": {"field": "colour", "type": "nominal", "scale": None},
                "tooltip": {"field": "tip", "type": "nominal"},
            },
        },
    ]
    if today:
        layers.append(
            {
                "data": {"values": [{"today": today.isoformat()}]},
                "mark": {"type": "rule", "color": ink("gold"), "strokeWidth": 2},
                "encoding": {"x": {"field": "today", "type": "temporal"}},
            }
        )
    spec: Spec = {"width": WIDTH, "autosize": FIT, "height": {"step": 24}, "data": {"values": values}, "layer": layers}
    return told.chart(Kind.SPANS, columns, rows, spec)
