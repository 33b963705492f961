"""What documents offer to the rest of the house: search."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.queries.texts import newest_of
from roundtable.ground.trust.public import Marking, Person, actor, in_circle
from roundtable.kernel.links import search

KIND: Final = "documents.document"
LIMITE: Final = "limite"
SCOPES: Final = {Marking.PUBLIC: "public", Marking.PARTIES: "parties", Marking.LIMITE: LIMITE}
"""Under which scope of the index a document of each marking stands."""


def entry_of(document: Document, newest: Revision | None) -> search.Entry:
    """Say how a document is found: by its number and title, and by its words where all who take part may read them."""
    limited = document.marking == Marking.LIMITE
    text = "" if limited or newest is None else newest.content.plain
    return search.Entry(
        kind=KIND,
        object_id=document.pk,
        title=f"{document.number} {document.title}",
        url=reverse("documents:document", args=[document.pk]),
        text=text,
        codes=[str(document.base)],
        scope=SCOPES[Marking(document.marking)],
        language=document.language,
        demonstration=document.demonstration,
    )


def every_entry() -> Iterator[search.Entry]:
    """Give every document, for the index to be built anew."""
    for document in Document.objects.prefetch_related("revisions").iterator(chunk_size=200):
        yield entry_of(document, newest_of(document.revisions.all()))


def found_by(person: Person, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the entries that a person may find: as the marking of each document allows."""
    who = actor(person)
    open_to = Q(scope="public")
    if who.functions:
        open_to |= Q(scope="parties")
    if in_circle(who):
        open_to |= Q(scope=LIMITE)
    return entries.filter(open_to)


SEARCH: Final = search.Source(kind=KIND, label=lazy("Documents"), rebuild=every_entry, allowed=found_by, order=20)


def find_anew(document: Document) -> None:
    """Bring the search up to date with a document that changed."""
    newest = newest_of(Revision.objects.filter(document=document).order_by("revision"))
    search.index(entry_of(document, newest))
