"""Who has reported in a round: the same rows in its table, its files and the API."""

from typing import Any

from django.utils.translation import gettext as _

from roundtable.ground.parties.public import footnotes
from roundtable.kernel.base.markings import PARTIES
from roundtable.kernel.files.tables import Column, Kind, Table
from roundtable.operations.plan.models import Round
from roundtable.operations.plan.queries.completeness import Completeness, Reported


def completeness_table(round_: Round, reported: Reported) -> Table:
    """Give the rows of a round as a table; what is between a Party and the secretariat for those who know it of all."""
    columns = [
        Column("code", _("Code")),
        Column("party", _("Party")),
        Column("asked", _("Actions asked"), Kind.NUMBER),
        Column("accepted", _("Accepted"), Kind.NUMBER),
    ]
    if reported.whole:
        columns += [
            Column("submitted", _("Submitted"), Kind.NUMBER),
            Column("returned", _("Returned"), Kind.NUMBER),
            Column("withdrawn", _("Withdrawn"), Kind.NUMBER),
            Column("closes", _("Closes"), Kind.MOMENT),
            Column("zone", _("Time zone")),
        ]
    return Table(
        name=f"round-{round_.year}",
        title=_("Who has reported on %(year)s") % {"year": round_.year},
        columns=columns,
        rows=[_row(row, whole=reported.whole) for row in reported.rows],
        notes=[
            _("Parties are listed by name. The list ranks nobody."),
            *footnotes([row.party.code for row in reported.rows]),
        ],
        demonstration=round_.demonstration,
        marking=PARTIES,
    )


def _row(row: Completeness, *, whole: bool) -> dict[str, Any]:
    told = {"code": row.party.code, "party": row.party.name, "asked": row.asked, "accepted": row.accepted}
    if not whole or row.inside is None:
        return told
    return told | {
        "submitted": row.inside.submitted,
        "returned": row.inside.returned,
        "withdrawn": row.inside.withdrawn,
        "closes": row.inside.window.closes,
        "zone": row.party.zone,
    }
