"""The drafting table: every member's word on each paragraph, as XLSX and other sheets, and as Word."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import word
from roundtable.ground.documents.domain.content import Mark, Run, content
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.exports.paper import said_of_demonstration
from roundtable.ground.documents.models import Contribution, Revision
from roundtable.ground.documents.queries.contributions import Said, plain_wording
from roundtable.kernel.files.tables import Column, Kind, Table


def rows_of(revision: Revision, said: Iterable[Said]) -> list[dict[str, Any]]:
    """Give a row for each contribution: paragraph, words, who, what, the answer."""
    known = revision.content.by_key
    rows = []
    for one in said:
        contribution, place = one.contribution, one.place
        paragraph = known.get(place.paragraph)
        answer = contribution.answer
        rows.append(
            {
                "paragraph": paragraph.label if paragraph else "",
                "words": place.quote,
                "speaker": one.speaker,
                "kind": str(contribution.get_reserves_display() or contribution.get_kind_display()),
                "wording": plain_wording(contribution)
                or (_("(delete)") if contribution.kind == Contribution.Kind.AMENDMENT else ""),
                "text": contribution.text,
                "place": one.told,
                "state": _state(contribution),
                "answer": str(answer.get_fate_display()) if answer else "",
                "reason": answer.reason if answer else "",
            }
        )
    return rows


def _state(contribution: Contribution) -> str:
    if contribution.withdrawn_at:
        return _("withdrawn")
    if contribution.kind == Contribution.Kind.RESERVATION:
        return _("lifted") if contribution.lifted_at else _("not lifted")
    return _("answered") if contribution.answer_id else _("waits for an answer")


def columns() -> list[Column]:
    """Give the columns of the table, as it is usual."""
    return [
        Column("paragraph", _("Paragraph")),
        Column("words", _("Words")),
        Column("speaker", _("From")),
        Column("kind", _("Kind")),
        Column("wording", _("Proposed wording")),
        Column("text", _("Comment or reason")),
        Column("place", _("Since then")),
        Column("state", _("Status")),
        Column("answer", _("Answer")),
        Column("reason", _("Reason")),
    ]


def table(revision: Revision, said: Iterable[Said]) -> Table:
    """Give the drafting table as rows for a file."""
    return Table(
        name="drafting-table",
        title=_("Drafting table on %(number)s") % {"number": revision.number},
        columns=columns(),
        rows=rows_of(revision, said),
        demonstration=revision.demonstration,
        marking=revision.document.marking,
    )


def as_word(revision: Revision, said: Iterable[Said]) -> bytes:
    """Give the drafting table as a Word file."""
    heads = [column for column in columns() if column.kind is Kind.TEXT]
    strong = frozenset({Mark.STRONG})
    first = tuple(content(Run(str(column.label), strong)) for column in heads)
    rows = [tuple(content(Run(str(row[column.key] or "–"))) for column in heads) for row in rows_of(revision, said)]
    title = _("Drafting table on %(number)s") % {"number": revision.number}
    text = Text(
        (
            Paragraph("p1", content(Run(title)), Role.HEADING, 1),
            Paragraph("p2", role=Role.TABLE, rows=(first, *rows)),
        ),
        revision.language,
    )
    head = [f"{revision.number} {revision.language.upper()}", revision.document.marking]
    return word.write(text, head=[*head, said_of_demonstration()] if revision.demonstration else head)
