"""The lists of datasets and of answered findings: the same on the page, in files and in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from roundtable.kernel.links.listings import Choice, Field, Flag, Kind, Listing
from roundtable.records.observatory.models import Audience, Dataset, Finding
from roundtable.records.observatory.queries import datasets

RULES = {
    "origin-equals-destination": lazy("Origin equals destination"),
    "fall-of-99-percent": lazy("A fall of 99%"),
    "ten-times-as-many": lazy("Ten times as many"),
    "total-differs-from-parts": lazy("A total differs from its parts"),
    "cell-comes-twice": lazy("A cell comes twice"),
    "unknown-code": lazy("An unknown code"),
    "impossible-period": lazy("An impossible period"),
    "below-zero": lazy("A number below zero"),
    "nothing-became-zero": lazy("A missing number became zero"),
    "period-vanished": lazy("A period vanished"),
}
"""What each rule of the gate is called."""


def rule(name: str) -> str:
    """Give the words for a rule of the gate."""
    return str(RULES.get(name, name))


def listing() -> Listing:
    """Give the list of datasets."""
    return Listing(
        name="observatory.datasets",
        columns=[
            Field("title", lazy("Dataset"), lambda one: str(one.title), link=lambda one: one.get_absolute_url()),
            Field("source", lazy("Source"), lambda one: one.source, sort=("source", "pk")),
            Field("data_date", lazy("Data of"), lambda one: one.dated_now, Kind.DATE, sort=("dated_now", "pk")),
            Field("released", lazy("Released"), released_on, Kind.DATE, sort=("released_now", "pk")),
            Field("rows", lazy("Rows"), lambda one: one.rows_now, Kind.NUMBER, sort=("rows_now", "pk")),
            Field("licence", lazy("Licence"), lambda one: one.licence),
            Field("audience", lazy("Who may read it"), lambda one: one.get_audience_display(), sort=("audience", "pk")),
            Field("vintages", lazy("Vintages"), lambda one: one.vintages_known, Kind.NUMBER, on_page=False),
            Field("unit", lazy("Unit"), lambda one: one.unit, on_page=False),
            Field("retrieved", lazy("Retrieved"), lambda one: one.retrieved_now, Kind.DATE, on_page=False),
            Field("next_release", lazy("Next release"), lambda one: one.next_release, Kind.DATE, on_page=False),
            Field("licence_address", lazy("Address of the licence"), lambda one: one.licence_address, on_page=False),
            Field("address", lazy("Address of the source"), lambda one: one.address, on_page=False),
            Field("marking", lazy("Marking"), lambda one: one.marking, on_page=False),
            Field("code", lazy("Code"), lambda one: one.code, sort="code", on_page=False),
        ],
        filters=[
            Choice(
                key="source",
                label=lazy("Source"),
                choices=lambda: [(one, one) for one in datasets.sources()],
                apply=lambda rows, one: rows.filter(source=one),
            ),
            Choice(
                key="audience",
                label=lazy("Who may read it"),
                choices=Audience.choices,
                apply=lambda rows, one: rows.filter(audience=one),
            ),
            Flag(
                key="demonstration",
                label=lazy("Demonstration"),
                apply=lambda rows, yes: rows.filter(demonstration=yes),
            ),
        ],
        search=datasets.holding,
        default_sort="code",
    )


def released_on(one: Any) -> Any:
    """Give the day on which the newest vintage of a dataset was released."""
    return one.released_now.date() if one.released_now else None


def log_listing(dataset: Dataset) -> Listing:
    """Give the public log of one dataset: what the gate found, and what was answered."""
    return Listing(
        name="observatory.log",
        columns=[
            Field("vintage", lazy("Load of"), lambda one: one.vintage.loaded_at, Kind.MOMENT, sort=("vintage", "pk")),
            Field("rule", lazy("Rule"), lambda one: rule(one.rule), sort=("rule", "pk")),
            Field("cell", lazy("Cell"), lambda one: one.place),
            Field("said", lazy("What was found"), lambda one: one.said),
            Field("answer", lazy("Answer"), lambda one: one.get_answer_display(), sort=("answer", "pk")),
            Field("reason", lazy("Reason"), lambda one: one.reason),
            Field(
                "answered_at", lazy("Answered"), lambda one: one.answered_at, Kind.MOMENT, sort=("answered_at", "pk")
            ),
        ],
        filters=[
            Choice(
                key="rule",
                label=lazy("Rule"),
                choices=list(RULES.items()),
                apply=lambda rows, one: rows.filter(rule=one),
            ),
            Choice(
                key="answer",
                label=lazy("Answer"),
                choices=Finding.Answer.choices,
                apply=lambda rows, one: rows.filter(answer=one),
            ),
            Choice(
                key="load",
                label=lazy("Load"),
                choices=lambda: datasets.loads_of(dataset),
                apply=lambda rows, one: rows.filter(vintage=int(one)),
            ),
        ],
        search=lambda rows, words: rows.filter(said__icontains=words) | rows.filter(reason__icontains=words),
        default_sort="-vintage",
    )
