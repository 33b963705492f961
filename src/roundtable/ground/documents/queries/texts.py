"""Documents and their texts, as far as somebody may see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from roundtable.ground.documents.domain.numbering import NotANumber, Number
from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.trust.public import Handed, Marking, Person, actor, handed_out, in_circle, inside
from roundtable.kernel.base.errors import NotThere

MARKINGS: Final = (Marking.PUBLIC, Marking.PARTIES, Marking.LIMITE)
"""What a document may bear: what is inside one institution is no text of the dialogue."""
WORDS: Final = ("text", "asked")
"""What makes a text heavy."""
RESTRICTED: Final = "documents.revision"
"""What a text under LIMITE is called in the log of reading."""


def visible_to(person: Person, at: datetime) -> QuerySet[Document]:
    """Give the documents that somebody may read."""
    who = actor(person, at)
    open_to = [Marking.PUBLIC]
    if who.functions:
        open_to.append(Marking.PARTIES)
    if in_circle(who):
        open_to.append(Marking.LIMITE)
    return Document.objects.filter(marking__in=open_to)


def in_its_circle(person: Person, document: Document, at: datetime) -> bool:
    """Whether somebody takes part and stands inside the marking: what is said on a text is not for the public."""
    who = actor(person, at)
    return bool(who.functions) and inside(who, Marking(document.marking), scope=document.scope)


def listed(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Give documents with what their rows in a list need: the newest state and how many contributions wait."""
    newest = Revision.objects.filter(document=OuterRef("pk"), addendum=0, corrigendum=0).order_by("-revision")
    return documents.select_related("adopted").annotate(
        last_revision=Subquery(newest.values("revision")[:1]),
        last_day=Subquery(newest.values("day")[:1]),
        texts=Count("revisions", distinct=True),
    )


def document_of(person: Person, number: int, at: datetime) -> Document:
    """Give one document; `NotThere` where there is none, or not for this person."""
    found = visible_to(person, at).filter(pk=number).select_related("follows", "adopted").first()
    if found is None:
        raise NotThere("")
    return found


def revisions_of(document: Document, *, words: bool = True) -> list[Revision]:
    """Give every text under the number of a document, from the first version to the last.

    Without `words` their texts stay where they are until one is read: a long document with many states is not fetched
    for its numbers.
    """
    rows = Revision.objects.filter(document=document).order_by("revision", "addendum", "corrigendum")
    found = list(rows if words else rows.defer(*WORDS))
    for one in found:
        one.document = document
    return found


def newest_of(revisions: Iterable[Revision]) -> Revision | None:
    """Give the newest state of the text, addenda and corrigenda aside."""
    return max((one for one in revisions if one.is_main), key=lambda one: one.revision, default=None)


def handed(one: Revision, *, as_file: bool = False) -> None:
    """Say that a text is handed to whoever asks: of one under LIMITE it is remembered who read it."""
    if one.document.marking == Marking.LIMITE:
        handed_out(
            Handed(
                RESTRICTED,
                str(one.pk),
                one.scope,
                label=str(one.number),
                demonstration=one.demonstration,
                as_file=as_file,
            )
        )


def revision_of(person: Person, number: int, name: str, at: datetime, *, as_file: bool = False) -> Revision:
    """Give one text by the number of its document and its own name (`0`, `rev-2`); `NotThere` as above.

    Whoever gets one under LIMITE is remembered to have read it.
    """
    document = document_of(person, number, at)
    found = next((one for one in revisions_of(document, words=False) if one.name == name), None)
    if found is None:
        raise NotThere("")
    handed(found, as_file=as_file)
    return found


def compared_with(one: Revision, asked: str) -> Revision | None:
    """Give the text that one is compared with: the one that is named, or the state before it.

    Nothing where it stands alone; `NotThere` for a name that no text has.
    """
    texts = [other for other in revisions_of(one.document) if other.pk != one.pk]
    before = next((other for other in texts if other.name == asked), None)
    if asked and before is None:
        raise NotThere("")
    earlier = [other for other in texts if other.is_main and other.revision < one.revision]
    return before or max(earlier, key=lambda other: other.revision, default=texts[0] if texts else None)


def chain_of(person: Person, document: Document, at: datetime) -> list[Document]:
    """Give the documents that continue each other, the first one first, as far as the reader sees them.

    One question for each document of the chain, which has a handful at most.
    """
    seen = visible_to(person, at)
    row = [document]
    while row[0].follows_id is not None and len(row) < 20:
        before = seen.filter(pk=row[0].follows_id).first()
        if before is None or before.pk in {one.pk for one in row}:
            break
        row.insert(0, before)
    after = seen.filter(follows=document).order_by("year", "base").first()
    while after is not None and after.pk not in {one.pk for one in row}:
        row.append(after)
        after = seen.filter(follows=after).order_by("year", "base").first()
    return row


def with_texts(documents: Iterable[Document]) -> list[Document]:
    """Give documents with their texts read along."""
    pks = [one.pk for one in documents]
    texts = Prefetch("revisions", Revision.objects.order_by("revision", "addendum", "corrigendum"))
    found = {one.pk: one for one in Document.objects.filter(pk__in=pks).prefetch_related(texts)}
    return [found[pk] for pk in pks if pk in found]


def numbered(words: str) -> Q:
    """Give the condition for what somebody typed into the search: a number, or words of title and body."""
    try:
        number = Number.parse(words)
    except NotANumber:
        condition = Q()
        for word in words.split():
            own = Q(title__icontains=word) | Q(body__icontains=word)
            condition &= own | Q(base=int(word)) if word.isdecimal() and len(word) < 7 else own
        return condition
    return Q(base=number.base, year=number.year, prefix=number.prefix)


def adopted_texts(person: Person, at: datetime, *, only: int | None = None) -> list[tuple[Revision, list[Revision]]]:
    """Give the adopted texts that somebody may read, the newest first, each with its addenda as they stood then.

    Two queries. Of an addendum that was issued several times the last one counts. `only` asks for one revision.
    """
    addenda = Revision.objects.filter(addendum__gt=0, corrigendum=0).order_by("addendum", "revision")
    found = visible_to(person, at).filter(**({"adopted": only} if only else {"adopted__isnull": False}))
    texts = []
    for document in (
        found.order_by("-adopted_at").select_related("adopted").prefetch_related(Prefetch("revisions", addenda))
    ):
        if document.adopted is not None:
            document.adopted.document = document
            last = {one.addendum: one for one in document.revisions.all() if one.revision <= document.adopted.revision}
            texts.append((document.adopted, list(last.values())))
    return texts
