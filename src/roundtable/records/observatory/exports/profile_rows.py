"""The list of countries and the figures of one, as tables that leave as files: the same as on the page."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from roundtable.kernel.base import markings
from roundtable.kernel.files.tables import Column, Kind, Table
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries.countries import Country, footnotes_of
from roundtable.records.observatory.queries.profiles import Profile, Shown


def marking_of(vintages: Iterable[Vintage]) -> str:
    """Give the handling marking of figures from several datasets: the highest of theirs."""
    return markings.highest(one.dataset.marking for one in vintages) or markings.PUBLIC


def joined(values: Iterable[str]) -> str:
    """Join different values in their order."""
    return "; ".join(dict.fromkeys(value for value in values if value))


def countries(found: Sequence[Country], vintages: Iterable[Vintage], *, at: datetime) -> Table:
    """Give the list of countries."""
    held = list(vintages)
    return Table(
        name="countries",
        title=_("Countries of which something is known"),
        columns=[
            Column("code", _("Code")),
            Column("three", _("Three letters")),
            Column("name", _("Name")),
            Column("party", _("At the table")),
            Column("datasets", _("Datasets"), Kind.NUMBER),
        ],
        rows=[
            {
                "code": one.code,
                "three": one.three,
                "name": one.name,
                "party": _("yes") if one.party else _("no"),
                "datasets": one.datasets,
            }
            for one in found
        ],
        notes=footnotes_of(one.code for one in found),
        source=joined(one.dataset.source for one in held),
        licence=joined(one.dataset.licence for one in held),
        demonstration=any(one.dataset.demonstration for one in held),
        marking=marking_of(held),
        made_at=at,
    )


def figures(place: Country, found: Profile, *, at: datetime) -> Table:
    """Give the figures of a country, a row for each, with source, licence, date, grade and its reasons."""
    return Table(
        name=f"profile-{place.code}",
        title=_("Profile: %(country)s") % {"country": place.name},
        columns=[
            Column("figure", _("Figure")),
            Column("value", _("Value"), Kind.NUMBER),
            Column("unit", _("Unit")),
            Column("period", _("Period")),
            Column("said", _("Remark, or why there is no number")),
            Column("grade", _("Grade")),
            Column("reasons", _("Reasons for the grade")),
            Column("stands_for", _("What it stands for")),
            Column("source", _("Source")),
            Column("licence", _("Licence")),
            Column("data_date", _("Data of")),
            Column("explore", _("Explore")),
        ],
        rows=[row(one) for one in found.figures],
        notes=[
            *footnotes_of([place.code]),
            *(
                [_("No dataset that you may read holds: %(figures)s.") % {"figures": "; ".join(found.absent)}]
                if found.absent
                else []
            ),
        ],
        source=joined(one.dataset.source for one in found.vintages),
        licence=joined(one.dataset.licence for one in found.vintages),
        demonstration=found.demonstration,
        marking=marking_of(found.vintages),
        made_at=at,
    )


def row(one: Shown) -> dict[str, Any]:
    """Give a figure as a row."""
    days = [day for origin in one.origins if (day := origin.vintage.data_date)]
    return {
        "figure": one.title,
        "value": one.number,
        "unit": one.unit,
        "period": one.period,
        "said": one.said,
        "grade": one.grade,
        "reasons": "; ".join(one.reasons),
        "stands_for": joined(f"{name}: {what}" for origin in one.origins for name, what in origin.stands_for),
        "source": joined(origin.vintage.dataset.source for origin in one.origins),
        "licence": joined(origin.vintage.dataset.licence for origin in one.origins),
        "data_date": joined(day.isoformat() for day in days),
        "explore": joined(origin.address for origin in one.origins),
    }
