"""Small drawings of a trend, as plain figures that a page or a sheet of paper draws: gaps stay gaps, zero is the floor.

Each kind of nothing stands as its sign above the line, a number with a remark as an open square, a zero as a ring.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.answers import Cell
from roundtable.ui.charts.chart import amount

WIDTH, HEIGHT, EDGE, ABOVE = 220, 56, 6, 14
"""The room of a drawing in its own units; `ABOVE` is kept for signs."""
REMARKS = frozenset("BEPUDIFSN")


@dataclass(frozen=True, slots=True)
class Dot:
    """A number: where it lies, and whether it is a zero, one with a remark, or the newest."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of nothing: where it lies, and its sign."""

    x: float
    sign: str


@dataclass(frozen=True, slots=True)
class Spark:
    """A drawing: lines that never cross a gap, dots, signs, the floor, and what it says in words."""

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    signs: tuple[Sign, ...]
    floor: float
    first: str
    last: str
    alt: str
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    width: int = WIDTH
    height: int = HEIGHT


def spark(title: str, trend: Sequence[tuple[str, Cell]], *, rtl: bool = False) -> Spark | None:
    """Draw a trend; None where it holds fewer than two periods."""
    if len(trend) < 2:
        return None
    numbers = [cell.value for _period, cell in trend if cell.value is not None]
    top, bottom = max([*numbers, 0.0]), min([*numbers, 0.0])
    span = (top - bottom) or 1.0

    def across(place: int) -> float:
        share = place / (len(trend) - 1)
        return round(EDGE + (1 - share if rtl else share) * (WIDTH - 2 * EDGE), 1)

    def down(value: float) -> float:
        return round(ABOVE + (top - value) / span * (HEIGHT - ABOVE - EDGE), 1)

    strokes: list[list[tuple[float, float]]] = [[]]
    dots, signs = [], []
    for place, (_period, cell) in enumerate(trend):
        x = across(place)
        if cell.value is None:
            strokes.append([])
            if cell.status:
                signs.append(Sign(x, words.SIGNS.get(cell.nothing, "◌")))
            continue
        y = down(cell.value)
        strokes[-1].append((x, y))
        remark = "remark" if cell.status in REMARKS and cell.status else "zero" if cell.value == 0 else ""
        dots.append(Dot(x, y, remark or ("last" if place == len(trend) - 1 else "dot")))
    drawn = tuple(tuple(one) for one in strokes if len(one) > 1)
    lines = tuple(" ".join(f"{x},{y}" for x, y in one) for one in drawn)
    return Spark(lines, tuple(dots), tuple(signs), down(0.0), trend[0][0], trend[-1][0], said(title, trend), drawn)


def said(title: str, trend: Sequence[tuple[str, Cell]]) -> str:
    """Say a trend in words: the first and the last number, the least and the greatest, and how many lack."""
    known = [(period, number) for period, cell in trend if (number := cell.number) is not None]
    if not known:
        return _("%(title)s: no number from %(first)s to %(last)s") % {
            "title": title,
            "first": trend[0][0],
            "last": trend[-1][0],
        }
    numbers = [number for _period, number in known]
    sentence = _("%(title)s: %(was)s in %(first)s, %(now)s in %(last)s; least %(least)s, greatest %(most)s") % {
        "title": title,
        "first": known[0][0],
        "was": amount(numbers[0]),
        "last": known[-1][0],
        "now": amount(numbers[-1]),
        "least": amount(min(numbers)),
        "most": amount(max(numbers)),
    }
    lacking = len(trend) - len(known)
    return sentence + (_("; without a number: %(number)s") % {"number": lacking} if lacking else "")
