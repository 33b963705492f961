"""A whole coverage matrix."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roundtable.ui.pieces import Cell, Group, Head, Mark, Matrix, Row
from roundtable.ui.samples.places import ACTIONS, AREAS, PARTIES, ROMAN, SUBJECTS


def matrix(columns: int = 48, groups: int = 6) -> Matrix:
    """A whole coverage matrix: 53 rows by 48 columns."""
    marks = [
        Mark.DONE,
        Mark.NONE,
        Mark.BEGUN,
        Mark.ADVANCED,
        Mark.BEGUN,
        Mark.NONE,
        Mark.DONE,
        Mark.PLANNED,
        Mark.NOT_APPLICABLE,
        Mark.NONE,
        Mark.NO_COMPETENCE,
        Mark.ADVANCED,
        Mark.CONFIDENTIAL,
    ]
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
                        [
                            Cell(marks[(c * 7 + n * 5 + a * 3 + c * n) % len(marks)], href="#cell")
                            for c in range(columns)
                        ],
                    )
                    for n in range(ACTIONS[a])
                ],
            )
            for a in range(groups)
        ],
    )
