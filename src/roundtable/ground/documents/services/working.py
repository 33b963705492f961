"""The working text of the next revision: drafted by the presidency, several at once, and no word lost."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import markdown
from roundtable.ground.documents.domain.blame import Asked
from roundtable.ground.documents.domain.content import Unbalanced
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services.answering import next_text
from roundtable.ground.documents.services.documents import DRAFT, FIELD
from roundtable.ground.documents.signals import Happened
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotAllowed, NotThere
from roundtable.kernel.drafts.saving import Saved


def begun_from(document: Document) -> Revision:
    """Give the text that the working text goes on from; raise `NotAllowed` where nobody writes on it any more."""
    newest = newest_of(revisions_of(document))
    if newest is None:
        raise NotAllowed(_("There is no text yet. Bring one in first."))
    if document.adopted_id is not None:
        raise NotAllowed(_("This text is adopted. Nobody writes on it any more."))
    return newest


def text_now(document: Document) -> str:
    """Give the working text as it stands, as Markdown with the keys of its paragraphs."""
    kept = drafts.state(DRAFT, document.pk).get(FIELD)
    return kept.text if kept else markdown.write(begun_from(document).content)


def read(written: str, document: Document) -> Text:
    """Read a working text; raise `Invalid` with a sentence where it is none."""
    try:
        return markdown.read(written, language=document.language)
    except (Unbalanced, ValueError) as error:
        raise Invalid(
            _("The working text cannot be read: %(why)s Square brackets pair, and each key stands once.")
            % {"why": error},
            fields={FIELD: [_("Correct the text.")]},
        ) from error


def paragraph_now(document: Document, key: str) -> tuple[str, int]:
    """Give the words of one paragraph of the working text as Markdown, and the revision of the whole text."""
    kept = drafts.state(DRAFT, document.pk).get(FIELD)
    source = kept.text if kept else markdown.write(begun_from(document).content)
    span = markdown.block_of(source, key)
    if span is None:
        raise NotThere("")
    return source[slice(*span)], kept.revision if kept else 0


@transaction.atomic
def write_paragraph(  # noqa: PLR0913 - a paragraph of a text has these parts
    document: Document, key: str, words: str, *, base: int, by: User, at: datetime
) -> Saved:
    """Write one paragraph of the working text, over the revision that its writer read.

    What others wrote meanwhile stays, in this paragraph too; where both rewrote the same words, a person chooses. An
    empty line begins a new paragraph. Raises `Invalid` for words that cannot be read, and for none.
    """
    require(by, Do.WRITE_WORKING_TEXT, document, at=at)
    words = words.replace("\r\n", "\n").strip("\n").rstrip()
    if not words.strip():
        raise Invalid(
            _("Write the words of the paragraph. A paragraph is taken out in the whole text."),
            fields={"words": [_("Write the words.")]},
        )
    begun = markdown.write(begun_from(document).content)
    drafts.begin(DRAFT, document.pk, {FIELD: begun}, at=at, scope=document.scope)
    kept = drafts.versions(DRAFT, document.pk, FIELD)
    became = [one.text for one in kept if one.revision == base and not one.held_back]
    source = became[-1] if became else begun if base == 0 else text_now(document)
    span = markdown.block_of(source, key)
    if span is None:
        raise NotThere("")
    mine = source[: span[0]] + words + source[span[1] :]
    read(mine, document)
    return drafts.save(DRAFT, document.pk, FIELD, text=mine, base=base, by=by.pk, at=at, stroke=uuid4())


@transaction.atomic
def put_in_accepted(document: Document, *, by: User, at: datetime) -> Saved:
    """Put what was accepted into the working text, beside what was written there meanwhile.

    Whoever wrote on the same words is asked, as with any two people. Raises `Invalid` where accepted wordings clash.
    """
    require(by, Do.WRITE_WORKING_TEXT, document, at=at)
    base = begun_from(document)
    applied = next_text(base)
    begun = markdown.write(base.content)
    drafts.begin(DRAFT, document.pk, {FIELD: begun}, at=at, scope=document.scope)
    saved = drafts.save(
        DRAFT, document.pk, FIELD, text=markdown.write(applied.text), base=0, by=by.pk, at=at, stroke=uuid4()
    )
    remember(Happened.WORKING_TEXT_CHANGED, by=by, on=document, at=at, after={"count": len(applied.asked)})
    return saved


def asked_in(base: Revision, text: Text) -> tuple[Asked, ...]:
    """Say for whom wordings stand in the text that is issued: those that were accepted and still stand there."""
    try:
        asked = next_text(base)
    except Invalid:
        return ()
    found = []
    for one in asked.asked:
        words = asked.text.by_key[one.key].plain[one.start : one.end] if one.key in asked.text.by_key else ""
        there = text.by_key.get(one.key)
        if not words or there is None:
            continue
        place = one.start if there.plain[one.start : one.end] == words else there.plain.find(words)
        if place >= 0:
            found.append(replace(one, start=place, end=place + len(words)))
    return tuple(found)
