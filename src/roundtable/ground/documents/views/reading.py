"""Read a text with its numbered paragraphs, see what changed, who asked for which words, and take it as a file."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import web
from roundtable.ground.documents.domain.blame import Credited, blame
from roundtable.ground.documents.domain.blame import Revision as State
from roundtable.ground.documents.domain.parts import PART, WHOLE
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.word.parts import is_right_to_left
from roundtable.ground.documents.exports.texts import FORMATS, LABELS, MEDIA, Sheet, file_name, written
from roundtable.ground.documents.models import Contribution, Revision
from roundtable.ground.documents.queries import redlines
from roundtable.ground.documents.queries.contributions import (
    OnParagraph,
    by_paragraph,
    count_on,
    cover_note,
    said_on,
    speaker_name,
    standings,
)
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.queries.texts import compared_with, newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services.documents import asked_of
from roundtable.ground.documents.views.common import circle, of_revision, require_circle, revision_or_404, tabs
from roundtable.ground.documents.views.texts import services_closed
from roundtable.ground.documents.views.words import standing_words
from roundtable.ground.trust.public import PUBLIC, allows, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.ui.pieces import Crumb


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph as a page shows it."""

    key: str
    role: str
    level: int
    label: str
    html: SafeString
    rows: tuple[tuple[SafeString, ...], ...]
    brackets: int
    said: OnParagraph | None
    standing: str

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.role == Role.HEADING


def shown_paragraphs(
    text: Text,
    said: dict[str, OnParagraph] | None = None,
    standing: dict[str, Any] | None = None,
    *,
    only: Container[str] | None = None,
) -> list[ShownParagraph]:
    """The paragraphs of a text for a page, with what is said on them; `only` some of them, by their keys."""
    numbers = {note.key: number for number, note in enumerate(text.notes, start=1)}

    def html(content: Any) -> SafeString:
        return mark_safe(web.words(content, numbers))  # noqa: S308 - written by our own writer, which escapes all text

    # Below the title of the page headings begin at the second level and leave none out, whatever the text counts.
    deep = 1

    def one(paragraph: Paragraph) -> ShownParagraph:
        nonlocal deep
        if paragraph.role is Role.HEADING:
            deep = min(paragraph.level + 1, deep + 1, 6)
        return ShownParagraph(
            key=paragraph.key,
            role=paragraph.role.value,
            level=deep if paragraph.role is Role.HEADING else paragraph.level,
            label=paragraph.label,
            html=html(paragraph.content),
            rows=tuple(tuple(map(html, row)) for row in paragraph.rows),
            brackets=len(paragraph.brackets),
            said=(said or {}).get(paragraph.key),
            standing=standing_words((standing or {}).get(paragraph.key, "clear")),
        )

    shown = []
    for paragraph in text.paragraphs:
        if only is None or paragraph.key in only:
            shown.append(one(paragraph))
        elif paragraph.role is Role.HEADING:
            # What is not shown counts as well, so that a heading has the same level on every page.
            deep = min(paragraph.level + 1, deep + 1, 6)
    return shown


def shown_notes(text: Text, only: Container[str] | None = None) -> list[tuple[int, str, SafeString]]:
    """The footnotes of a text with their numbers and keys; `only` those of some paragraphs."""
    numbers = {note.key: number for number, note in enumerate(text.notes, start=1)}
    seen = [one for one in text.paragraphs if only is None or one.key in only]
    return [
        (numbers[note.key], note.key, mark_safe(web.words(note.content, {})))  # noqa: S308 - as above
        for note in (text.notes if only is None else Text(tuple(seen), text.language).notes)
    ]


@dataclass(frozen=True)
class Part:
    """A part of a long text: what is on this page, and where the others begin."""

    number: int
    first: str
    """The key of the paragraph with which it begins."""
    keys: frozenset[str]
    headings: tuple[tuple[int, str, str, str], ...]
    """The headings of the whole text: the part in which each stands, its key, its number and its words."""
    count: int

    @property
    def before(self) -> int:
        """The number of the part before; 0 for the first."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The number of the next part; 0 for the last."""
        return self.number + 1 if self.number < self.count else 0


def part_of(text: Text, asked: str) -> Part | None:
    """Give the part of a long text that was asked for, by its number or by the key of a paragraph in it.

    None for a text that fits on one page; `NotThere` for a part that there is not.
    """
    paragraphs = text.paragraphs
    if len(paragraphs) <= WHOLE:
        return None
    place = {one.key: place // PART + 1 for place, one in enumerate(paragraphs)}
    count = -(-len(paragraphs) // PART)
    if asked in place:
        number = place[asked]
    elif asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= count):
        raise NotThere("")
    else:
        number = int(asked or 1)
    return Part(
        number,
        paragraphs[(number - 1) * PART].key,
        frozenset(one.key for one in paragraphs[(number - 1) * PART : number * PART]),
        tuple((place[one.key], one.key, one.label, one.plain) for one in paragraphs if one.role is Role.HEADING),
        count,
    )


@door(PUBLIC)
def revision(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Read one text."""
    one = revision_or_404(request, pk, name)
    moment, inside = at(request), circle(request, one.document)
    texts = revisions_of(one.document, words=False)
    newest = newest_of(texts)
    text = one.content
    part = part_of(text, request.GET.get("part", ""))
    keys = part.keys if part else None
    said = said_on(one, paragraphs=keys) if inside else []
    # Reservations stand on the cover, wherever in the text they are.
    reserved = said_on(one, kinds=[Contribution.Kind.RESERVATION]) if inside and part else said
    working = newest is not None and newest.pk == one.pk and one.document.adopted_id is None
    return render(
        request,
        "documents/revision.html",
        {
            "revision": one,
            "document": one.document,
            "newest": newest,
            "texts": texts,
            "paragraphs": shown_paragraphs(
                text, by_paragraph(said), standings(said, text) if inside else {}, only=keys
            ),
            "part": part,
            "notes": shown_notes(text, keys),
            "rtl": is_right_to_left(one.language),
            "open_brackets": len(text.open_brackets),
            "cover": cover_note(reserved, text) if inside else [],
            "inside": inside,
            "closed": services_closed(one.document, moment),
            "may_speak": inside and working and allows(request.user, Do.CONTRIBUTE, at=moment),
            "may_write": working and allows(request.user, Do.WRITE_WORKING_TEXT, one.document, at=moment),
            "may_silence": working and allows(request.user, Do.OPEN_SILENCE, one.document, at=moment),
            "intact": text.hash == one.sha256,
            "files": _files(one),
            "earlier": [other for other in texts if other.is_main and other.revision < one.revision and one.is_main],
            "tabs": tabs(one, "text", inside=inside, count=count_on(one) if inside and part else len(said)),
            "demonstration": one.demonstration,
            "marking": of_document(one.document),
            "crumbs": of_revision(one),
        },
    )


def _files(one: Revision) -> list[tuple[str, str]]:
    return [(LABELS[fmt], reverse("documents:file", args=[one.document_id, one.name, fmt])) for fmt in FORMATS]


@door(PUBLIC)
def redline(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Compare a text with any other of its document, inline or side by side."""
    one = revision_or_404(request, pk, name)
    texts = [other for other in revisions_of(one.document) if other.pk != one.pk]
    before = compared_with(one, request.GET.get("against", ""))
    side = request.GET.get("view") == "side"
    found = redlines.shown(before.content, one.content) if before else None
    inside = circle(request, one.document)
    return render(
        request,
        "documents/redline.html",
        {
            "revision": one,
            "document": one.document,
            "before": before,
            "texts": texts,
            "redline": found,
            "side": side,
            "all": request.GET.get("all") == "yes",
            "rtl": is_right_to_left(one.language),
            "tabs": tabs(one, "redline", inside=inside),
            "demonstration": one.demonstration,
            "marking": of_document(one.document),
            "crumbs": of_revision(one, Crumb(_("What changed"))),
        },
    )


@door(Do.SEE_CONTRIBUTIONS)
def credits(request: HttpRequest, pk: int, name: str, key: str) -> HttpResponse:  # noqa: A001 - who asked for these words
    """Say of each word of a paragraph which text brought it, and who asked for it."""
    one = revision_or_404(request, pk, name)
    require_circle(request, one.document)
    paragraph = one.content.by_key.get(key)
    if paragraph is None or not one.is_main:
        raise NotThere("")
    history = [
        State(str(other.number), other.content, "", asked_of(other))
        for other in revisions_of(one.document)
        if other.is_main and other.revision <= one.revision
    ]
    rows: list[Credited] = [] if paragraph.rows else list(blame(history, key))
    return render(
        request,
        "documents/credits.html",
        {
            "revision": one,
            "document": one.document,
            "label": paragraph.label,
            "rows": [(row.text, row.credit.revision, ", ".join(map(speaker_name, row.credit.by))) for row in rows],
            "demonstration": one.demonstration,
            "marking": of_document(one.document),
            "crumbs": of_revision(one, Crumb(_("Who asked for these words"))),
        },
    )


@door(PUBLIC)
def file(request: HttpRequest, pk: int, name: str, fmt: str) -> HttpResponseBase:
    """Hand a text out in a format; as Word against any earlier text, with tracked changes and comments."""
    one = revision_or_404(request, pk, name, as_file=True)
    if fmt not in FORMATS:
        raise NotThere("")
    inside = circle(request, one.document)
    asked = request.GET.get("against", "")
    before = next((other for other in revisions_of(one.document) if asked and other.name == asked), None)
    if asked and before is None:
        raise NotThere("")
    said = said_on(one) if inside else []
    sheet = Sheet(
        revision=one,
        before=before,
        asked=asked_of(one) if inside else (),
        said=said if request.GET.get("remarks") == "yes" else (),
        cover=cover_note(said, one.content) if inside else (),
    )
    answer = HttpResponse(written(sheet, fmt), content_type=MEDIA[fmt])
    answer["Content-Disposition"] = disposition(file_name(sheet, fmt))
    answer["X-Content-Type-Options"] = "nosniff"
    if fmt == "html":
        answer["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; frame-ancestors 'none'; sandbox"
    return answer
