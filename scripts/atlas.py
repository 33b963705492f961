"""Turn the world atlas into a small flat map of the dialogue's region; called by `frontend.py`, needs only Python.

The atlas is drawn from Natural Earth (public domain) as changed by Visionscarto: Crimea is in Ukraine, Kosovo* is
apart. We join what the dialogue does not know apart (the north of Cyprus, Åland), lay the region flat so that areas
keep their size, and drop detail that no screen shows.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

Point = tuple[float, float]
Line = list[Point]

WIDTH, MARGIN = 640.0, 6.0
# The outermost places of the Parties in degrees, islands far away left out: the frame is drawn around them.
OUTERMOST = [
    (-9.5, 38.7),
    (-10.6, 52.2),
    (25.8, 71.2),
    (87.4, 49.1),
    (74.9, 37.2),
    (62.3, 35.1),
    (33.0, 34.5),
    (25.0, 34.8),
    (-5.6, 36.0),
]
# Albers' equal-area cone, so that a choropleth does not make northern states larger than they are.
CENTRE, BASE, LOWER, UPPER = math.radians(36), math.radians(50), math.radians(40), math.radians(60)
# Pixels at full width: what simplification may move, and below which area a state gets a dot beside its outline.
TOLERANCE, SMALL = 0.8, 30.0

NEVER_LOST = {"LIE", "LUX", "MLT"}
JOIN = {"CYN": "CYP", "ALA": "FIN"}
LEAVE_OUT = {"AND", "MCO", "SMR", "VAT", "GGY", "JEY", "IMN", "FRO", "SJM", "KAS", "ATA"}
DASHED = [("SRB", "XKX")]
# fmt: off
TWO_LETTERS = {
    "ALB": "AL", "ARM": "AM", "AUT": "AT", "AZE": "AZ", "BEL": "BE", "BGR": "BG", "BIH": "BA", "BLR": "BY",
    "CHE": "CH", "CYP": "CY", "CZE": "CZ", "DEU": "DE", "DNK": "DK", "ESP": "ES", "EST": "EE", "FIN": "FI",
    "FRA": "FR", "GBR": "GB", "GEO": "GE", "GRC": "GR", "HRV": "HR", "HUN": "HU", "IRL": "IE", "ISL": "IS",
    "ITA": "IT", "KAZ": "KZ", "KGZ": "KG", "LIE": "LI", "LTU": "LT", "LUX": "LU", "LVA": "LV", "MDA": "MD",
    "MKD": "MK", "MLT": "MT", "MNE": "ME", "NLD": "NL", "NOR": "NO", "POL": "PL", "PRT": "PT", "ROU": "RO",
    "RUS": "RU", "SRB": "RS", "SVK": "SK", "SVN": "SI", "SWE": "SE", "TJK": "TJ", "TKM": "TM", "TUR": "TR",
    "UKR": "UA", "UZB": "UZ", "XKX": "XK",
}
# fmt: on


def flat(lon: float, lat: float) -> Point:
    """Lay a place given in degrees on the plane; the north is up, so y falls."""
    n = (math.sin(LOWER) + math.sin(UPPER)) / 2
    c = math.cos(LOWER) ** 2 + 2 * n * math.sin(LOWER)
    rho, rho0 = (math.sqrt(max(c - 2 * n * math.sin(angle), 0)) / n for angle in (math.radians(lat), BASE))
    theta = n * (math.radians(lon) - CENTRE)
    return rho * math.sin(theta), rho * math.cos(theta) - rho0


def simplified(line: Line, tolerance: float) -> Line:
    """Keep the ends and every point further than `tolerance` from the line without it (Douglas and Peucker)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = math.hypot(bx - ax, by - ay)
        far, at = 0.0, 0
        for i in range(first + 1, last):
            x, y = line[i]
            away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length else math.hypot(x - ax, y - ay)
            if away > far:
                far, at = away, i
        if far > tolerance:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def clipped(ring: Line, width: float, height: float) -> Line:
    """Cut a ring to the frame, edge by edge (Sutherland and Hodgman)."""
    for axis, edge, inside_is_less in ((0, 0.0, False), (0, width, True), (1, 0.0, False), (1, height, True)):
        cut: Line = []
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            a_in, b_in = ((p[axis] <= edge) == inside_is_less or p[axis] == edge for p in (a, b))
            if a_in:
                cut.append(a)
            if a_in != b_in:
                t = (edge - a[axis]) / (b[axis] - a[axis])
                cut.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        ring = cut
        if not ring:
            break
    return ring


def area(ring: Line) -> float:
    """Square pixels, positive or negative by direction."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def middle(ring: Line) -> Point:
    """The centre of gravity of a ring."""
    total = area(ring)
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    return x / (6 * total), y / (6 * total)


def joined(rings: list[list[int]]) -> list[list[int]]:
    """Dissolve the arcs that two joined territories share and close what is left into rings again."""
    count = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    left = [arc for ring in rings for arc in ring if count[arc if arc >= 0 else ~arc] == 1]
    return [left] if any(n > 1 for n in count.values()) else rings


def in_frame(code: str, rings: list[Line]) -> list[Line]:
    """The rings worth drawing, largest first; a state that is small but ours keeps its largest ring."""
    there = sorted((ring for ring in rings if len(ring) > 2), key=lambda ring: -abs(area(ring)))
    return [ring for ring in there if abs(area(ring)) > 2] or (there[:1] if code in NEVER_LOST else [])


def feature(code: str, rings: list[Line]) -> dict[str, object]:
    """A state as GeoJSON, with its codes, its middle, and whether it is too small to be seen as an area."""
    x, y = middle(rings[0]) if abs(area(rings[0])) > 0.01 else rings[0][0]
    small = sum(abs(area(ring)) for ring in rings) < SMALL
    iso2 = TWO_LETTERS.get(code, "")
    return {
        "type": "Feature",
        "id": code,
        "properties": {"iso3": code, "iso2": iso2, "x": round(x, 1), "y": round(y, 1), "small": small},
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[[[round(x, 1), round(y, 1)] for x, y in [*ring, ring[0]]]] for ring in rings],
        },
    }


def region(source: Path) -> dict[str, object]:
    """The flat map as plain values: the frame, the states with outline and middle, and the lines to be dashed."""
    atlas = json.loads(source.read_text())
    (kx, ky), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]

    places = [flat(*place) for place in OUTERMOST]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    scale = (WIDTH - 2 * MARGIN) / (max(x for x, _ in places) - left)
    height = round((max(y for _, y in places) - top) * scale + 2 * MARGIN)

    arcs: list[Line] = []
    for arc in atlas["arcs"]:
        x = y = 0
        line: Line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            px, py = flat(x * kx + tx, y * ky + ty)
            line.append(((px - left) * scale + MARGIN, (py - top) * scale + MARGIN))
        arcs.append(simplified(line, TOLERANCE))

    def along(indexes: list[int]) -> Line:
        line: Line = []
        for i in indexes:
            step = arcs[i] if i >= 0 else arcs[~i][::-1]
            line += step[1:] if line else step
        return line

    outlines: dict[str, list[list[int]]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = shape["properties"].get("a3", "")
        if code in LEAVE_OUT or not code:
            continue
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        # Inner rings (Lesotho, the Vatican) are drawn by the state that fills them.
        outlines.setdefault(JOIN.get(code, code), []).extend(part[0] for part in parts)

    states = []
    for code, rings in sorted(outlines.items()):
        # Dissolving is only for Cyprus; Åland is an island beside the rings of Finland.
        whole = joined(rings) if code == "CYP" else rings
        seen = in_frame(code, [clipped(along(ring), WIDTH, height) for ring in whole])
        if seen:
            states.append(feature(code, seen))

    dashed = []
    for one, other in DASHED:
        mine = {arc if arc >= 0 else ~arc for ring in outlines.get(one, []) for arc in ring}
        shared = [arc for ring in outlines.get(other, []) for arc in ring if (arc if arc >= 0 else ~arc) in mine]
        dashed += [[[round(x, 1), round(y, 1)] for x, y in along([arc])] for arc in shared]

    return {
        "frame": [int(WIDTH), height],
        "source": "Natural Earth (public domain), as changed by Visionscarto",
        "states": states,
        "dashed": {"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": dashed}},
    }
