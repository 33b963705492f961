"""The region: rates as filled areas, counts as circles; a sentence on designations stands under every map."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from roundtable.ui.charts.bars import Told
from roundtable.ui.charts.chart import Chart, Column, Kind, Spec, amount
from roundtable.ui.charts.theme import SEQUENCE, ink

REGION = Path(__file__).resolve().parent.parent / "static" / "vendor" / "region.json"
GEOMETRY = "Natural Earth"
LARGEST = 900
MOST_AWAY = 12
"""More places than these that are not on the map are counted, not named."""


@dataclass(frozen=True)
class State:
    """A value for a state; `code` is ISO 3166 with two or three letters (XK or XKX for Kosovo*); None is unknown.

    Where it is known why a value is not there, `sign` is drawn in its place and `said` is the word for it.
    """

    code: str
    label: str
    value: float | None
    sign: str = ""
    said: str = ""


class GeometryMissingError(RuntimeError):
    """The map's outlines were not fetched."""


@cache
def region() -> dict[str, Any]:
    """The flat map that set-up made."""
    if not REGION.exists():
        raise GeometryMissingError("The outlines of the map are not here. Run `make setup`, which fetches them.")
    found: dict[str, Any] = json.loads(REGION.read_text())
    return found


@cache
def _by_code() -> Mapping[str, Mapping[str, Any]]:
    states = region()["states"]
    return {
        code: state for state in states for code in (state["properties"]["iso3"], state["properties"]["iso2"]) if code
    }


def on_map(code: str) -> bool:
    """Whether a code has an outline; the European Union as a Party has none."""
    return code in _by_code()


def rates(told: Told, states: Sequence[State], limits: Sequence[float]) -> Chart:
    """Areas filled in five steps that four `limits` divide: only for rates and shares, never for counts of people."""
    if len(limits) != len(SEQUENCE) - 1 or list(limits) != sorted(limits):
        raise ValueError(f"A map of rates takes {len(SEQUENCE) - 1} rising limits, not {list(limits)}.")
    colour = {
        "field": "properties.value",
        "type": "quantitative",
        "scale": {"type": "threshold", "domain": list(limits), "range": [ink(name) for name in SEQUENCE]},
        "legend": {"symbolStrokeColor": ink("edge"), "format": "~f"},
    }
    tooltip = {"field": "properties.tip", "type": "nominal"}
    features, dots = _features(states)
    small = [dot for dot in dots if dot["properties"]["small"] and dot["properties"]["value"] is not None]
    layers: list[Spec] = [
        _ground(),
        {
            "data": {"values": [one for one in features if one["properties"]["value"] is not None]},
            "mark": {"type": "geoshape", "stroke": ink("edge"), "strokeWidth": 0.5},
            "encoding": {"color": colour, "tooltip": tooltip},
        },
        *_unknown(features),
        _dashed(),
        {
            "data": {"values": small},
            "mark": {"type": "circle", "size": 55, "opacity": 1, "stroke": ink("ink"), "strokeWidth": 1},
            "encoding": {**_place(), "color": {**colour, "legend": None}, "tooltip": tooltip},
        },
    ]
    return _chart(told, Kind.RATES_MAP, states, [*layers, *_signs(dots)])


def counts(told: Told, states: Sequence[State]) -> Chart:
    """Circles whose area follows the count, over a plain map."""
    most = max((state.value for state in states if state.value is not None), default=0)
    features, dots = _features(states)
    known = sorted((dot for dot in dots if dot["properties"]["value"]), key=lambda dot: -dot["properties"]["value"])
    layers: list[Spec] = [
        _ground(),
        {
            "data": {"values": [one for one in features if one["properties"]["value"] is not None]},
            "mark": {"type": "geoshape", "fill": ink("sheet"), "stroke": ink("edge"), "strokeWidth": 0.6},
        },
        *_unknown(features),
        _dashed(),
        {
            "data": {"values": known},
            "mark": {
                "type": "circle",
                "opacity": 1,
                "fill": ink("step-2"),
                "fillOpacity": 0.75,
                "stroke": ink("step-4"),
                "strokeWidth": 1.25,
            },
            "encoding": {
                **_place(),
                "size": {
                    "field": "properties.value",
                    "type": "quantitative",
                    "scale": {"type": "linear", "zero": True, "domain": [0, most or 1], "range": [0, LARGEST]},
                    "legend": {
                        "symbolFillColor": ink("step-2"),
                        "symbolStrokeColor": ink("step-4"),
                        "symbolType": "circle",
                        "values": _round_values(most),
                        "format": "~f",
                    },
                },
                "tooltip": {"field": "properties.tip", "type": "nominal"},
            },
        },
    ]
    return _chart(told, Kind.COUNTS_MAP, states, [*layers, *_signs(dots)])


def _round_values(most: float) -> list[float]:
    """Two or three round numbers up to the largest."""
    if not most:
        return []
    unit = 10 ** math.floor(math.log10(most))
    top = next(step * unit for step in (5, 2, 1) if step * unit <= most)
    return [top / 5, top] if top % 5 == 0 or top >= 5 else [top]


def _features(states: Sequence[State]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    shapes, dots = [], []
    for state in states:
        outline = _by_code().get(state.code)
        if outline is None:
            continue
        said = state.said or gettext("not known") if state.value is None else amount(state.value)
        about = {"value": state.value, "tip": f"{state.label}: {said}", "small": outline["properties"]["small"]}
        about["sign"] = "0" if state.value == 0 else state.sign if state.value is None else ""
        shapes.append({"type": "Feature", "geometry": outline["geometry"], "properties": about})
        dots.append({"x": outline["properties"]["x"], "y": outline["properties"]["y"], "properties": about})
    return shapes, dots


def _place() -> Spec:
    width, height = region()["frame"]
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, width], "zero": False, "nice": False},
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [height, 0], "zero": False, "nice": False},
        },
    }


def _ground() -> Spec:
    land = [{"type": "Feature", "geometry": state["geometry"], "properties": {}} for state in region()["states"]]
    return {
        "data": {"values": land},
        "mark": {
            "type": "geoshape",
            "fill": ink("line-2"),
            "stroke": ink("paper"),
            "strokeWidth": 0.6,
            "tooltip": None,
        },
    }


def _unknown(features: Sequence[Mapping[str, Any]]) -> list[Spec]:
    blank = [one for one in features if one["properties"]["value"] is None]
    if not blank:
        return []
    return [
        {
            "data": {"values": blank},
            "mark": {
                "type": "geoshape",
                "fill": ink("paper"),
                "stroke": ink("edge"),
                "strokeWidth": 0.75,
                "strokeDash": [2, 2],
            },
            "encoding": {"tooltip": {"field": "properties.tip", "type": "nominal"}},
        }
    ]


def _signs(dots: Sequence[Mapping[str, Any]]) -> list[Spec]:
    """Write over a state why it has no number, and a zero where it has none of what is counted."""
    found = [dot for dot in dots if dot["properties"]["sign"]]
    if not found:
        return []
    return [
        {
            "data": {"values": found},
            "mark": {"type": "text", "fontSize": 12, "color": ink("ink"), "tooltip": None},
            "encoding": {**_place(), "text": {"field": "properties.sign"}},
        }
    ]


def _dashed() -> Spec:
    return {
        "data": {"values": [region()["dashed"]]},
        "mark": {
            "type": "geoshape",
            "filled": False,
            "stroke": ink("ink-2"),
            "strokeWidth": 0.8,
            "strokeDash": [2, 2],
            "tooltip": None,
        },
    }


def _chart(told: Told, kind: Kind, states: Sequence[State], layers: Sequence[Spec]) -> Chart:
    width, height = region()["frame"]
    columns = [
        Column("label", gettext("State")),
        Column("value", told.about.measure, number=True, missing=gettext("not known")),
    ]
    rows: list[dict[str, Any]] = [{"label": state.label, "value": state.value} for state in states]
    if any(state.said for state in states):
        columns = [columns[0], replace(columns[1], missing=""), Column("status", gettext("Status"))]
        rows = [{**row, "status": state.said} for row, state in zip(rows, states, strict=True)]
    notes = [
        *told.footnotes,
        gettext(
            "The names and lines on this map do not say that anybody endorses or accepts them; "
            "a dashed line has no agreement behind it. Small states are shown as dots."
        ),
    ]
    away = [state.label for state in states if not on_map(state.code)]
    if len(away) > MOST_AWAY:
        notes.append(
            gettext("%(number)s places are in the table and not on the map, which shows the region.")
            % {"number": len(away)}
        )
    elif away:
        notes.append(gettext("Not on the map, but in the table: %(names)s.") % {"names": ", ".join(away)})
    if any(state.code in {"XK", "XKX"} for state in states) and not any("1244" in note for note in notes):
        notes.append(
            gettext(
                "Kosovo*: this designation is without prejudice to positions on status, and is in line with "
                "UNSCR 1244/1999 "
                "and the ICJ Opinion on the Kosovo declaration of independence."
            )
        )
    spec: Spec = {
        "width": width,
        "height": height,
        "projection": {"type": "identity"},
        "layer": list(layers),
        "resolve": {"scale": {"color": "independent"}},
    }
    told = replace(
        told, footnotes=notes, source=f"{told.source}; {gettext('outlines: %(source)s') % {'source': GEOMETRY}}"
    )
    return told.chart(kind, columns, rows, spec)
