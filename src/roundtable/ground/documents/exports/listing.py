"""The list of documents: one declaration for its page, its files and the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.models import Document
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.queries.texts import MARKINGS, numbered
from roundtable.kernel.links.listings import Choice, Field, Flag, Kind, Listing


def newest_number(document: Any) -> str:
    """Say the number of the newest state of a document; its base number where it has no text yet."""
    number = document.number
    return str(Number(number.year, number.base, document.last_revision or 0, prefix=number.prefix))


def _years() -> list[tuple[int, int]]:
    return [(year, year) for year in Document.objects.order_by("-year").values_list("year", flat=True).distinct()]


def _search(rows: QuerySet[Document], words: str) -> QuerySet[Document]:
    return rows.filter(numbered(words))


def listing() -> Listing:
    """Give the list. Rows must come from `listed(visible_to(...))`."""
    return Listing(
        name="documents.documents",
        columns=[
            Field(
                "number",
                gettext_lazy("Number"),
                newest_number,
                sort=("year", "base"),
                link=lambda one: one.get_absolute_url(),
            ),
            Field("title", gettext_lazy("Title"), lambda one: one.title, sort="title"),
            Field("body", gettext_lazy("Who works on it"), lambda one: one.body, sort="body"),
            Field("day", gettext_lazy("Date"), lambda one: one.last_day, Kind.DATE, sort="last_day"),
            Field(
                "comments_until",
                gettext_lazy("Comments until"),
                lambda one: one.comments_until,
                Kind.MOMENT,
                sort="comments_until",
            ),
            Field("marking", gettext_lazy("Marking"), lambda one: str(of_document(one)), sort="marking"),
            Field("adopted", gettext_lazy("Adopted"), lambda one: one.adopted_at, Kind.MOMENT, sort="adopted_at"),
            Field("texts", gettext_lazy("Texts"), lambda one: one.texts, Kind.NUMBER, on_page=False),
            Field("language", gettext_lazy("Language"), lambda one: one.language, on_page=False),
        ],
        filters=[
            Choice(
                key="year",
                label=gettext_lazy("Year"),
                choices=_years,
                apply=lambda rows, value: rows.filter(year=value),
            ),
            Choice(
                key="marking",
                label=gettext_lazy("Marking"),
                choices=[(str(one), str(one)) for one in MARKINGS],
                apply=lambda rows, value: rows.filter(marking=value),
            ),
            Flag(
                key="adopted",
                label=gettext_lazy("Adopted"),
                apply=lambda rows, value: rows.filter(adopted__isnull=not value),
            ),
        ],
        search=_search,
        search_label=gettext_lazy("Number or words of the title"),
        default_sort="-number",
    )
