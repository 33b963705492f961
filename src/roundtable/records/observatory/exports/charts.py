"""The chart of an answer: its finding as a title, its sources, its caveats, and every kind of nothing apart."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.records.observatory.domain.places import PLACES, two_letters
from roundtable.records.observatory.domain.question import Look
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.answers import Answer, Cell, beside, whole
from roundtable.records.observatory.queries.sheets import sentences
from roundtable.ui.charts import figures, maps
from roundtable.ui.charts.bars import Told
from roundtable.ui.charts.chart import About, Chart, amount
from roundtable_analytics.frames.periods import bounds

LINES = 4
PANELS = 12
BARS = 30
LONGEST = 90
APART = frozenset("BEPUDIFSN")
"""Statuses beside a number that make it other than those before it."""
HUNDRED = 100


def chart(found: Answer) -> Chart | None:
    """Draw an answer as its question says; None for a table, and where there is nothing to draw."""
    if not found.resolved.shown or not found.resolved.periods:
        return None
    look = _fitting(found)
    if look is Look.MAP:
        return _map(found)
    if look is Look.BARS:
        last = found.resolved.periods[-1]
        shown = found.resolved.shown[:BARS]
        return figures.bars(_told(found, shown, (last,)), [_row(found, code, (last,)) for code in shown])
    if look is Look.PANELS:
        shown = found.resolved.shown[:PANELS]
        return figures.panels(_told(found, shown, found.resolved.periods), _rows(found, shown))
    if look is Look.LINES:
        shown = found.resolved.shown[:LINES]
        return figures.lines(_told(found, shown, found.resolved.periods), _rows(found, shown))
    return None


def _fitting(found: Answer) -> Look:
    """Give the look that can be drawn: more lines than can be told apart become panels."""
    look = found.resolved.look
    if look is Look.LINES and len(found.resolved.shown) > LINES:
        return Look.PANELS
    if look is Look.MAP and (found.resolved.by not in PLACES or not maps.REGION.exists()):
        return Look.BARS
    return look


def not_drawn(found: Answer) -> str:
    """Say what the drawing leaves out; the table and the files hold it."""
    most = {Look.PANELS: PANELS, Look.BARS: BARS}.get(_fitting(found), 0)
    over = len(found.resolved.shown) - most
    if not most or over <= 0:
        return ""
    return ngettext(
        "One more is in the table and in the files, not in the drawing.",
        "%(number)s more are in the table and in the files, not in the drawing.",
        over,
    ) % {"number": over}


def _rows(found: Answer, codes: tuple[str, ...]) -> list[figures.Row]:
    return [_row(found, code, found.resolved.periods) for code in codes]


def _row(found: Answer, code: str, periods: tuple[str, ...]) -> figures.Row:
    label = found.labels.code(found.resolved.by, code)
    return figures.Row(label, [_figure(found.cell(code, one), one) for one in periods])


def _figure(cell: Cell, period: str) -> figures.Figure:
    days = bounds(period)
    day = (days[0] if days else date.min).isoformat()
    if cell.value is None:
        there = bool(cell.status)
        sign = words.SIGNS.get(cell.nothing, "◌") if there else ""
        return figures.Figure(words.period(period), day, None, sign, status_of(cell))
    return figures.Figure(words.period(period), day, whole(cell.value), "", status_of(cell), apart=cell.status in APART)


def status_of(cell: Cell) -> str:
    """Say what a cell is beside its number, or instead of one; nothing for a number of which nothing is said."""
    if cell.value is None:
        return words.status(cell.nothing) if cell.status else _("no row")
    if cell.status in {"", "A"}:
        return words.status("0") if cell.value == 0 else ""
    return words.status(cell.status)


def _told(found: Answer, codes: tuple[str, ...], periods: tuple[str, ...]) -> Told:
    dataset, vintage = found.dataset, found.vintage
    return Told(
        name=f"{dataset.code}-{found.resolved.look}",
        title=finding(found, codes, periods),
        about=about(found, periods),
        source=dataset.source,
        licence=dataset.licence,
        date=vintage.data_date or vintage.loaded_at.date(),
        footnotes=footnotes(found, codes, periods),
        demonstration=dataset.demonstration,
        definition=reverse("observatory:dataset", args=[dataset.code]) + "#definition",
        next_release=dataset.next_release,
    )


def about(found: Answer, periods: tuple[str, ...]) -> About:
    """Say what was measured: measure, unit, population, place and period."""
    population = "; ".join(f"{name}: {stands}" for name, stands in beside(found))
    first, last = (words.period(periods[0]), words.period(periods[-1])) if periods else ("", "")
    return About(
        measure=str(found.dataset.title),
        unit=found.dataset.unit or _("as the source gives it"),
        place=_("by %(dimension)s") % {"dimension": words.dimension(found.resolved.by, found.dataset).lower()},
        period=last if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last},
        population=population,
    )


def finding(found: Answer, codes: tuple[str, ...], periods: tuple[str, ...]) -> str:
    """Say in one sentence what the figures show; where too much lacks, say that."""
    if not periods:
        return _("There is no period to show")
    last = periods[-1]
    here = [found.cell(code, last) for code in codes]
    known = [cell for cell in here if cell.value is not None]
    said = {"period": words.period(last), "known": len(known), "number": len(here)}
    if len(known) < len(here):
        return _("%(period)s: %(known)s of %(number)s have a figure") % said
    adds = found.known.ways[found.resolved.by].adds
    if len(here) > 1 and not adds:
        return _("%(period)s: all %(number)s have a figure") % said
    now = sum(cell.value or 0 for cell in here)
    label = found.labels.code(found.resolved.by, codes[0]) if len(codes) == 1 else _("Together")
    told = {**said, "label": label, "now": amount(whole(now)), "before_period": ""}
    before = [found.cell(code, periods[-2]) for code in codes] if len(periods) > 1 else []
    if before and all(cell.value is not None for cell in before) and not any(cell.status == "B" for cell in here):
        was = sum(cell.value or 0 for cell in before)
        if was > 0:
            sentence = _changed(told | {"before_period": words.period(periods[-2])}, now / was)
            if len(sentence) <= LONGEST:
                return sentence
    sentence = _("%(label)s: %(now)s in %(period)s") % told
    return sentence if len(sentence) <= LONGEST else _("%(now)s in %(period)s") % told


def _changed(told: dict[str, Any], ratio: float) -> str:
    share = round(abs(ratio - 1) * HUNDRED)
    told = {**told, "share": share}
    if not share:
        return _("%(label)s: %(now)s in %(period)s, as many as in %(before_period)s") % told
    if ratio > 1:
        return _("%(label)s: %(now)s in %(period)s, %(share)s%% more than in %(before_period)s") % told
    return _("%(label)s: %(now)s in %(period)s, %(share)s%% fewer than in %(before_period)s") % told


def footnotes(found: Answer, codes: tuple[str, ...], periods: tuple[str, ...]) -> list[str]:
    """Give what has to be read with the figures: signs, sums that lack parts, breaks, definitions, designations."""
    cells = [cell for code in codes for period in periods if (cell := found.cell(code, period)).status or cell.value]
    notes = found.labels.notes(found.resolved.by, codes)
    kinds = [kind for kind in "OLMQ" if any(cell.value is None and cell.nothing == kind for cell in cells)]
    if kinds:
        signs = "; ".join(f"{words.SIGNS[kind]} {words.EXPLAINED[kind]}" for kind in kinds)
        notes.append(_("Where there is no number: %(signs)s.") % {"signs": signs})
    beside_numbers = sorted({cell.status for cell in cells if cell.value is not None and cell.status in APART})
    if beside_numbers:
        told = ", ".join(words.status(one) for one in beside_numbers)
        notes.append(_("An open square is a number with a remark: %(remarks)s.") % {"remarks": told})
    lacking = [cell for cell in cells if cell.value is None and cell.parts > 1 and cell.nothing != "M"]
    if lacking:
        notes.append(_("A sum of which a part lacks is no number; the table says how much of it is known."))
    notes += sentences(found.dataset, periods)
    if left := not_drawn(found):
        notes.append(left)
    return notes


def _map(found: Answer) -> Chart:
    last = found.resolved.periods[-1]
    told = _told(found, found.resolved.shown, (last,))
    states = []
    for code in found.resolved.shown:
        cell = found.cell(code, last)
        sign = words.SIGNS.get(cell.nothing, "") if cell.value is None and cell.status else ""
        label = found.labels.code(found.resolved.by, code)
        states.append(maps.State(two_letters(code) or code, label, cell.number, sign, status_of(cell)))
    if found.known.ways[found.resolved.by].adds:
        return maps.counts(told, states)
    numbers = sorted(state.value for state in states if state.value is not None)
    limits = sorted({numbers[len(numbers) * part // 5] for part in range(1, 5)}) if len(numbers) >= 5 else []
    return maps.rates(told, states, limits) if len(limits) == 4 else maps.counts(told, states)
