"""What is wrong with a chart, after our twenty rules; a test asks this of every chart that a builder makes.

Rules about files and addresses (V3, V4, V18, V20) are tested where those are made; here stands what a chart itself
can break.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from roundtable.ui.charts import theme
from roundtable.ui.charts.chart import Chart, Kind, Value

LONGEST_TITLE = 90
LONGEST_ALT = 400
MOST_CATEGORIES = 8
MOST_TICKS = 6

# Words that make people a danger or a force of nature; they have no place in a title.
BLAME = re.compile(
    r"\b(flood|wave|invasion|invade|swarm|surge|influx|tsunami|horde|наплыв|волна|вторжение|нашествие)", re.IGNORECASE
)


@dataclass(frozen=True)
class Fault:
    """A broken rule and a sentence on it."""

    rule: str
    sentence: str


def alternative(chart: Chart) -> str:
    """What listeners hear: the author's words, or the kind of chart, what it shows, its range and its finding."""
    if chart.alt:
        return chart.alt
    numbers = list(_numbers(chart))
    kinds = {
        Kind.BARS: gettext("Bars"),
        Kind.LINES: gettext("Lines"),
        Kind.SPANS: gettext("Timeline"),
        Kind.GRID: gettext("Grid of numbers"),
        Kind.PANELS: gettext("Small charts"),
        Kind.RATES_MAP: gettext("Map of rates"),
        Kind.COUNTS_MAP: gettext("Map of counts"),
    }
    said = {"kind": kinds[chart.kind], "about": chart.subtitle, "title": chart.title}
    if numbers:
        text = gettext("%(kind)s: %(about)s, from %(least)s to %(most)s. %(title)s.") % {
            **said,
            "least": f"{min(numbers):g}",
            "most": f"{max(numbers):g}",
        }
    else:
        text = gettext("%(kind)s: %(about)s. %(title)s.") % said
    return text if len(text) <= LONGEST_ALT else text[: LONGEST_ALT - 1] + "…"


def _numbers(chart: Chart) -> Iterator[float]:
    keys = [column.key for column in chart.columns if column.number]
    for row in chart.rows:
        for key in keys:
            value: Value = row.get(key)
            if isinstance(value, (int, float)):
                yield float(value)


def _parts(spec: Any) -> Iterator[dict[str, Any]]:
    """Every part of a specification that is a mapping, itself first, without the rows."""
    if isinstance(spec, dict):
        yield spec
        for key, value in spec.items():
            if key not in {"values", "geometry"}:
                yield from _parts(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _parts(value)


def _title(chart: Chart) -> Iterator[str]:
    if not chart.title.strip() or len(chart.title) > LONGEST_TITLE:
        yield f"The title says the finding in at most {LONGEST_TITLE} characters; this one has {len(chart.title)}."
    for name in ("measure", "unit", "place", "period"):
        if not getattr(chart.about, name).strip():
            yield f"The subtitle does not name the {name}."


def _source(chart: Chart) -> Iterator[str]:
    if not chart.source.strip() or not chart.licence.strip():
        yield "The source and its licence are named under every chart."
    if chart.definition and not chart.definition.startswith(("/", "https://")):
        yield "How a figure is made is an address; what is to be read beside it is a footnote."


def _table(chart: Chart) -> Iterator[str]:
    keys = {column.key for column in chart.columns}
    if not chart.columns or any(not keys <= set(row) for row in chart.rows):
        yield "The table has a cell for each column in each row."


def _spoken(chart: Chart) -> Iterator[str]:
    if not 0 < len(alternative(chart)) <= LONGEST_ALT:
        yield f"The alternative text has one to {LONGEST_ALT} characters."


def _categories(chart: Chart) -> Iterator[str]:
    for part in _parts(chart.spec):
        scale = part.get("scale")
        if part.get("type") == "nominal" and isinstance(scale, dict) and len(scale.get("range", [])) > MOST_CATEGORIES:
            yield f"More than {MOST_CATEGORIES} colours cannot be told apart."
    labels = {row.get("label") for row in chart.rows}
    if chart.kind is Kind.LINES and not any(part.get("type") == "text" for part in _parts(chart.spec)):
        yield f"The {len(labels)} lines are not named where they end."


def _colours(chart: Chart) -> Iterator[str]:
    text = json.dumps(chart.spec)
    if re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", text):
        yield "Colours come from the tokens, whose palettes are tested for colour-blind readers."
    names = set(re.findall(r"var\(--([a-z0-9-]+)\)", text))
    if unknown := names - set(theme.tokens()):
        yield f"There are no tokens called {', '.join(sorted(unknown))}."


def _blame(chart: Chart) -> Iterator[str]:
    names = set(re.findall(r"var\(--([a-z0-9-]+)\)", json.dumps(chart.spec)))
    if "stop" in names:
        yield "Red marks restriction and breaks, never people."
    if found := BLAME.search(f"{chart.title} {alternative(chart)}"):
        yield f"The word “{found[0]}” makes people a force of nature."


def _zero(chart: Chart) -> Iterator[str]:
    for part in _parts(chart.spec):
        for axis in ("x", "y"):
            channel = part.get("encoding", {}).get(axis) if isinstance(part.get("encoding"), dict) else None
            if (
                not isinstance(channel, dict)
                or channel.get("type") != "quantitative"
                or channel.get("axis", True) is None
            ):
                continue
            if not channel.get("scale", {}).get("zero"):
                yield "Bars and lines of amounts begin at zero."
            if channel.get("scale", {}).get("type") == "log":
                yield "A logarithmic scale is named in the subtitle and drawn with a builder of its own."
        if part.get("resolve", {}).get("scale", {}).get("y") == "independent":
            yield "Two scales on one chart invite false comparison."


def _ticks(chart: Chart) -> Iterator[str]:
    for part in _parts(chart.spec):
        if isinstance(part.get("tickCount"), int) and part["tickCount"] > MOST_TICKS:
            yield f"An axis carries three to {MOST_TICKS} ticks."


def _measure(chart: Chart) -> Iterator[str]:
    counted = {"count", "number", "people", "persons", "thousands", "millions", gettext("number"), gettext("people")}
    if chart.kind is Kind.RATES_MAP and chart.about.unit.lower() in counted:
        yield "Counts are drawn as circles; filled areas are for rates."


def _gaps(chart: Chart) -> Iterator[str]:
    for part in _parts(chart.spec):
        if "impute" in part or part.get("invalid") in {"show", "filter"}:
            yield "A gap stays a gap; nothing is drawn across it."


def _map(chart: Chart) -> Iterator[str]:
    text = " ".join(str(note) for note in chart.footnotes)
    if chart.kind in {Kind.RATES_MAP, Kind.COUNTS_MAP} and not chart.footnotes:
        yield "A map carries the sentence on names and lines."
    if (
        any("Kosovo" in str(value) or "Косово" in str(value) for row in chart.rows for value in row.values())
        and "1244" not in text
    ):
        yield "Kosovo* stands with its footnote wherever the name occurs."


def _ranking(chart: Chart) -> Iterator[str]:
    text = json.dumps(chart.spec)
    if re.search(r'"sort": "(-x|x|ascending|descending)"', text):
        yield "Parties and lines keep their given order; nobody is ranked."


RULES: dict[str, Callable[[Chart], Iterator[str]]] = {
    "V1": _title,
    "V2": _source,
    "V5": _table,
    "V6": _spoken,
    "V7": _categories,
    "V8": _colours,
    "V9": _blame,
    "V10": _zero,
    "V11": _ticks,
    "V12": _measure,
    "V13": _gaps,
    "V15": _map,
    "V17": _ranking,
}


def faults(chart: Chart) -> list[Fault]:
    """Every rule that a chart breaks, with a sentence each; none is what we want."""
    return [Fault(name, sentence) for name, check in RULES.items() for sentence in check(chart)]
