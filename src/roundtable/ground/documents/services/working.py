"""The working text of the next revision: drafted by the presidency, several at once, and no word lost."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import markdown, parts
from roundtable.ground.documents.domain.blame import Asked
from roundtable.ground.documents.domain.content import Unbalanced
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services.answering import next_text
from roundtable.ground.documents.services.documents import DRAFT
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


def fields_now(document: Document) -> dict[str, str]:
    """Give the working text as it stands, as Markdown with the keys of its paragraphs: a long one in its parts.

    The names are those under which the parts are drafted, in the order of the text.
    """
    kept = drafts.state(DRAFT, document.pk)
    if kept:
        return {name: kept[name].text for name in sorted(kept)}
    return _begun(begun_from(document))


def _begun(base: Revision) -> dict[str, str]:
    return {name: markdown.write(part) for name, part in parts.cut(base.content).items()}


def lay_down(document: Document, *, at: datetime) -> dict[str, str]:
    """Lay the working text down where nobody wrote in it yet, all its parts at once, and give it."""
    fields = fields_now(document)
    drafts.begin(DRAFT, document.pk, fields, at=at, scope=document.scope)
    return fields


def begins(source: str) -> str:
    """Say how a part begins: its first heading, or its first words."""
    shown = [line for line in source.split("\n") if line.strip() and not line.startswith("<!--")]
    heading = next((line for line in shown if line.startswith("#")), shown[0] if shown else "")
    return heading.lstrip("# ").replace("\\", "")


def field_asked(fields: Mapping[str, str], asked: str) -> str:
    """Name the part that is asked for by its number or by the key of a paragraph in it; `NotThere` for none."""
    names = list(fields)
    if not asked:
        return names[0]
    if asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= len(names):
        return names[int(asked) - 1]
    return _field_of(fields, asked)


def _field_of(fields: Mapping[str, str], key: str) -> str:
    found = next((name for name, source in fields.items() if markdown.block_of(source, key) is not None), None)
    if found is None:
        raise NotThere("")
    return found


def whole_now(document: Document) -> Text:
    """Read the whole working text; raise `Invalid` with a sentence where it cannot be read."""
    return _whole(fields_now(document), document)


def _whole(fields: Mapping[str, str], document: Document) -> Text:
    taken: set[str] = set()
    every = {key for source in fields.values() for key in markdown.keys_in(source)}
    found = []
    for source in fields.values():
        part = read(source, document, taken=taken | every if len(fields) > 1 else ())
        taken |= set(part.by_key)
        found.append(part)
    try:
        return parts.joined(found, found[0].language)
    except ValueError as error:
        raise _unreadable(error) from error


def read(written: str, document: Document, *, taken: Collection[str] = ()) -> Text:
    """Read a working text or a part of it; raise `Invalid` with a sentence where it is none."""
    try:
        return markdown.read(written, language=document.language, taken=taken)
    except (Unbalanced, ValueError) as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> Invalid:
    return Invalid(
        _("The working text cannot be read: %(why)s Square brackets pair, and each key stands once.") % {"why": error},
        fields={parts.FIELD: [_("Correct the text.")]},
    )


def paragraph_now(document: Document, key: str) -> tuple[str, int]:
    """Give the words of one paragraph of the working text as Markdown, and the revision of the part it stands in."""
    kept = drafts.state(DRAFT, document.pk)
    fields = fields_now(document)
    name = _field_of(fields, key)
    span = markdown.block_of(fields[name], key)
    if span is None:
        raise NotThere("")
    return fields[name][slice(*span)], kept[name].revision if name in kept else 0


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
    fields = lay_down(document, at=at)
    field = _field_of(fields, key)
    kept = drafts.versions(DRAFT, document.pk, field)
    became = [one.text for one in kept if one.revision == base and not one.held_back]
    source = became[-1] if became else _begun(begun_from(document)).get(field) if base == 0 else None
    source = fields[field] if source is None else source
    span = markdown.block_of(source, key)
    if span is None:
        raise NotThere("")
    mine = source[: span[0]] + words + source[span[1] :]
    read(mine, document)
    return drafts.save(DRAFT, document.pk, field, text=mine, base=base, by=by.pk, at=at, stroke=uuid4())


@transaction.atomic
def put_in_accepted(document: Document, *, by: User, at: datetime) -> tuple[Saved, ...]:
    """Put what was accepted into the working text, beside what was written there meanwhile; an answer a part.

    Whoever wrote on the same words is asked, as with any two people. Raises `Invalid` where accepted wordings clash.
    """
    require(by, Do.WRITE_WORKING_TEXT, document, at=at)
    base = begun_from(document)
    applied = next_text(base)
    fields = lay_down(document, at=at)
    begun = parts.cut(base.content)
    if begun.keys() != fields.keys():
        begun = {parts.FIELD: base.content}
    changed = dict(zip(begun, parts.shared(applied.text, list(begun.values())), strict=True))
    saved = [
        drafts.save(DRAFT, document.pk, name, text=markdown.write(text), base=0, by=by.pk, at=at, stroke=uuid4())
        for name, text in changed.items()
        if len(changed) == 1 or text != begun[name]
    ]
    remember(Happened.WORKING_TEXT_CHANGED, by=by, on=document, at=at, after={"count": len(applied.asked)})
    return tuple(saved)


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
