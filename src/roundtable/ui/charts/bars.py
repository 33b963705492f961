"""Bars: how far things are, and what was planned against what was spent."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from roundtable.ui.charts.chart import About, Chart, Column, Kind, Spec, amount
from roundtable.ui.charts.theme import FIT, STEPS, WIDTH, ink

ROW = 30
LINE = 30
"""The signs of a label that stand in one line; a longer one takes two."""
ASIDE = {"labelFontSize": 12, "labelLimit": 240, "labelLineHeight": 14, "labelExpr": "split(datum.label, '\\n')"}
SIGN = 6.7
"""The width of a sign of a legend, in pixels, on average."""


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


def in_two_lines(label: str) -> str:
    """Break a label that is too long for one line near its middle."""
    if len(label) <= LINE:
        return label
    first, *rest = textwrap.wrap(label, max(LINE, len(label) // 2 + 4), break_long_words=False)
    return "\n".join([first, " ".join(rest)]) if rest else first


def _step(lines: Sequence[Progress | Budget]) -> int:
    return ROW + 6 if any(len(line.label) > LINE for line in lines) else ROW


def legend(words: Sequence[str]) -> Spec:
    """Put a legend above the bars: in one row where that fits beside the labels, else in two columns."""
    room = WIDTH - LINE * SIGN
    in_a_row = sum(len(word) * SIGN + 32 for word in words) <= room
    return {"symbolStrokeColor": ink("step-4"), "columns": len(words) if in_a_row else 2}


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
            "label": in_two_lines(line.label),
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
        "height": {"step": _step(lines)},
        "data": {"values": values},
        "mark": {"type": "bar", "height": {"band": 0.62}, "stroke": ink("step-4"), "strokeWidth": 0.75},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": None,
                "axis": {**ASIDE, "labelColor": ink("ink")},
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
                "legend": legend(words),
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
        {
            "label": in_two_lines(line.label),
            "kind": kind,
            "number": number,
            "tip": f"{line.label}: {kind}, {amount(number)}",
        }
        for line in lines
        for kind, number in ((planned, line.planned), (spent, line.spent))
        if number is not None
    ]
    axis = {**ASIDE, "labelColor": ink("ink")}
    base: Spec = {
        "y": {"field": "label", "type": "nominal", "sort": [in_two_lines(line.label) for line in lines], "axis": axis},
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
        "height": {"step": _step(lines)},
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
