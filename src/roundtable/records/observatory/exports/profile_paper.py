"""The profile of a country on two sheets, as tagged PDF: each figure with its trend, source, licence, date, grade."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from roundtable.kernel.files import paper
from roundtable.records.observatory.exports.profile_rows import marking_of
from roundtable.records.observatory.exports.sparks import Spark, spark
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.countries import Country, footnotes_of
from roundtable.records.observatory.queries.profiles import Profile, Shown
from roundtable.ui import moments
from roundtable.ui.charts.chart import amount

INK = "#1a1d21"


def written(place: Country, found: Profile, *, at: datetime) -> bytes:
    """Set a profile as PDF/UA in the reader's language, with its marking on every page."""
    day = timezone.localtime(at).date()
    numbers = {vintage.pk: number for number, vintage in enumerate(found.vintages, 1)}
    drawn = {
        "title": place.name,
        "kicker": _("Profile of a country"),
        "house": _("Migration Observatory"),
        "marking": marking_of(found.vintages),
        "language": (get_language() or "en").partition("-")[0],
        "rtl": get_language_bidi(),
        "date": [day.year, day.month, day.day],
        "made": _("Printed on %(day)s") % {"day": date_format(day, "DATE_FORMAT")},
        "demonstration": _("Demonstration data. No word of it is a statement of any state.")
        if found.demonstration
        else "",
        "head": [_("Figure"), _("Value"), _("Trend"), _("Grade and source")],
        "rows": [row(one, numbers) for one in found.figures],
        "nothing": "" if found.figures else _("Nothing that you may read holds one of the figures that matter."),
        "sources": [_("Sources"), *(source(one, numbers[one.pk]) for one in found.vintages)],
        "absent": absent(found),
        "notes": notes(place, found),
    }
    return paper.pdf((files("roundtable.records.observatory.exports") / "profile.typ").read_bytes(), drawn, at=at)


def row(one: Shown, numbers: dict[int, int]) -> dict[str, Any]:
    """Give a figure as the sheet sets it."""
    drawn = spark(one.title, one.trend, rtl=get_language_bidi())
    known = (
        _("last known: %(number)s in %(period)s") % {"number": amount(one.known[1]), "period": one.known[0]}
        if (one.known)
        else ""
    )
    marks = ", ".join(str(numbers[origin.vintage.pk]) for origin in one.origins)
    return {
        "title": one.title,
        "how": one.how,
        "value": amount(one.number) if one.number is not None else one.said,
        "number": one.number is not None,
        "unit": one.unit,
        "period": one.period,
        "said": "; ".join(filter(None, [one.said if one.number is not None else "", known])),
        "svg": svg(drawn) if drawn else "",
        "alt": drawn.alt if drawn else "",
        "span": f"{drawn.first} – {drawn.last}" if drawn else "",
        "grade": one.grade,
        "source": _("Source %(numbers)s") % {"numbers": marks},
    }


def svg(drawn: Spark) -> str:
    """Draw a trend as SVG, in ink alone: it is read in black and white too."""
    parts = [
        f'<line x1="0" x2="{drawn.width}" y1="{drawn.floor}" y2="{drawn.floor}" stroke="#8a8f98" stroke-width="1"/>'
    ]
    parts += [f'<polyline points="{one}" fill="none" stroke="{INK}" stroke-width="2"/>' for one in drawn.lines]
    for dot in drawn.dots:
        if dot.kind == "remark":
            parts.append(
                f'<rect x="{dot.x - 3.5}" y="{dot.y - 3.5}" width="7" height="7" fill="#fff" stroke="{INK}"'
                ' stroke-width="1.5"/>'
            )
        else:
            fill = "#fff" if dot.kind == "zero" else INK
            radius = 3.5 if dot.kind in {"last", "zero"} else 1.8
            parts.append(f'<circle cx="{dot.x}" cy="{dot.y}" r="{radius}" fill="{fill}" stroke="{INK}"/>')
    parts += [sign(one.x, one.sign) for one in drawn.signs]
    size = f'viewBox="0 0 {drawn.width} {drawn.height}" width="{drawn.width}" height="{drawn.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def sign(x: float, what: str) -> str:
    """Draw a kind of nothing: a full square, which the typefaces of paper lack, as a shape."""
    if what == words.SIGNS["Q"]:
        return f'<rect x="{x - 4}" y="3" width="8" height="8" fill="{INK}"/>'
    return f'<text x="{x}" y="11" text-anchor="middle" font-size="11" font-family="Noto Sans">{escape(what)}</text>'


def source(one: Vintage, number: int) -> str:
    """Say where a dataset comes from, in one line."""
    told = {
        "number": number,
        "source": one.dataset.source,
        "title": one.dataset.title,
        "licence": one.dataset.licence,
        "day": moments.day(one.data_date) if one.data_date else "",
        "release": moments.day((one.release_at or one.loaded_at).date()),
    }
    if one.data_date is None:
        return _("%(number)s. %(source)s: %(title)s. %(licence)s. Released %(release)s.") % told
    return _("%(number)s. %(source)s: %(title)s. %(licence)s. Data of %(day)s, released %(release)s.") % told


def absent(found: Profile) -> str:
    """Say which figures nothing loaded can tell."""
    if not found.absent:
        return ""
    return _("No dataset that you may read holds: %(figures)s.") % {"figures": "; ".join(found.absent)}


def notes(place: Country, found: Profile) -> Sequence[str]:
    """Give what has to stand under the table: designations, signs, reasons for grades."""
    reasons: dict[str, None] = {}
    for one in found.figures:
        reasons |= {f"{one.grade}: {reason}": None for reason in one.reasons}
    signs = _(
        "In the drawings: ◌ missing, – not reported, × not applicable, a full square kept back; an open square is a"
        " number with a remark."
    )
    return [*footnotes_of([place.code]), signs, *reasons]
