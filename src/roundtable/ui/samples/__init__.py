"""What `/ui` shows: made-up values, one for each state of each component."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from roundtable.ui.charts.chart import Addresses
from roundtable.ui.pieces import Change, Crumb, Event, Figure, Part, Piece, Stage, Step, Tab, Tone
from roundtable.ui.samples.drawings import charts
from roundtable.ui.samples.papers import MISTAKES, Filters, Report
from roundtable.ui.samples.places import AREAS, PARTIES, ROMAN, SUBJECTS
from roundtable.ui.samples.table import matrix

__all__ = ["MISTAKES", "Filters", "Report", "charts", "gallery", "matrix"]


def gallery() -> dict[str, Any]:
    """Everything that the gallery's template shows."""
    return {
        "charts": [(chart, Addresses.beside(f"/ui/charts/{chart.name}")) for chart in charts().values()],
        "matrix_table": matrix(),
        "areas": [
            (i + 1, ROMAN[i], name, done, [Part(done, _("done or advanced")), Part(begun, _("begun"))], begun)
            for i, (name, done, begun) in enumerate(
                zip(AREAS, (52, 38, 61, 33, 21, 47), (21, 30, 17, 22, 27, 25), strict=True)
            )
        ],
        "numbers": [
            Figure(_("Activities"), "412", _("38 in the last quarter"), "#activities"),
            Figure(_("Parties that reported 2025"), "44 of 48", _("2 marked confidential")),
            Figure(_("Funding gap"), "€3.1m", _("of €19.4m planned, at rates of 30 October")),
            Figure(_("Our forecasts"), "23%", _("half of them were off by less")),
        ],
        "parts": [
            Part(41, _("done")),
            Part(18, _("advanced")),
            Part(22, _("begun")),
            Part(19, _("no report"), none=True),
        ],
        "tags": [
            (Tone.QUIET, _("draft")),
            (Tone.WAIT, _("submitted, waits for the secretariat")),
            (Tone.OK, _("accepted")),
            (Tone.LATE, _("returned with a note")),
            (Tone.STOP, _("withdrawn")),
            (Tone.MARK, "LIMITE"),
        ],
        "crumbs": [
            Crumb(_("Plan"), "#plan"),
            Crumb("VI Asylum and international protection", "#vi"),
            Crumb("VI.4 Country-of-origin information"),
        ],
        "tab_items": [
            Tab(_("Text"), "#text", current=True),
            Tab(_("Reports"), "#reports", count=44),
            Tab(_("Activities"), "#activities", count=12),
            Tab(_("History"), "#history"),
        ],
        "step_items": [
            Step(_("Draft"), Stage.DONE),
            Step(_("Comments of Parties"), Stage.DONE),
            Step(_("Silence procedure"), Stage.NOW),
            Step(_("Adopted"), Stage.NEXT),
        ],
        "events": [
            Event(date(2026, 9, 1), _("Round opened"), Stage.DONE, _("48 Parties were asked")),
            Event(
                datetime(2026, 11, 26, 14, 0, tzinfo=UTC),
                _("Silence procedure on the conclusions, REV 2"),
                Stage.NOW,
                _("Doing nothing means agreement."),
                "#silence",
            ),
            Event(date(2026, 12, 9), _("Senior Officials' Meeting, Vienna and online"), Stage.NEXT),
        ],
        "pieces": [
            Piece("The Parties agreed to "),
            Piece("examine", Change.REMOVED),
            Piece(" "),
            Piece("set up by June 2027", Change.ADDED),
            Piece(" a common method for the comparison of statistics on return, "),
            Piece("building on the work of the Observatory,", Change.ADDED),
            Piece(" and to report on it "),
            Piece("regularly", Change.REMOVED),
            Piece(" "),
            Piece("once a year", Change.ADDED),
            Piece("."),
        ],
        "deadline": datetime(2026, 11, 26, 14, 0, tzinfo=UTC),
        "rows": [
            (
                f"{ROMAN[i % 6]}.{i % 9 + 1}",
                SUBJECTS[i % len(SUBJECTS)],
                PARTIES[(i * 5) % 48],
                (i * 7919) % 90000 if i != 3 else None,
                tone,
                words,
            )
            for i, (tone, words) in enumerate(
                [("ok", _("accepted")), ("wait", _("submitted")), ("late", _("returned")), ("quiet", _("draft"))] * 3
            )
        ],
        "nobody": [],
        "swatches": {
            _("Ink and paper"): ["ink", "ink-2", "ink-3", "paper", "sheet", "line", "edge", "blue", "gold"],
            _("States"): ["ok", "late", "stop"],
            _("Areas"): [f"area-{i}" for i in range(1, 7)],
            _("Steps"): [f"step-{i}" for i in (4, 3, 2, 1)],
            _("Sequence"): [f"seq-{i}" for i in range(1, 6)],
            _("Categories"): [f"cat-{i}" for i in range(1, 5)],
        },
        "scripts": [
            ("en", "ltr", "The Parties agreed to set up a common method."),
            ("ru", "ltr", "Стороны договорились создать общий метод сравнения статистики."),
            ("uk", "ltr", "Сторони домовилися створити спільний метод порівняння статистики."),
            ("ka", "ltr", "მხარეები შეთანხმდნენ საერთო მეთოდის შექმნაზე."),
            ("hy", "ltr", "Կողմերը համաձայնեցին ստեղծել ընդհանուր մեթոդ։"),
            ("ar", "rtl", "اتفقت الأطراف على وضع منهج مشترك لمقارنة الإحصاءات."),
            ("fa-AF", "rtl", "طرف‌ها توافق کردند که یک روش مشترک برای مقایسهٔ آمار بسازند."),
            ("pl", "ltr", "Strony uzgodniły wspólną metodę porównywania statystyk: Łódź, Žilina, Şanlıurfa, Iași."),
        ],
    }
