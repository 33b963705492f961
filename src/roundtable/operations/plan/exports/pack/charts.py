"""The charts of a pack as SVG, drawn by hand so that the same data always gives the same bytes.

Colours come from the look: one blue that deepens with progress, stone for what has not begun, hatching for what was
said in confidence, white for silence. Every segment is labelled where it is wide enough, so that no meaning hangs on
colour alone.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from roundtable.operations.plan.exports.pack.blocks import Block

INK, INK_2, LINE, BLUE, STONE = "#1a1d21", "#4a5058", "#d9d5ca", "#17406d", "#ece8de"
STEPS = ("#d9d4c7", "#b7cce2", "#7fa6cd", "#3f72a6", "#17406d")
ON_STEPS = (INK, INK, INK, "#ffffff", "#ffffff")
WIDTH = 720
SANS = "Noto Sans, sans-serif"


def svg(block: Block, maps: Mapping[str, Any]) -> str:
    """Draw a chart; `maps` holds the geometry that was frozen with the snapshot."""
    if block["kind"] == "map":
        return _map(block, maps)
    return {"progress": _progress, "money": _money}[str(block["kind"])](block)


def _frame(block: Block, height: float, body: Sequence[str], width: float = WIDTH) -> str:
    key = escape(str(block["id"]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" '
        f'role="img" aria-labelledby="chart-{key}-alt" font-family="{SANS}">'
        f'<title id="chart-{key}-alt">{escape(str(block["alt"]))}</title>'
        f'<defs><pattern id="hatch-{key}" width="5" height="5" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="5" height="5" fill="#ffffff"/><rect width="2" height="5" fill="#6b727b"/></pattern></defs>'
        + "".join(body)
        + "</svg>"
    )


def _text(  # noqa: PLR0913 - a text has these parts
    x: float, y: float, words: str, *, size: float = 11, fill: str = INK, anchor: str = "start", weight: int = 400
) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    about = f'font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"{bold}'
    return f'<text x="{x:g}" y="{y:g}" {about}>{escape(words)}</text>'


def _box(  # noqa: PLR0913, PLR0917 - a box has these parts
    x: float, y: float, width: float, height: float, fill: str, stroke: str = ""
) -> str:
    line = f' stroke="{stroke}" stroke-width="0.75"' if stroke else ""
    return f'<rect x="{x:.2f}" y="{y:g}" width="{max(width, 0):.2f}" height="{height:g}" fill="{fill}"{line}/>'


def _fills(key: str) -> list[tuple[str, str, str]]:
    """For each of the seven segments: fill, outline, ink of the label."""
    steps = [(fill, "", ink) for fill, ink in zip(STEPS, ON_STEPS, strict=True)]
    return [*steps, (f"url(#hatch-{key})", "#6b727b", ""), ("#ffffff", LINE, INK_2)]


def _progress(block: Block) -> str:
    data, key = block["data"], str(block["id"])
    fills = _fills(key)
    body: list[str] = []
    x, y = 0.0, 4.0
    for word, (fill, stroke, _ink) in zip(data["steps"], fills, strict=True):
        length = 24 + 6.3 * len(word)
        if x + length > WIDTH:
            x, y = 0.0, y + 20
        body += [_box(x + 0.5, y, 13, 13, fill, stroke or fill), _text(x + 18, y + 10.5, word, fill=INK_2)]
        x += length + 8
    y += 30
    for row in data["rows"]:
        whole = sum(row["values"]) or 1
        year = row["label"] == row["code"]
        if not year:
            body += [
                _text(0, y + 10, f"{row['code']}", size=12, weight=600),
                _text(34, y + 10, str(row["label"]), size=11.5),
            ]
            y += 16
        left = 34.0
        if year:
            body.append(_text(0, y + 13, str(row["label"]), size=12, weight=600))
            left = 46.0
        scale = (WIDTH - left - 1) / whole
        at = left
        for value, (fill, stroke, ink) in zip(row["values"], fills, strict=True):
            wide = value * scale
            if not value:
                continue
            body.append(_box(at, y, wide - 1 if wide > 2 else wide, 18, fill, stroke))
            label = str(value)
            if ink and wide > 9 + 6.4 * len(label):
                body.append(_text(at + wide / 2, y + 13, label, size=10.5, fill=ink, anchor="middle"))
            at += wide
        y += 30
    return _frame(block, y, body)


def _nice(most: float) -> tuple[float, float]:
    """A round end of the axis and the distance between three to six ticks."""
    if most <= 0:
        return 1.0, 1.0
    size = 1.0
    while size * 10 <= most:
        size *= 10
    for step in (size / 5, size / 2, size, size * 2, size * 5):
        if most / step <= 5:
            ticks = -(-most // step)
            return ticks * step, step
    return size * 10, size * 5


def _money(block: Block) -> str:
    data = block["data"]
    rows = data["rows"]
    end, step = _nice(max([row["budget"] for row in rows] + [row["spent"] for row in rows], default=0))
    left, right = 34.0, 96.0
    scale = (WIDTH - left - right) / end
    body = [
        _box(0.5, 4, 13, 13, "#ffffff", BLUE),
        _text(18, 14.5, str(data["budget"]), fill=INK_2),
        _box(130.5, 4, 13, 13, BLUE),
        _text(148, 14.5, str(data["spent"]), fill=INK_2),
    ]
    top = y = 34.0
    for row in rows:
        body += [
            _text(0, y + 10, str(row["code"]), size=12, weight=600),
            _text(left + 5, y + 10, str(row["label"]), size=11.5),
        ]
        y += 16
        body += [
            _box(left, y, row["budget"] * scale, 11, "#ffffff", BLUE),
            _text(left + row["budget"] * scale + 6, y + 9.5, str(row["shown"][0]), size=10, fill=INK_2),
            _box(left, y + 13, row["spent"] * scale, 11, BLUE),
            _text(left + row["spent"] * scale + 6, y + 22.5, str(row["shown"][1]), size=10, fill=INK_2),
        ]
        y += 34
    grid, tick = [], step
    while tick <= end + step / 2:
        x = left + tick * scale
        grid.append(
            f'<line x1="{x:.2f}" y1="{top:g}" x2="{x:.2f}" y2="{y:g}" '
            f'stroke="{LINE}" stroke-width="0.75" stroke-dasharray="1 3"/>'
        )
        tick += step
    grid.append(f'<line x1="{left:g}" y1="{top:g}" x2="{left:g}" y2="{y:g}" stroke="{INK}" stroke-width="1.25"/>')
    return _frame(block, y + 4, [*grid, *body])


def _map(block: Block, maps: Mapping[str, Any]) -> str:
    data = block["data"]
    geometry = maps[data["map"]]
    width, height = geometry["frame"]
    key = str(block["id"])
    look = {"yes": (BLUE, "#ffffff"), "no": (f"url(#hatch-{key})", "#6b727b"), "": (STONE, "#ffffff")}
    body = [_box(0, 0, width, height, "#fbfaf6")]
    for shape in geometry["shapes"]:
        fill, stroke = look[data["state"].get(shape["iso2"], "")]
        name = data["names"].get(shape["iso2"], "")
        title = f"<title>{escape(name)}</title>" if name else ""
        body.append(f'<path d="{shape["d"]}" fill="{fill}" stroke="{stroke}" stroke-width="0.6">{title}</path>')
        if shape["small"] and name:
            body.append(
                f'<circle cx="{shape["x"]:g}" cy="{shape["y"]:g}" r="4.2" '
                f'fill="{fill}" stroke="{INK}" stroke-width="0.7">{title}</circle>'
            )
    if geometry.get("dashed"):
        body.append(
            f'<path d="{geometry["dashed"]}" fill="none" stroke="{INK}" stroke-width="0.7" stroke-dasharray="2 2"/>'
        )
    x = 6.0
    for which, word in (("yes", data["yes"]), ("no", data["no"]), ("", data["other"])):
        fill, _stroke = look[which]
        body += [
            _box(x, height + 8, 12, 12, fill, "#6b727b"),
            _text(x + 17, height + 18, str(word), size=10.5, fill=INK_2),
        ]
        x += 34 + 6.2 * len(str(word))
    y = height + 36.0
    for words in (data["designations"], data["beside"]):
        for line in _wrapped(str(words), 118):
            body.append(_text(6, y, line, size=9, fill=INK_2))
            y += 12
    return _frame(block, y, body, width)


def _wrapped(words: str, most: int) -> list[str]:
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > most:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines
