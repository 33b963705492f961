"""The tokens of the page as charts use them, and what is common to all drawings.

Specifications carry colours as `var(--token)`. Inline drawings keep them, so that they follow light and dark; files get
the light colour.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

TOKENS = Path(__file__).resolve().parent.parent / "static" / "ui" / "tokens.css"
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")

STEPS = ("step-4", "step-3", "step-2", "step-1")
SEQUENCE = ("seq-1", "seq-2", "seq-3", "seq-4", "seq-5")
CATEGORIES = ("cat-1", "cat-2", "cat-3", "cat-4")
AREAS = ("area-1", "area-2", "area-3", "area-4", "area-5", "area-6")

FONT = "Noto Sans"
WIDTH = 560
# The labels of an axis take their room from the drawing, so that all drawings are equally wide.
FIT = {"type": "fit-x", "contains": "padding"}


@cache
def tokens(theme: str = "light") -> dict[str, str]:
    """Name and colour of every token in a theme, read from the style sheet that the pages use."""
    text = TOKENS.read_text()
    block = text[text.index(":root {" if theme == "light" else ':root[data-theme="dark"] {') :]
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", block[: block.index("}")]))


def ink(name: str) -> str:
    """A token as a specification carries it."""
    if name not in tokens():
        raise KeyError(f"There is no colour called {name} in {TOKENS.name}.")
    return f"var(--{name})"


def fixed(text: str, theme: str = "light") -> str:
    """The text with every token replaced by its colour, for files that stand alone."""
    return _VARIABLE.sub(lambda found: tokens(theme)[found[1]], text)


def lasting(text: str) -> str:
    """The text with every token kept and its light colour behind it, for drawings inside a page."""
    return _VARIABLE.sub(lambda found: f"var(--{found[1]}, {tokens()[found[1]]})", text)


def config() -> dict[str, Any]:
    """What all drawings share: quiet axes, few ticks, dotted grid, a solid zero, our letters."""
    return {
        "background": None,
        "font": FONT,
        "padding": {"left": 2, "right": 8, "top": 6, "bottom": 2},
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink("ink-2"),
            "labelFontSize": 12,
            "labelPadding": 6,
            "labelLimit": 260,
            "title": None,
            "domain": False,
            "ticks": False,
            "gridColor": ink("line"),
            "gridDash": [1, 3],
            "tickCount": 5,
        },
        "axisBand": {"grid": False},
        "axisTemporal": {
            "domain": True,
            "domainColor": ink("edge"),
            "ticks": True,
            "tickColor": ink("edge"),
            "grid": False,
        },
        "legend": {
            "orient": "top",
            "direction": "horizontal",
            "title": None,
            "labelColor": ink("ink-2"),
            "labelFontSize": 12,
            "labelLimit": 300,
            "symbolType": "square",
            "symbolSize": 110,
            "symbolStrokeWidth": 1,
            "offset": 4,
            "padding": 0,
            "columnPadding": 14,
        },
        "text": {"color": ink("ink"), "fontSize": 12},
        "rule": {"color": ink("ink")},
    }
