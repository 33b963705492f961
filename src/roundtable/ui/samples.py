"""What `/ui` shows: made-up values, one for each state of each component."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ui.charts import bars, grids, lines, maps, spans
from roundtable.ui.charts.bars import Budget, Progress, Told
from roundtable.ui.charts.chart import About, Addresses, Chart
from roundtable.ui.forms import DateField
from roundtable.ui.pieces import (
    Cell,
    Change,
    Crumb,
    Event,
    Figure,
    Group,
    Head,
    Mark,
    Matrix,
    Part,
    Piece,
    Row,
    Stage,
    Step,
    Tab,
    Tone,
)

PARTIES = (
    "Albania, Armenia, Austria, Azerbaijan, Belgium, Bosnia and Herzegovina, Bulgaria, Croatia, Cyprus, Czechia, Denmark, Estonia, "
    "Finland, France, Georgia, Germany, Greece, Hungary, Ireland, Italy, Kazakhstan, Kosovo*, Kyrgyzstan, Latvia, Liechtenstein, "
    "Lithuania, Luxembourg, Malta, Moldova, Montenegro, Netherlands, North Macedonia, Norway, Poland, Portugal, Romania, Serbia, "
    "Slovakia, Slovenia, Spain, Sweden, Switzerland, Tajikistan, Türkiye, Turkmenistan, Ukraine, Uzbekistan, European Union"
).split(", ")
CODES = (
    "ALB ARM AUT AZE BEL BIH BGR HRV CYP CZE DNK EST FIN FRA GEO DEU GRC HUN IRL ITA KAZ XKX KGZ LVA LIE LTU LUX MLT MDA MNE NLD MKD "
    "NOR POL PRT ROU SRB SVK SVN ESP SWE CHE TJK TUR TKM UKR UZB EUR"
).split()
AREAS = (
    "Irregular migration and smuggling",
    "Return, readmission, reintegration",
    "Legal migration and labour mobility",
    "Integration",
    "Migration and development",
    "Asylum and international protection",
)
ACTIONS = (9, 7, 11, 6, 9, 11)
ROMAN = ("I", "II", "III", "IV", "V", "VI")
SUBJECTS = (
    "Cooperation along routes", "Awareness campaigns", "Data and comparability", "Exchange of good practice", "Fundamental rights",
    "Integrated border management in every state along the whole route, with a long title", "Foresight and early warning", "Digitalisation",
    "Synergies between platforms", "Training", "Research",
)  # fmt: skip
SOURCE, LICENCE, DAY = "Roundtable demonstration", "CC BY 4.0", date(2026, 11, 1)


def _told(name: str, title: str, about: About, **more: Any) -> Told:
    return Told(name=name, title=title, about=about, source=SOURCE, licence=LICENCE, date=DAY, demonstration=True, **more)


def charts() -> dict[str, Chart]:
    """One chart of each builder, by name."""
    made = [
        bars.progress(
            _told(
                "progress",
                "A third of the actions is done; migration and development has begun least",
                About("actions by stage reported", "number", "all Parties", "reports of 2025", "53 actions"),
            ),
            [
                Progress(f"{ROMAN[i]} {name.split(',')[0]}", done, more, begun, none)
                for i, (name, (done, more, begun, none)) in enumerate(
                    zip(AREAS, ((148, 96, 88, 100), (92, 74, 90, 80), (240, 130, 78, 80), (71, 60, 70, 87), (58, 52, 131, 191), (190, 101, 122, 115)), strict=True)
                )
            ],
        ),
        bars.budget(
            _told(
                "budget",
                "Two thirds of the money planned for legal migration is spent",
                About("budget and spending", "million euro at rates of 30 October", "all activities", "2023 to 2026"),
            ),
            [
                Budget("I Irregular migration", 4.2, 3.1),
                Budget("II Return", 2.9, 2.2),
                Budget("III Legal migration", 5.1, 3.4),
                Budget("IV Integration", 2.0, 0.7),
                Budget("V Development", 1.6, None),
                Budget("VI Asylum", 3.6, 2.9),
            ],
        ),
        lines.lines(
            _told(
                "outlook",
                "Applications are likely to stay near today's level until May",
                About("first asylum applications a month", "thousands", "all Parties", "2022 to May 2027", "band: 80% of outcomes"),
                footnotes=("Half of our six-month forecasts were off by less than 23%.",),
            ),
            [lines.Series("applications", _outlook())],
        ),
        lines.lines(
            _told(
                "four-lines",
                "All four kinds of activity grew; two numbers were not reported in 2024",
                About("activities held", "number", "all Parties", "2019 to 2026"),
            ),
            [
                lines.Series(
                    name,
                    [
                        lines.Point(date(2019 + i, 1, 1), None if (name == "pilots" and i == 5) else base + i * slope + 3 * math.sin(i + base), estimated=i == 7)
                        for i in range(8)
                    ],
                )
                for name, base, slope in (("trainings", 42, 4.2), ("meetings", 30, 2.4), ("studies", 16, 1.3), ("pilots", 4, 0.9))
            ],
        ),
        spans.timeline(
            _told(
                "activities",
                "Three activities overlap before the meeting in December",
                About("activities", "days", "Georgia", "2026 and 2027"),
            ),
            [
                spans.Span("Study visit on documents", date(2026, 2, 3), date(2026, 2, 7), 1),
                spans.Span("Return counselling pilot", date(2026, 3, 1), date(2026, 12, 20), 2),
                spans.Span("Skills partnership", date(2026, 6, 15), date(2027, 5, 30), 3),
                spans.Span("Training of interpreters", date(2026, 11, 2), date(2026, 12, 4), 6),
                spans.Span("Diaspora survey", date(2027, 1, 15), date(2027, 4, 30), 5, done=False),
            ],
            today=date(2026, 11, 24),
        ),
        grids.grid(
            _told(
                "coverage",
                "Most actions reach every group of states; climate reaches few",
                About("Parties that report work", "number", "by group of states", "2025"),
            ),
            [
                grids.Square(f"{ROMAN[i]} {name.split(',')[0]}", group, None if (i, j) == (4, 3) else (7 * i + 5 * j * j + 3) % 27)
                for i, name in enumerate(AREAS)
                for j, group in enumerate(("East", "South-East", "Central Asia", "EU and EFTA"))
            ],
            (5, 10, 15, 20),
        ),
        maps.rates(
            _told(
                "reporting",
                "Parties in the west reported on more of the plan than those in the east",
                About("actions reported", "share of 53 actions in percent", "all Parties", "2025"),
            ),
            [maps.State(code, name, None if i % 11 == 5 else (i * 37) % 97) for i, (code, name) in enumerate(zip(CODES, PARTIES, strict=True))],
            (20, 40, 60, 80),
        ),
        maps.counts(
            _told(
                "places",
                "Two in five activities took place in five states",
                About("activities held in person", "number", "all Parties", "2023 to 2026"),
            ),
            [maps.State(code, name, (i * 53) % 41 if i % 3 else 4) for i, (code, name) in enumerate(zip(CODES, PARTIES, strict=True))],
        ),
    ]
    return {chart.name: chart for chart in made}


def _outlook() -> list[lines.Point]:
    points = []
    for i in range(65):
        day = date(2022 + i // 12, i % 12 + 1, 1)
        value = round(70 + 0.6 * i + 9 * math.sin(i / 1.9) + 5 * math.sin(i * 2.3), 1)
        ahead = i - 58
        if i in {20, 21}:
            points.append(lines.Point(day, None))
        elif ahead > 0:
            points.append(lines.Point(day, round(103 + ahead * 0.9, 1), estimated=True, low=round(103 - 4 * ahead**0.7, 1), high=round(103 + 6 * ahead**0.8, 1)))
        else:
            points.append(lines.Point(day, value))
    return points


def matrix(columns: int = 48, groups: int = 6) -> Matrix:
    """A whole coverage matrix: 53 rows by 48 columns."""
    marks = [Mark.DONE, Mark.NONE, Mark.BEGUN, Mark.ADVANCED, Mark.BEGUN, Mark.NONE, Mark.DONE, Mark.PLANNED, Mark.NOT_APPLICABLE, Mark.NONE, Mark.NO_COMPETENCE, Mark.ADVANCED, Mark.CONFIDENTIAL]
    return Matrix(
        name=_("Who works on what: actions by Party. Scrolls both ways; arrow keys move from cell to cell."),
        corner=_("Action"),
        columns=[Head(name, href=f"#party-{i}") for i, name in enumerate(PARTIES[:columns])],
        groups=[
            Group(
                label=f"{ROMAN[a]} {AREAS[a]}",
                area=a + 1,
                rows=[
                    Row(
                        Head(SUBJECTS[n % len(SUBJECTS)], href=f"#action-{a}-{n}", code=f"{ROMAN[a]}.{n + 1}"),
                        [Cell(marks[(c * 7 + n * 5 + a * 3 + c * n) % len(marks)], href="#cell") for c in range(columns)],
                    )
                    for n in range(ACTIONS[a])
                ],
            )
            for a in range(groups)
        ],
    )


class Report(forms.Form):
    """A form with every kind of field."""

    title = forms.CharField(label=_("Title"), help_text=_("A short name that others will recognise, at most 80 characters."), max_length=80)
    action = forms.ChoiceField(label=_("Action"), choices=[("", _("Choose an action")), ("I.1", "I.1 Cooperation along routes"), ("VI.4", "VI.4 Country-of-origin information")])
    due = DateField(label=_("Held on"), help_text=_("For example 24.11.2026"))
    progress = forms.ChoiceField(
        label=_("How far is it?"),
        widget=forms.RadioSelect,
        choices=[("begun", _("Begun: people and money are there")), ("advanced", _("Advanced: first results are there")), ("done", _("Done: what was promised is there"))],
    )
    horizontal = forms.MultipleChoiceField(
        label=_("Horizontal issues"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("rights", _("Fundamental rights")), ("gender", _("Equality of women and men")), ("digital", _("Digital transformation"))],
    )
    narrative = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Facts first; about ten sentences."))
    amount = forms.DecimalField(label=_("Money spent"), help_text=_("In euro, without cents."), min_value=0, required=False)
    contact = forms.EmailField(label=_("Mail address for questions"), required=False)
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("PDF, DOCX or an image, at most 10 MB."))
    confidential = forms.BooleanField(label=_("Treat as confidential"), required=False, help_text=_("Counts in the denominator, is not shown to other Parties."))
    fixed = forms.CharField(label=_("Reporting year"), disabled=True, required=False, initial="2026")


MISTAKES = {"faulty-title": "x" * 81, "faulty-action": "", "faulty-due": "", "faulty-narrative": "", "faulty-amount": "-3", "faulty-contact": "nobody"}


class Filters(forms.Form):
    """Filters of a list."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    area = forms.ChoiceField(label=_("Area"), required=False, choices=[("", _("All areas")), *((str(i + 1), f"{ROMAN[i]} {name}") for i, name in enumerate(AREAS))])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("All stages")), ("open", _("open")), ("done", _("done"))])


def gallery() -> dict[str, Any]:
    """Everything that the gallery's template shows."""
    return {
        "charts": [(chart, Addresses.beside(f"/ui/charts/{chart.name}")) for chart in charts().values()],
        "matrix_table": matrix(),
        "areas": [
            (i + 1, ROMAN[i], name, done, [Part(done, _("done or advanced")), Part(begun, _("begun"))], begun)
            for i, (name, done, begun) in enumerate(zip(AREAS, (52, 38, 61, 33, 21, 47), (21, 30, 17, 22, 27, 25), strict=True))
        ],
        "numbers": [
            Figure(_("Activities"), "412", _("38 in the last quarter"), "#activities"),
            Figure(_("Parties that reported 2025"), "44 of 48", _("2 marked confidential")),
            Figure(_("Funding gap"), "€3.1m", _("of €19.4m planned, at rates of 30 October")),
            Figure(_("Our forecasts"), "23%", _("half of them were off by less")),
        ],
        "parts": [Part(41, _("done")), Part(18, _("advanced")), Part(22, _("begun")), Part(19, _("no report"), none=True)],
        "tags": [
            (Tone.QUIET, _("draft")),
            (Tone.WAIT, _("submitted, waits for the secretariat")),
            (Tone.OK, _("accepted")),
            (Tone.LATE, _("returned with a note")),
            (Tone.STOP, _("withdrawn")),
            (Tone.MARK, "LIMITE"),
        ],
        "crumbs": [Crumb(_("Plan"), "#plan"), Crumb("VI Asylum and international protection", "#vi"), Crumb("VI.4 Country-of-origin information")],
        "tab_items": [Tab(_("Text"), "#text", current=True), Tab(_("Reports"), "#reports", count=44), Tab(_("Activities"), "#activities", count=12), Tab(_("History"), "#history")],
        "step_items": [Step(_("Draft"), Stage.DONE), Step(_("Comments of Parties"), Stage.DONE), Step(_("Silence procedure"), Stage.NOW), Step(_("Adopted"), Stage.NEXT)],
        "events": [
            Event(date(2026, 9, 1), _("Round opened"), Stage.DONE, _("48 Parties were asked")),
            Event(datetime(2026, 11, 26, 14, 0, tzinfo=UTC), _("Silence procedure on the conclusions, REV 2"), Stage.NOW, _("Doing nothing means agreement."), "#silence"),
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
            (f"{ROMAN[i % 6]}.{i % 9 + 1}", SUBJECTS[i % len(SUBJECTS)], PARTIES[(i * 5) % 48], (i * 7919) % 90000 if i != 3 else None, tone, words)
            for i, (tone, words) in enumerate([("ok", _("accepted")), ("wait", _("submitted")), ("late", _("returned")), ("quiet", _("draft"))] * 3)
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
