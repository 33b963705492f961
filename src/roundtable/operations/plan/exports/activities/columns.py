"""The columns of the list of activities."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from babel.dates import format_date
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as lazy

from roundtable.kernel.files.tables import Kind
from roundtable.kernel.links.listings import Field
from roundtable.operations.plan.domain.activity import number_text
from roundtable.operations.plan.exports.activities.names import Known
from roundtable.operations.plan.exports.activities.rows import ShareRow
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.activities import LABELS, gap_of
from roundtable.operations.plan.queries.markings import of_activity
from roundtable.ui.amounts import euro_exactly
from roundtable.ui.moments import locale

SHORT: Final = ("title", "starts", "kind", "stage", "lead", "actions", "budget", "gap")
"""The columns that the page shows first; with `columns=all` it shows every one, as the downloads do."""


def columns(known: Known) -> list[Field]:
    """Every column of the list."""

    def names(codes: set[str]) -> str:
        return "; ".join(view.name for code, view in known.parties.items() if code in codes)

    kinds, stages = dict(Activity.Kind.choices), dict(Activity.Stage.choices)
    every = [
        Field(
            "title",
            LABELS["title"],
            lambda one: one.title,
            sort="title",
            link=lambda one: reverse("plan:activity", args=[one.pk]),
        ),
        Field("starts", LABELS["starts"], lambda one: one.starts, Kind.DATE, sort="starts", show=_when),
        Field("ends", LABELS["ends"], lambda one: one.ends, Kind.DATE, sort="ends"),
        Field("kind", LABELS["kind"], lambda one: str(kinds[one.kind]), sort="kind"),
        Field("stage", LABELS["stage"], lambda one: str(stages[one.stage]), sort="stage"),
        Field("lead", LABELS["lead"], lambda one: known.name(one.lead_id), sort="lead_id"),
        Field("actions", LABELS["shares"], lambda one: shares_text(one.row.shares), show=_shares_shown),
        Field("partners", LABELS["partners"], lambda one: names(one.row.partners)),
        Field("participants", LABELS["participants"], lambda one: names(one.row.participants)),
        Field("place", LABELS["place"], lambda one: one.place, sort="place"),
        Field("online", LABELS["online"], lambda one: one.online, Kind.YES_NO),
        Field("issues", LABELS["issues"], lambda one: ", ".join(one.row.issues)),
        Field("budget", LABELS["budget"], lambda one: one.budget, Kind.MONEY, sort="budget", show=_budget),
        Field("pledged", lazy("Pledged, euro"), lambda one: one.row.pledged, Kind.MONEY),
        Field("gap", lazy("Not yet funded, euro"), _gap_of, Kind.MONEY, show=_gap),
        Field("spent", LABELS["spent"], lambda one: one.spent, Kind.MONEY, sort="spent"),
        Field("audience", LABELS["audience"], lambda one: one.get_audience_display()),
        Field("marking", LABELS["marking"], lambda one: str(of_activity(one))),
        Field("reference", LABELS["reference"], lambda one: one.reference, sort="reference"),
        Field("number", lazy("Number"), lambda one: one.pk, Kind.NUMBER),
        Field("demonstration", lazy("Demonstration data"), lambda one: one.demonstration, Kind.YES_NO),
    ]
    return [replace(column, on_page=column.key in SHORT) for column in every]


def _gap_of(activity: Any) -> Any:
    return gap_of(activity.budget, activity.row.pledged)


def _budget(activity: Activity) -> str:
    return "" if activity.budget is None else euro_exactly(activity.budget)


def _gap(activity: Any) -> str:
    gap = _gap_of(activity)
    return "" if gap is None else euro_exactly(gap)


def shares_text(shares: Sequence[ShareRow]) -> str:
    """The actions served with their shares, as an import reads them: “I.4 60 %, II.1 40 %”."""
    return ", ".join(f"{one.key} {number_text(one.share * 100)} %" for one in shares)


def _shares_shown(activity: Any) -> str:
    shares: list[ShareRow] = activity.row.shares
    whole = len(shares) == 1
    address = reverse("plan:action", args=["CODE"])
    return format_html_join(
        ", ",
        '<bdi><span class="a{}"><a class="code" href="{}">{}</a></span>{}</bdi>',
        (
            (
                one.area,
                address.replace("CODE", one.key),
                one.label,
                "" if whole else format_html("&nbsp;{}&nbsp;%", number_text(one.share * 100)),
            )
            for one in shares
        ),
    )


def _when(activity: Activity) -> str:
    """The days as short as they can be said; a line breaks between the first and the last day, never inside one."""
    if activity.starts is None:
        return ""
    first, last = activity.starts, activity.ends or activity.starts
    days = [first] if first == last else [first, last]
    said = [str(format_date(day, "d MMM y", locale=locale())).replace(" ", "\u00a0") for day in days]
    return " – ".join(said)
