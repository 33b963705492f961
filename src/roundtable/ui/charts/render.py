"""Draw a chart: inside a page, as files that stand alone, and as what the browser's engine draws again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import threading
from collections.abc import Iterable, Mapping
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import fontpkg_noto_serif
import vl_convert
from babel import Locale
from babel.dates import get_day_names, get_month_names
from django.conf import settings
from django.utils.translation import get_language, gettext, override

from roundtable.ui import moments
from roundtable.ui.charts import theme
from roundtable.ui.charts.chart import Chart, Spec
from roundtable.ui.charts.rules import alternative

# Raised by hand when drawings change though their specification does not.
VERSION = "6"
GRAMMAR = "6.4"
ENGINE = version("vl-convert-python")
TYPES = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "vega": "application/json; charset=utf-8",
}

_ready = threading.Lock()
_fonts_known = False


def inline(chart: Chart, direction: str = "ltr") -> str:
    """The drawing for a page: colours follow the page, no styles inside, read aloud as one image."""
    return svg(chart, get_language() or "en", direction)


def svg(chart: Chart, lang: str, direction: str = "ltr") -> str:
    """The drawing in a language and direction; the same chart gives the same bytes, kept under the home folder."""
    spec = json.dumps(chart.spec, sort_keys=True, ensure_ascii=False)
    made_of = f"{VERSION}|{ENGINE}|{lang}|{direction}|{alternative(chart)}|{theme.config()}|{spec}"
    word = hashlib.sha256(made_of.encode()).hexdigest()[:40]
    place = Path(settings.ROUNDTABLE_HOME) / "cache" / "charts" / f"{word}.svg"
    if place.exists():
        return place.read_text()
    with override(lang):
        drawn = _tidy(_draw(prepared(chart, direction)), alternative(chart))
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
    part.write_text(drawn)
    part.replace(place)
    return drawn


def prepared(chart: Chart, direction: str = "ltr") -> Spec:
    """The specification with what all drawings share, mirrored where one reads from right to left."""
    spec: Spec = json.loads(json.dumps(chart.spec))
    if direction == "rtl" and spec.get("projection") is None:
        _mirror(spec)
    spec["config"] = theme.config() | spec.get("config", {})
    if direction == "rtl":
        spec["config"]["legend"]["labelAlign"] = "left"
    return spec


def _mirror(spec: Spec) -> None:
    encoding = spec.get("encoding", {})
    if "x" in encoding and encoding["x"].get("axis", True) is not None:
        encoding["x"].setdefault("scale", {})["reverse"] = True
    if "y" in encoding and encoding["y"].get("axis", True) is not None:
        encoding["y"].setdefault("axis", {})["orient"] = "right"
    mark = spec.get("mark")
    if isinstance(mark, dict) and mark.get("type") == "text" and "align" in mark:
        mark["align"] = {"left": "right", "right": "left"}.get(mark["align"], mark["align"])
        mark["dx"] = -mark.get("dx", 0)
    for layer in spec.get("layer", []):
        _mirror(layer)
    if isinstance(spec.get("spec"), dict):
        _mirror(spec["spec"])


def _know_fonts() -> None:
    global _fonts_known  # noqa: PLW0603 - the drawing library keeps its fonts once for the whole process
    with _ready:
        if not _fonts_known:
            for package in (fontpkg_noto_sans, fontpkg_noto_serif, fontpkg_noto_sans_arabic):
                vl_convert.register_font_directory(str(Path(package.__file__).parent / "files"))
            _fonts_known = True


def _draw(spec: Spec) -> str:
    _know_fonts()
    number, time = formats()
    drawn: str = vl_convert.vegalite_to_svg(
        spec, vl_version=GRAMMAR, format_locale=number, time_format_locale=time, allowed_base_urls=[]
    )
    return drawn


def formats() -> tuple[dict[str, Any], dict[str, Any]]:
    """How numbers and days are written in the active language, as the drawing engine wants to be told."""
    locale = moments.locale()
    signs = locale.number_symbols["latn"] if "latn" in locale.number_symbols else Locale("en").number_symbols["latn"]
    number = {
        "decimal": signs["decimal"],
        "thousands": signs["group"],
        "grouping": [3],
        "currency": ["", ""],
        "minus": "−",
    }
    months, days = get_month_names("wide", "stand-alone", locale), get_day_names("wide", "stand-alone", locale)
    short_months, short_days = (
        get_month_names("abbreviated", "stand-alone", locale),
        get_day_names("abbreviated", "stand-alone", locale),
    )
    # Babel's week begins on Monday, the engine's on Sunday.
    week = (6, 0, 1, 2, 3, 4, 5)
    time = {
        "dateTime": "%A, %e %B %Y, %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": [days[i] for i in week],
        "shortDays": [short_days[i] for i in week],
        "months": [months[i] for i in range(1, 13)],
        "shortMonths": [short_months[i] for i in range(1, 13)],
    }
    return number, time


_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_PATH = re.compile(r' d="([^"]+)"')


def _tidy(drawn: str, alt: str) -> str:
    """Take out what a page may not carry, shorten numbers, keep the tokens, and say what the drawing shows."""
    drawn = re.sub(r"<style>.*?</style>|<defs>\s*</defs>|<\?xml[^>]*\?>", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r' (?:style|class|xmlns:xlink|version|aria-[a-z]+|role)="[^"]*"', "", drawn)
    drawn = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), drawn)
    drawn = _PATH.sub(lambda found: f' d="{_short(found[1])}"', drawn)
    drawn = re.sub(
        r'<svg xmlns="([^"]+)" width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)"',
        r'<svg xmlns="\1" viewBox="\4" width="\2" height="\3"',
        drawn,
    )
    drawn = drawn.replace(' pointer-events="none"', "").replace(' fill="transparent"', ' fill="none"')
    drawn = re.sub(
        r'<path d="M0,0h[\d.]+v[\d.]+h-[\d.]+Z"(?: (?:stroke|fill)="none")*\s*(?:/>|></path>)',
        "",
        drawn,
    )
    drawn = drawn.replace(f'font-family="{theme.FONT}"', "")
    for _ in range(4):
        drawn = re.sub(r"<g(?: [a-z-]+=\"[^\"]*\")*>\s*</g>", "", drawn)
    opened = drawn.index(">", drawn.index("<svg"))
    head = f' font-family="{theme.FONT}, sans-serif" direction="ltr" focusable="false" role="img"'
    head += f" aria-label={quoteattr(alt)}"
    return theme.lasting(drawn[:opened] + head + drawn[opened:])


def _short(path: str) -> str:
    """A long path made of straight lines, written as steps from point to point; others stay as they are."""
    if re.search(r"[^MLZ\d.,\s-]", path) or len(path) < 200:
        return path
    out, here = [], (0, 0)
    for piece in re.findall(r"[MLZ][^MLZ]*", path):
        if piece[0] == "Z":
            out.append("z")
            continue
        x, y = (round(float(part) * 10) for part in piece[1:].split(","))
        if piece[0] == "M":
            out.append(f"M{_tenths(x)},{_tenths(y)}")
        elif (x, y) != here:
            out.append(f"l{_tenths(x - here[0])},{_tenths(y - here[1])}")
        here = (x, y)
    return "".join(out).replace(",-", "-")


def _tenths(number: int) -> str:
    text = f"{number / 10:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def standalone(chart: Chart, lang: str, direction: str = "ltr") -> str:
    """The drawing as a file: with title, subtitle, source, licence, day and footnotes inside, in light colours."""
    drawn = svg(chart, lang, direction)
    opened = re.search(r'viewBox="([^"]+)"', drawn)
    if opened is None:
        raise ValueError(f"The drawing of {chart.name} has no frame.")
    _left, _top, width, height = (float(part) for part in opened[1].split())
    wide = max(width, 480.0)
    rtl = direction == "rtl"
    edge, anchor = (wide - 16, "start") if rtl else (16, "start")
    with override(lang):
        demonstration = [gettext("Demonstration data. Not a statement of any state.")] if chart.demonstration else []
        sources = gettext("Source: %(source)s, %(licence)s, data of %(day)s.") % {
            "source": chart.source,
            "licence": chart.licence,
            "day": chart.day,
        }
    texts: list[tuple[str, int, str, str]] = []
    texts += [(line, 17, "600", "ink") for line in _wrapped(chart.title, wide - 32, 17)]
    texts += [(line, 12, "400", "ink-2") for line in _wrapped(chart.subtitle, wide - 32, 12)]
    under = [line for said in (*demonstration, *chart.footnotes, sources) for line in _wrapped(said, wide - 32, 11)]
    parts, y = [], 12.0
    for words, size, weight, colour in texts:
        y += size * 1.3
        parts.append(_line(words, edge, y, size, weight, colour, anchor))
    y += 12
    body = re.sub(
        r' (?:role|aria-label|focusable|width|height|font-family)="[^"]*"',
        "",
        drawn[: drawn.index(">", drawn.index("<svg"))],
    )
    start = wide - 16 - width if rtl else 16.0
    scale = min(1.0, (wide - 32) / width)
    parts.append(
        body
        + f' x="{max(start, 16):g}" y="{y:g}" width="{width * scale:g}" height="{height * scale:g}"'
        + drawn[drawn.index(">", drawn.index("<svg")) :]
    )
    y += height * scale + 8
    for words in under:
        y += 15
        parts.append(_line(words, edge, y, 11, "400", "ink-2", anchor))
    y += 14
    about = json.dumps(described(chart), ensure_ascii=False, sort_keys=True)
    made = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {y:g}" width="{wide:g}" height="{y:g}" '
        f'lang="{lang}" direction="{direction}" font-family="{theme.FONT}, sans-serif">'
        f"<title>{escape(chart.title)}</title><desc>{escape(alternative(chart))}</desc>"
        f"<metadata>{escape(about)}</metadata>"
        f'<rect width="{wide:g}" height="{y:g}" fill="var(--sheet)"/>{"".join(parts)}</svg>'
    )
    return theme.fixed(re.sub(r"var\(--([a-z0-9-]+), #[0-9a-f]{6}\)", r"var(--\1)", made))


def _line(words: str, x: float, y: float, size: int, weight: str, colour: str, anchor: str) -> str:  # noqa: PLR0913, PLR0917 - the parts of one line of text
    family = ' font-family="Noto Serif, serif"' if weight == "600" else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-weight="{weight}" fill="var(--{colour})" '
        f'text-anchor="{anchor}"{family}>{escape(words)}</text>'
    )


def _wrapped(text: str, width: float, size: int) -> list[str]:
    """Lines that fit, by the mean width of a letter; a little early rather than late."""
    room = int(width / (size * 0.56))
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines


def png(chart: Chart, scale: float = 2.0, lang: str = "", direction: str = "ltr") -> bytes:
    """The file as pixels, for documents; `scale` 2 prints sharply."""
    _know_fonts()
    made = standalone(chart, lang or get_language() or "en", direction)
    # The library draws our letters in one weight only; an outline in their own colour makes the heavier ones.
    made = re.sub(
        r'font-weight="600"((?: [a-z-]+="[^"]*")*?) fill="(#[0-9a-f]{6})"',
        r'\1 fill="\2" stroke="\2" stroke-width="0.4"',
        made,
    )
    drawn: bytes = vl_convert.svg_to_png(made, scale=scale)
    return drawn


def described(chart: Chart) -> dict[str, Any]:
    """Everything about a chart but its rows, as plain values."""
    return {
        "name": chart.name,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "measure": chart.about.measure,
        "unit": chart.about.unit,
        "population": chart.about.population,
        "place": chart.about.place,
        "period": chart.about.period,
        "source": chart.source,
        "licence": chart.licence,
        "date": chart.date.isoformat(),
        "next_release": chart.next_release.isoformat() if chart.next_release else None,
        "definition": chart.definition,
        "footnotes": [str(note) for note in chart.footnotes],
        "demonstration": chart.demonstration,
    }


def as_json(chart: Chart) -> str:
    """Description, columns and rows."""
    rows = [dict(zip((column.key for column in chart.columns), values, strict=True)) for values in chart.values()]
    columns = [{"key": column.key, "label": column.label} for column in chart.columns]
    return json.dumps({**described(chart), "columns": columns, "rows": rows}, ensure_ascii=False, indent=1)


def as_csv(chart: Chart) -> str:
    """The rows that are drawn; an unknown value is an empty cell.

    Demonstration data are marked in a last column; a footnote stands in one too, in each row that bears its mark.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    mark = ["demonstration"] if chart.demonstration else []
    rows = [(list(values), _footnote(chart, values)) for values in chart.values()]
    noted = ["footnote"] if any(note for _values, note in rows) else []
    writer.writerow([*(_inert(column.label) for column in chart.columns), *mark, *noted])
    for values, note in rows:
        writer.writerow([*(_inert(value) for value in values), *["yes"] * len(mark), *[_inert(note)] * len(noted)])
    return "\ufeff" + out.getvalue()


def _footnote(chart: Chart, values: Iterable[object]) -> str:
    """Give the footnotes whose mark (the asterisk of Kosovo*) a text of the row ends with."""
    texts = [value for value in values if isinstance(value, str)]
    marked = [(note.partition(" ")[0], note) for note in chart.footnotes if note[:1] in {"*", "†", "‡"}]
    return " ".join(note for mark, note in marked if any(text.endswith(mark) for text in texts))


def _inert(value: object) -> object:
    # A spreadsheet would run a text that begins like a formula.
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return "" if value is None else value


def for_engine(chart: Chart, direction: str = "ltr") -> str:
    """What the browser's engine draws: the compiled specification and how numbers and days are written."""
    number, time = formats()
    compiled: Mapping[str, Any] = vl_convert.vegalite_to_vega(prepared(chart, direction), vl_version=GRAMMAR)
    return json.dumps({"spec": compiled, "number": number, "time": time, "alt": alternative(chart)}, ensure_ascii=False)


def answer(chart: Chart, form: str, lang: str, direction: str = "ltr") -> tuple[bytes, str]:
    """A chart's file and its content type; `form` is one of `TYPES`."""
    makers = {
        "svg": lambda: standalone(chart, lang, direction).encode(),
        "png": lambda: png(chart, lang=lang, direction=direction),
        "csv": lambda: as_csv(chart).encode(),
        "json": lambda: as_json(chart).encode(),
        "vega": lambda: for_engine(chart, direction).encode(),
    }
    return makers[form](), TYPES[form]
