"""The versions of a text in other languages: kept by paragraph, stale by paragraph, confirmed by paragraph."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain.alignment import aligned, by_place, print_of, prints_of
from roundtable.ground.documents.domain.content import Unbalanced
from roundtable.ground.documents.domain.markdown_inline import inline
from roundtable.ground.documents.domain.text import Paragraph, Text
from roundtable.ground.documents.models import Document, LanguageVersion, Revision
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.signals import Happened
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotThere, StaleCopy


def original_of(document: Document) -> Revision:
    """Give the text that versions say in other languages; `NotThere` where there is none."""
    newest = newest_of(revisions_of(document))
    if newest is None:
        raise NotThere("")
    return newest


@transaction.atomic
def bring_in(document: Document, text: Text, *, by: User, at: datetime) -> LanguageVersion:
    """Keep a whole version. Its paragraphs are aligned by their keys, or by their places where it has none of ours.

    Raises `Invalid` where it is in the language of the original, or has other paragraphs.
    """
    require(by, Do.KEEP_VERSIONS, document, at=at)
    original = original_of(document).content
    if text.language == original.language:
        raise Invalid(_("This is the language of the original."), fields={"language": [_("Choose another language.")]})
    known = sum(one.key in original.by_key for one in text.paragraphs)
    own_keys = known == len(text.paragraphs) and [one.key for one in text.paragraphs] == list(original.by_key)
    matched = text if own_keys else by_place(original, text)
    if matched is None:
        raise Invalid(
            _(
                "The original has %(original)s paragraphs and this file %(version)s, or other kinds of them, so they "
                "cannot be aligned. Download the original as Word or Markdown, translate that file and hand it in."
            )
            % {"original": len(original.paragraphs), "version": len(text.paragraphs)},
            fields={"file": [_("Hand in another file.")]},
        )
    made, _new = LanguageVersion.objects.get_or_create(
        document=document, language=text.language, defaults={"changed_at": at}
    )
    made = LanguageVersion.objects.select_for_update().get(pk=made.pk)
    made.text, made.made_from = matched.as_json(), prints_of(original)
    _keep(made, by=by, at=at)
    remember(Happened.VERSION_CHANGED, by=by, on=document, at=at, after={"language": made.language})
    return made


def _keep(version: LanguageVersion, *, by: User, at: datetime) -> None:
    version.revision += 1
    version.changed_by, version.changed_at = by, at
    version.save()


@transaction.atomic
def say(  # noqa: PLR0913 - a paragraph of a version has these parts
    version: LanguageVersion, paragraph: str, words: str, *, by: User, at: datetime, revision: int | None = None
) -> LanguageVersion:
    """Write a paragraph of a version; it is then as new as the original. A copy that is too old is refused."""
    require(by, Do.KEEP_VERSIONS, version.document, at=at)
    held = _held(version, revision)
    original = original_of(version.document).content
    one = original.by_key.get(paragraph)
    if one is None or one.rows:
        raise NotThere("")
    try:
        said = inline(words)
    except (Unbalanced, ValueError) as error:
        raise Invalid(_("Square brackets do not pair in this wording. Close each that you open.")) from error
    if not said:
        raise Invalid(_("Write the words of this paragraph."), fields={"words": [_("Write something.")]})
    text = held.content
    new = Paragraph(one.key, said, one.role, one.level, one.label)
    there = {kept.key: kept for kept in text.paragraphs} | {paragraph: new}
    held.text = Text(
        tuple(
            replace(there[key.key], label=key.label, level=key.level) if not there[key.key].rows else there[key.key]
            for key in original.paragraphs
            if key.key in there
        ),
        text.language,
    ).as_json()
    held.made_from = {**held.made_from, paragraph: print_of(one)}
    _keep(held, by=by, at=at)
    remember(
        Happened.VERSION_CHANGED,
        by=by,
        on=version.document,
        at=at,
        after={"language": held.language, "paragraph": paragraph},
    )
    return held


@transaction.atomic
def no_change_of_meaning(
    version: LanguageVersion, paragraph: str, *, by: User, at: datetime, revision: int | None = None
) -> LanguageVersion:
    """Say as a second reader that a stale paragraph still says what the original says."""
    require(by, Do.SAY_NO_CHANGE, version.document, at=at)
    held = _held(version, revision)
    original = original_of(version.document).content
    one = original.by_key.get(paragraph)
    if one is None or paragraph not in held.content.by_key:
        raise NotThere("")
    held.made_from = {**held.made_from, paragraph: print_of(one)}
    _keep(held, by=by, at=at)
    remember(
        Happened.VERSION_CHANGED,
        by=by,
        on=version.document,
        at=at,
        after={"language": held.language, "paragraph": paragraph, "unchanged": True},
    )
    return held


def _held(version: LanguageVersion, revision: int | None) -> LanguageVersion:
    held = LanguageVersion.objects.select_for_update().get(pk=version.pk)
    held.document = version.document
    if revision is not None and revision != held.revision:
        raise StaleCopy(
            _("Somebody else changed this version since you opened it. Open it again; your words are below.")
        )
    return held


def stale_count(version: LanguageVersion, original: Revision) -> int:
    """Say how many paragraphs of a version are not as new as the original."""
    pairs = aligned(original.content, version.content, version.made_from)
    return sum(one.state != "current" for one in pairs)
