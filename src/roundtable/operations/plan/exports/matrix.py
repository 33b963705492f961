"""The coverage matrix as rows that leave as files: the same cells as on the page."""

from typing import Any

from django.utils.translation import gettext as _

from roundtable.ground.parties.public import footnotes
from roundtable.kernel.base.markings import PARTIES, PUBLIC
from roundtable.kernel.files.tables import Column, Kind, Table
from roundtable.operations.plan.domain.coverage import Said
from roundtable.operations.plan.queries.coverage import Matrix

STEPS = (Said.STEP_0, Said.STEP_1, Said.STEP_2, Said.STEP_3, Said.STEP_4)


def words_of() -> dict[str, str]:
    """Give the words for each mark, in the reader's language."""
    return {
        Said.STEP_0: _("Not begun"),
        Said.STEP_1: _("Prepared"),
        Said.STEP_2: _("Begun"),
        Said.STEP_3: _("Advanced"),
        Said.STEP_4: _("Done"),
        Said.NOT_APPLICABLE: _("Not applicable"),
        Said.NO_COMPETENCE: _("No national competence"),
        Said.CONFIDENTIAL: _("Confidential"),
        Said.NOTHING: _("No report"),
    }


def matrix_table(matrix: Matrix) -> Table:
    """Give the matrix as a table: a row for each action with its counts, a column for each Party if cells are open."""
    words = words_of()
    columns = [
        Column("code", _("Code")),
        Column("action", _("Action")),
        Column("since", _("In the plan since"), Kind.DATE),
        Column("until", _("In the plan until"), Kind.DATE),
        Column("reported", _("Reported"), Kind.NUMBER),
        Column("concerned", _("Concerned"), Kind.NUMBER),
        Column("advanced", _("Done or advanced"), Kind.NUMBER),
        Column("asked", _("Asked"), Kind.NUMBER),
        *(Column(f"step-{step}", words[mark], Kind.NUMBER) for step, mark in enumerate(STEPS)),
        Column("not_applicable", words[Said.NOT_APPLICABLE], Kind.NUMBER),
        Column("no_competence", words[Said.NO_COMPETENCE], Kind.NUMBER),
        Column("confidential", words[Said.CONFIDENTIAL], Kind.NUMBER),
        Column("no_report", words[Said.NOTHING], Kind.NUMBER),
    ]
    shown = matrix.parties if matrix.open_cells else ()
    columns += [Column(f"party-{party.code}", party.name) for party in shown]
    rows: list[dict[str, Any]] = []
    for action in matrix.actions:
        counts = matrix.coverage[action.pk]
        row: dict[str, Any] = {
            "code": action.key,
            "action": str(action.short_title),
            "since": action.since,
            "until": action.until,
            "reported": counts.reported,
            "concerned": counts.concerned,
            "advanced": counts.at_least(3),
            "asked": counts.asked,
            **{f"step-{step}": number for step, number in enumerate(counts.steps)},
            "not_applicable": counts.not_applicable,
            "no_competence": counts.no_competence,
            "confidential": counts.confidential,
            "no_report": counts.no_report,
        }
        row |= {f"party-{party.code}": words[said] for party, said in matrix.cells(action)}
        rows.append(row)
    return Table(
        name=f"coverage-{matrix.year}",
        title=_("Coverage of the actions, reports on %(year)s") % {"year": matrix.year},
        columns=columns,
        rows=rows,
        notes=footnotes([party.code for party in matrix.parties]),
        source=_("Reports of the Parties"),
        demonstration=matrix.demonstration,
        marking=matrix_marking(matrix),
    )


def matrix_marking(matrix: Matrix) -> str:
    """Give the marking of the matrix as this reader has it, on the page and in files."""
    # What single Parties answered is for those who take part; the totals are shown when everybody may read them.
    return PARTIES if matrix.open_cells else PUBLIC
