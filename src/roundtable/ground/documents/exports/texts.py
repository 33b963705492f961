"""A text as a file, in every format, under its number and marking."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import akoma_ntoso, markdown, web, word
from roundtable.ground.documents.domain.blame import Asked
from roundtable.ground.documents.domain.numbering import Reference
from roundtable.ground.documents.domain.word import Author, Remark
from roundtable.ground.documents.domain.word.writing import Credit
from roundtable.ground.documents.exports.paper import pdf_of, said_of_demonstration
from roundtable.ground.documents.models import Revision
from roundtable.ground.documents.queries.contributions import CoverLine, Said, plain_wording
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import in_name

MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xml": "application/akn+xml",
    "json": "application/json",
}
FORMATS: Final = tuple(MEDIA)
LABELS: Final = {
    "docx": "Word (DOCX)",
    "pdf": "PDF",
    "html": "HTML",
    "md": "Markdown",
    "xml": "Akoma Ntoso",
    "json": "JSON",
}


@dataclass(frozen=True)
class Sheet:
    """A text with what stands on its cover."""

    revision: Revision
    before: Revision | None = None
    asked: Sequence[Asked] = ()
    said: Sequence[Said] = ()
    cover: Sequence[CoverLine] = ()

    @property
    def reference(self) -> Reference:
        """Number, marking, language and day, as they stand at the head."""
        one = self.revision
        marking = one.document.marking
        return Reference(one.number, one.language, one.day, marking, one.document.language)

    @property
    def name(self) -> str:
        """The name of the file, without its ending."""
        number = str(self.revision.number).replace("/", "-").replace(" ", "-")
        against = ""
        if self.before is not None:
            against = "-against-" + str(self.before.number).replace("/", "-").replace(" ", "-")
        return f"{number}{against}-{self.revision.language}"


def file_name(sheet: Sheet, fmt: str) -> str:
    """The name of a file with its marking before it."""
    return in_name(sheet.revision.document.marking, f"{sheet.name}.{fmt}")


def written(sheet: Sheet, fmt: str) -> bytes:
    """Write a text in a format; `NotThere` for one that there is not."""
    text = sheet.revision.content
    match fmt:
        case "docx":
            return word.write(
                text,
                before=sheet.before.content if sheet.before else None,
                credit=_credit(sheet),
                remarks=list(map(_remark, _remarked(sheet))),
                head=_head(sheet),
            )
        case "pdf":
            return pdf_of(sheet.revision, sheet.cover)
        case "html":
            return _html(sheet).encode()
        case "md":
            return markdown.write(text, head=" · ".join(_head(sheet, marking=False))).encode()
        case "xml":
            made_up = said_of_demonstration() if sheet.revision.document.demonstration else ""
            return akoma_ntoso.write(text, sheet.reference, made_up)
        case "json":
            head = {
                "number": str(sheet.revision.number),
                "marking": sheet.revision.document.marking,
                "date": sheet.revision.day.isoformat(),
                "title": sheet.revision.document.title,
                "sha256": sheet.revision.sha256,
            } | ({"demonstration": said_of_demonstration()} if sheet.revision.document.demonstration else {})
            return (
                json.dumps(
                    {**text.as_json(), "marking": sheet.revision.document.marking, "document": head},
                    ensure_ascii=False,
                    indent=1,
                )
                + "\n"
            ).encode()
    raise NotThere("")


def _head(sheet: Sheet, *, marking: bool = True) -> list[str]:
    """Give the lines above a text: its reference, its marking, and that it was made up."""
    document = sheet.revision.document
    lines = [str(sheet.reference), *([document.marking] if marking else [])]
    return [*lines, said_of_demonstration()] if document.demonstration else lines


def _html(sheet: Sheet) -> str:
    return render_to_string(
        "documents/print/file.html",
        {
            "reference": sheet.reference,
            "revision": sheet.revision,
            "document": sheet.revision.document,
            "cover": sheet.cover,
            "text": mark_safe(web.write(sheet.revision.content)),  # noqa: S308 - written by our own writer, which escapes all text
        },
    )


def _credit(sheet: Sheet) -> Credit:
    """Who is named for a tracked change: whoever asked for the words, or the presidency."""
    presidency = Author(_("Presidency"), sheet.revision.made_at)

    def credit(key: str, place: int) -> Author:
        for one in sheet.asked:
            if one.key == key and one.start <= place < max(one.end, one.start + 1) and one.by:
                return Author(", ".join(one.by), sheet.revision.made_at)
        return presidency

    return credit


def _remarked(sheet: Sheet) -> list[Said]:
    known = sheet.revision.content.by_key
    return [one for one in sheet.said if one.place.paragraph in known and one.place.start < one.place.end]


def _remark(said: Said) -> Remark:
    one, place = said.contribution, said.place
    kind = one.get_reserves_display() if one.reserves else one.get_kind_display()
    lines = [f"{kind}: {one.text}".strip().rstrip(":")]
    if one.kind == "amendment":
        lines.append(_("Proposed wording: %(words)s") % {"words": plain_wording(one) or _("(delete)")})
    return Remark(place.paragraph, place.start, place.end, Author(said.speaker, one.made_at), "\n".join(lines))
