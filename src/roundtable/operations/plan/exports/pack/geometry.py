"""The map of the region as it is frozen with a snapshot: outlines as SVG paths, nothing else."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def region() -> dict[str, Any]:
    """Read the geometry that set-up fetched; empty where it has not been fetched (the pack then has no map)."""
    place = files("roundtable.ui") / "static" / "vendor" / "region.json"
    if not place.is_file():
        return {}
    held = json.loads(place.read_text(encoding="utf-8"))
    return {
        "frame": held["frame"],
        "source": held["source"],
        "shapes": [
            {
                "iso2": state["properties"]["iso2"],
                "small": state["properties"]["small"],
                "x": state["properties"]["x"],
                "y": state["properties"]["y"],
                "d": _path(state["geometry"], closed=True),
            }
            for state in held["states"]
        ],
        "dashed": _path(held["dashed"]["geometry"], closed=False) if held.get("dashed") else "",
    }


def _path(geometry: dict[str, Any], *, closed: bool) -> str:
    depth = {"Polygon": 1, "MultiPolygon": 2, "MultiLineString": 1, "LineString": 0}[geometry["type"]]
    lines = [geometry["coordinates"]]
    for _level in range(depth):
        lines = [line for group in lines for line in group]
    end = "Z" if closed else ""
    return "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in line) + end for line in lines)
