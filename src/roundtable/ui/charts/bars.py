"""Bars: how far things are, and what was planned against what was spent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from roundtable.ui.charts.chart import About, Chart, Column, Kind, Spec, amount
from roundtable.ui.charts.theme import FIT, STEPS, WIDTH, ink

ROW = 30


@dataclass(frozen=True)
class Told:
    """What every builder is told about a chart beside its rows; see `Chart`."""

    name: str
    title: str
    about: About
    source: str
    licence: str
    date: dt.date
    alt: str = ""
    footnotes: Sequence[str] = ()
    demonstration: bool = False
    definition: str = ""
    next_release: dt.date | None = None
    restricted: bool = False

    def chart(self, kind: Kind, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], spec: Spec) -> Chart:
        """Put a chart together."""
        return Chart(kind=kind, columns=columns, rows=rows, spec=spec, **vars(self))


@dataclass(frozen=True)
class Progress:
    """One line of progress: how many are done, advanced, begun or prepared, and the rest."""

    label: str
    done: int
    advanced: int
    begun: int
    none: int


def progress(told: Told, lines: Sequence[Progress]) -> Chart:
    """Stacked bars, one for each line, in counts from zero; what nobody reported stays visible as an empty part."""
    words = [gettext("done"), gettext("advanced"), gettext("begun or prepared"), gettext("not begun or not known")]
    columns = [Column("label", gettext("What"))]
    columns += [
        Column(key, word, number=True) for key, word in zip(("done", "advanced", "begun", "none"), words, strict=True)
    ]
    rows = [vars(line) for line in lines]
    values = [
        {
            "label": line.label,
            "stage": word,
            "number": getattr(line, key),
            "order": order,
            "tip": f"{line.label}: {word}, {getattr(line, key)}",
        }
        for line in lines
        for order, (key, word) in enumerate(zip(("done", "advanced", "begun", "none"), words, strict=True))
        if getattr(line, key)
    ]
    spec: Spec = {
        "width": WIDTH,
        "autosize": FIT,
        "height": {"step": ROW},
        "data": {"values": values},
        "mark": {"type": "bar", "height": {"band": 0.62}, "stroke": ink("step-4"), "strokeWidth": 0.75},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": None,
                "axis": {"labelFontSize": 12, "labelColor": ink("ink"), "labelLimit": 255},
            },
            "x": {
                "field": "number",
                "type": "quantitative",
                "stack": "zero",
                "scale": {"zero": True},
                "axis": {"orient": "top", "tickMinStep": 1},
            },
            "color": {
                "field": "stage",
                "type": "nominal",
                "scale": {"domain": words, "range": [ink(step) for step in STEPS]},
                "legend": {"symbolStrokeColor": ink("step-4")},
            },
            "order": {"field": "order", "type": "quantitative"},
            "tooltip": {"field": "tip", "type": "nominal"},
        },
    }
    return told.chart(Kind.BARS, columns, rows, spec)


@dataclass(frozen=True)
class Budget:
    """One line of money in the chart's unit; None is unknown."""

    label: str
    planned: float | None
    spent: float | None


def budget(told: Told, lines: Sequence[Budget]) -> Chart:
    """What was planned as an open bar, what was spent as a full bar inside; the unknown stands in the table only."""
    planned, spent = gettext("planned"), gettext("spent")
    columns = [
        Column("label", gettext("What")),
        Column("planned", planned, number=True, missing=gettext("not known")),
        Column("spent", spent, number=True, missing=gettext("not known")),
    ]
    values = [
        {"label": line.label, "kind": kind, "number": number, "tip": f"{line.label}: {kind}, {amount(number)}"}
        for line in lines
        for kind, number in ((planned, line.planned), (spent, line.spent))
        if number is not None
    ]
    axis = {"labelFontSize": 12, "labelColor": ink("ink"), "labelLimit": 255}
    base: Spec = {
        "y": {"field": "label", "type": "nominal", "sort": [line.label for line in lines], "axis": axis},
        "x": {"field": "number", "type": "quantitative", "scale": {"zero": True}, "axis": {"orient": "top"}},
        "tooltip": {"field": "tip", "type": "nominal"},
    }
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": [planned, spent], "range": [ink("step-1"), ink("step-4")]},
        "legend": {"symbolStrokeColor": ink("edge")},
    }
    spec: Spec = {
        "width": WIDTH,
        "autosize": FIT,
        "height": {"step": ROW},
        "data": {"values": values},
        "encoding": {**base, "color": colour},
        "layer": [
            {
                "transform": [{"filter": {"field": "kind", "equal": planned}}],
                "mark": {"type": "bar", "height": {"band": 0.7}, "stroke": ink("edge"), "strokeWidth": 1},
            },
            {
                "transform": [{"filter": {"field": "kind", "equal": spent}}],
                "mark": {"type": "bar", "height": {"band": 0.34}},
            },
        ],
    }
    return told.chart(Kind.BARS, columns, [vars(line) for line in lines], spec)
