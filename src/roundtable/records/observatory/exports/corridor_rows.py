"""A corridor as a table that leaves as a file: the caveats that were opened travel with it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from roundtable.kernel.files.tables import Column, Kind, Table
from roundtable.records.observatory.exports.profile_rows import joined, marking_of
from roundtable.records.observatory.queries.answers import Cell, whole
from roundtable.records.observatory.queries.countries import footnotes_of
from roundtable.records.observatory.queries.mirrors import Corridor, Mirror
from roundtable.records.observatory.queries.profiles import Origin, said_of


def rows(found: Corridor, *, at: datetime) -> Table:
    """Give every cell of a corridor's series, and those of its mirror with the gap where it is told."""
    title = _("Corridor from %(origin)s to %(destination)s") % {
        "origin": found.origin.name,
        "destination": found.destination.name,
    }
    mirror = found.mirror
    return Table(
        name=f"corridor-{found.origin.code}-{found.destination.code}",
        title=title,
        columns=[
            Column("series", _("Series")),
            Column("period", _("Period")),
            Column("value", _("Value"), Kind.NUMBER),
            Column("said", _("Remark, or why there is no number")),
            Column("gap", _("Gap: destination less origin"), Kind.NUMBER),
            Column("source", _("Source")),
            Column("licence", _("Licence")),
        ],
        rows=[*_series(found), *(_mirrored(mirror) if mirror else [])],
        notes=[*footnotes_of([found.origin.code, found.destination.code]), *(caveats(mirror) if mirror else [])],
        source=joined(one.dataset.source for one in found.vintages),
        licence=joined(one.dataset.licence for one in found.vintages),
        demonstration=found.demonstration,
        marking=marking_of(found.vintages),
        made_at=at,
    )


def caveats(mirror: Mirror) -> list[str]:
    """Give what has to be read with a mirror: its grade, its reasons, and whether the caveat was opened."""
    notes = [f"{mirror.grade}: {reason}" if mirror.grade else reason for reason in mirror.reasons]
    if mirror.caveat and mirror.opened:
        said = _(
            "The caveat %(mark)s was opened: these two series are laid beside each other although they count otherwise."
        )
        notes.append(said % {"mark": mirror.caveat.mark})
    elif mirror.caveat:
        notes.append(_("The gap is not told: these two series cannot be added or ranked until the caveat is opened."))
    return notes


def _series(found: Corridor) -> list[dict[str, Any]]:
    return [
        {"series": one.title, "period": period, **_cell(cell), **_from(one.origin)}
        for one in found.rows
        for period, cell in one.trend
    ]


def _mirrored(mirror: Mirror) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for one in mirror.lines:
        by_origin = {"series": _("Mirror: the origin reports"), **_cell(one.by_origin), **_from(mirror.by_origin)}
        by_destination = {
            "series": _("Mirror: the destination reports"),
            **_cell(one.by_destination),
            **_from(mirror.by_destination),
            "gap": whole(one.gap) if one.gap is not None else None,
        }
        told += [{"period": one.period, **by_origin}, {"period": one.period, **by_destination}]
    return told


def _cell(cell: Cell) -> dict[str, Any]:
    there = bool(cell.status) or cell.number is not None
    return {"value": cell.number, "said": said_of(cell) if there else _("no row")}


def _from(origin: Origin | None) -> dict[str, str]:
    if origin is None:
        return {"source": "", "licence": ""}
    return {"source": origin.vintage.dataset.source, "licence": origin.vintage.dataset.licence}
