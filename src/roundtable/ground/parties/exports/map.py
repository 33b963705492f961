"""The map of who takes part on a day. It shows standings, no amounts, and ranks nobody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.parties.domain.declared import COVERING_NOTE, DECLARATION
from roundtable.ground.parties.domain.standing import NOT_PARTICIPATING, NOT_STATED, PARTICIPATING
from roundtable.ground.parties.exports.rows import assumed_note, notes_for
from roundtable.ground.parties.queries import PartyView, everybody
from roundtable.ground.parties.queries.table import standing_label
from roundtable.ui.charts import maps
from roundtable.ui.charts.chart import About, Chart, Column, Kind, Spec
from roundtable.ui.charts.theme import ink
from roundtable.ui.moments import day as day_words

# A quiet grey for absence, so that no standing looks like a warning.
FILLS = {PARTICIPATING: "seq-4", NOT_PARTICIPATING: "edge", NOT_STATED: "seq-2"}


def parties_map(day: date) -> Chart:
    """Draw who takes part on a day. Needs the outlines that `make setup` fetches (`maps.REGION`)."""
    views = [view for view in everybody(day) if view.is_party]
    count = sum(view.participates for view in views)
    said = {"count": count, "day": day_words(day)}
    title = ngettext("%(count)s Party takes part on %(day)s", "%(count)s Parties take part on %(day)s", count) % said
    about = About(
        measure=_("Standing in the dialogue"),
        unit=_("one standing for each state"),
        place=_("the region of the dialogue"),
        period=day_words(day),
    )
    notes = [*notes_for(view.code for view in views), assumed_note()]
    notes.append(_("A dashed line has no agreement behind it. Small states are shown as dots."))
    if away := [view.name for view in views if not maps.on_map(view.code)]:
        notes.append(_("Not on the map, but in the table: %(names)s.") % {"names": ", ".join(away)})
    outlines = _("outlines: %(source)s") % {"source": maps.GEOMETRY}
    return Chart(
        name="parties",
        kind=Kind.RATES_MAP,
        title=title,
        about=about,
        source=f"{DECLARATION}; {COVERING_NOTE}; {outlines}",
        licence="CC0",
        date=day,
        columns=[Column("label", _("State")), Column("standing", _("Standing on this day"))],
        rows=[{"label": view.name, "standing": view.standing_label} for view in views],
        spec=_drawing(views),
        alt=_("Map of states by their standing in the dialogue. %(title)s.") % {"title": title},
        footnotes=notes,
    )


def _drawing(views: Sequence[PartyView]) -> Spec:
    by_code = {view.code: view for view in views}
    region = maps.region()
    shapes: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    for state in region["states"]:
        view = by_code.get(state["properties"]["iso2"])
        if view is None:
            continue
        about = {"standing": view.standing_label, "tip": f"{view.name}: {view.standing_label}"}
        shapes.append({"type": "Feature", "geometry": state["geometry"], "properties": about})
        if state["properties"]["small"]:
            dots.append({"x": state["properties"]["x"], "y": state["properties"]["y"], "properties": about})
    used = [standing for standing in FILLS if any(view.standing == standing for view in views)]
    colour = {
        "field": "properties.standing",
        "type": "nominal",
        "scale": {
            "domain": [standing_label(standing) for standing in used],
            "range": [ink(FILLS[standing]) for standing in used],
        },
        "legend": {"symbolStrokeColor": ink("edge"), "symbolType": "square"},
    }
    tooltip = {"field": "properties.tip", "type": "nominal"}
    width, height = region["frame"]
    land = [{"type": "Feature", "geometry": state["geometry"], "properties": {}} for state in region["states"]]
    flat = {"type": "quantitative", "axis": None}
    return {
        "width": width,
        "height": height,
        "projection": {"type": "identity"},
        "layer": [
            {
                "data": {"values": land},
                "mark": {"type": "geoshape", "fill": ink("line-2"), "stroke": ink("paper"), "tooltip": None},
            },
            {
                "data": {"values": shapes},
                "mark": {"type": "geoshape", "stroke": ink("paper"), "strokeWidth": 0.6},
                "encoding": {"color": colour, "tooltip": tooltip},
            },
            {
                "data": {"values": [region["dashed"]]},
                "mark": {
                    "type": "geoshape",
                    "filled": False,
                    "stroke": ink("ink-2"),
                    "strokeWidth": 0.8,
                    "strokeDash": [2, 2],
                    "tooltip": None,
                },
            },
            {
                "data": {"values": dots},
                "mark": {"type": "circle", "size": 55, "opacity": 1, "stroke": ink("ink"), "strokeWidth": 1},
                "encoding": {
                    "x": {**flat, "field": "x", "scale": {"domain": [0, width], "zero": False, "nice": False}},
                    "y": {**flat, "field": "y", "scale": {"domain": [height, 0], "zero": False, "nice": False}},
                    "color": {**colour, "legend": None},
                    "tooltip": tooltip,
                },
            },
        ],
    }
