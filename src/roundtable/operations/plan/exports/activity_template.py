"""The empty spreadsheet for bringing activities in."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.files.tables import Column, Kind, Table, csv_bytes, ods_bytes, xlsx_bytes
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.activities import LABELS

COLUMNS: Final = (
    Column("reference", LABELS["reference"]),
    Column("title", LABELS["title"]),
    Column("kind", LABELS["kind"]),
    Column("stage", LABELS["stage"]),
    Column("lead", LABELS["lead"]),
    Column("partners", LABELS["partners"]),
    Column("participants", LABELS["participants"]),
    Column("starts", LABELS["starts"], Kind.DATE),
    Column("ends", LABELS["ends"], Kind.DATE),
    Column("place", LABELS["place"]),
    Column("online", LABELS["online"], Kind.YES_NO),
    Column("shares", LABELS["shares"]),
    Column("issues", LABELS["issues"]),
    Column("budget", LABELS["budget"], Kind.MONEY),
    Column("spent", LABELS["spent"], Kind.MONEY),
    Column("fundings", LABELS["fundings"]),
    Column("about", LABELS["about"]),
    Column("outputs", LABELS["outputs"]),
    Column("audience", LABELS["audience"]),
    Column("marking", LABELS["marking"]),
)
"""What a spreadsheet of activities may hold. A column that is left out leaves what is stored as it is."""

NEEDED: Final = ("reference", "title", "kind", "lead", "shares")

EXPLANATIONS: Final = {
    "reference": lazy("Your own number. By it the row is known when the file is brought in again."),
    "title": lazy("At most 200 characters."),
    "kind": lazy("One of: %(choices)s."),
    "stage": lazy("One of: %(choices)s. Left empty it is planned."),
    "lead": lazy("The code of a Party or Partner, such as GE or IOM, or its name as lists show it."),
    "partners": lazy("Codes or names, with semicolons between them."),
    "participants": lazy("Codes or names of Parties, with semicolons between them."),
    "starts": lazy("2026-05-12 or 12.05.2026."),
    "ends": lazy("Left empty for one day."),
    "place": lazy("Town and country."),
    "online": lazy("Yes or no."),
    "shares": lazy("Codes of actions with their shares in percent, together 100: I.4: 60; II.1: 40."),
    "issues": lazy("Codes of horizontal issues, with semicolons between them."),
    "budget": lazy("In euro. Left empty it is not known, which is not zero."),
    "spent": lazy("In euro."),
    "fundings": lazy("Name: pledged / paid, with semicolons between sources: Fund A: 10000 / 4000; Own budget: 2000."),
    "about": lazy("What is done, for whom and why."),
    "outputs": lazy("One output a line."),
    "audience": lazy("One of: %(choices)s. Left empty: those who take part."),
    "marking": lazy("What the row bore where it comes from. It cannot become readable by more people than that."),
}
_CHOICES: Final = {"kind": Activity.Kind, "stage": Activity.Stage, "audience": Activity.Audience}


def explanations() -> list[dict[str, str]]:
    """What to write in each column, and whether it is needed."""
    found = []
    for column in COLUMNS:
        text = str(EXPLANATIONS[column.key])
        if column.key in _CHOICES:
            text %= {"choices": ", ".join(str(label) for label in _CHOICES[column.key].labels)}
        found.append({"column": str(column.label), "text": text, "needed": _("Yes") if column.key in NEEDED else ""})
    return found


def template(form: str) -> bytes:
    """Give the empty spreadsheet as csv, xlsx or ods; the latter two explain each column on a second sheet."""
    columns = [Column(column.key, str(column.label), column.kind) for column in COLUMNS]
    empty = Table("activities", _("Activities"), columns, [])
    heads = [Column("column", _("Column")), Column("needed", _("Needed")), Column("text", _("What to write"))]
    explained = Table("explanations", _("What to write"), heads, explanations())
    if form == "csv":
        return csv_bytes(empty)
    if form == "xlsx":
        return xlsx_bytes(empty, explained)
    if form == "ods":
        return ods_bytes(empty, explained)
    raise NotThere("")
