"""One chart of each builder, with made-up values."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from roundtable.ui.charts import bars, grids, lines, maps, spans
from roundtable.ui.charts.bars import Budget, Progress, Told
from roundtable.ui.charts.chart import About, Chart
from roundtable.ui.samples.places import AREAS, CODES, PARTIES, ROMAN

SOURCE, LICENCE, DAY = "Roundtable demonstration", "CC BY 4.0", date(2026, 11, 1)


def _told(name: str, title: str, about: About, **more: Any) -> Told:
    return Told(
        name=name, title=title, about=about, source=SOURCE, licence=LICENCE, date=DAY, demonstration=True, **more
    )


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
                    zip(
                        AREAS,
                        (
                            (148, 96, 88, 100),
                            (92, 74, 90, 80),
                            (240, 130, 78, 80),
                            (71, 60, 70, 87),
                            (58, 52, 131, 191),
                            (190, 101, 122, 115),
                        ),
                        strict=True,
                    )
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
                About(
                    "first asylum applications a month",
                    "thousands",
                    "all Parties",
                    "2022 to May 2027",
                    "band: 80% of outcomes",
                ),
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
                        lines.Point(
                            date(2019 + i, 1, 1),
                            None if (name == "pilots" and i == 5) else round(base + i * slope + 3 * math.sin(i + base)),
                            estimated=i == 7,
                        )
                        for i in range(8)
                    ],
                )
                for name, base, slope in (
                    ("trainings", 42, 4.2),
                    ("meetings", 30, 2.4),
                    ("studies", 16, 1.3),
                    ("pilots", 4, 0.9),
                )
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
                grids.Square(
                    f"{ROMAN[i]} {name.split(',')[0]}",
                    group,
                    None if (i, j) == (4, 3) else (7 * i + 5 * j * j + 3) % 27,
                )
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
            [
                maps.State(code, name, None if i % 11 == 5 else (i * 37) % 97)
                for i, (code, name) in enumerate(zip(CODES, PARTIES, strict=True))
            ],
            (20, 40, 60, 80),
        ),
        maps.counts(
            _told(
                "places",
                "Two in five activities took place in five states",
                About("activities held in person", "number", "all Parties", "2023 to 2026"),
            ),
            [
                maps.State(code, name, (i * 53) % 41 if i % 3 else 4)
                for i, (code, name) in enumerate(zip(CODES, PARTIES, strict=True))
            ],
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
            points.append(
                lines.Point(
                    day,
                    round(103 + ahead * 0.9, 1),
                    estimated=True,
                    low=round(103 - 4 * ahead**0.7, 1),
                    high=round(103 + 6 * ahead**0.8, 1),
                )
            )
        else:
            points.append(lines.Point(day, value))
    return points
