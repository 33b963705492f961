"""Read a text from a file that somebody hands in: Word, Markdown, HTML, Akoma Ntoso, our JSON, or the source."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import akoma_ntoso, markdown, source, web, word
from roundtable.ground.documents.domain.akoma_ntoso import NotAkomaNtoso
from roundtable.ground.documents.domain.content import Unbalanced
from roundtable.ground.documents.domain.source import NotTheSource
from roundtable.ground.documents.domain.text import Text, from_json
from roundtable.ground.documents.domain.word import NotWord, Remark, Tracked
from roundtable.ground.documents.models import Intake
from roundtable.ground.documents.rules import Do
from roundtable.ground.trust.public import User, require
from roundtable.kernel.base.errors import Invalid, NotThere

ENDINGS: Final = ("docx", "md", "markdown", "txt", "html", "htm", "xml", "akn", "json")
MOST_SHOWN: Final = 200
"""Tracked changes that are shown one by one before a text is brought in."""


@dataclass(frozen=True)
class Read:
    """What a file holds: the text, the one before its tracked changes, and who changed and remarked what."""

    text: Text
    before: Text | None = None
    tracked: tuple[Tracked, ...] = ()
    remarks: tuple[Remark, ...] = ()
    parts: Mapping[str, Text] | None = None
    """For the source file: its three texts by name."""
    number: str = ""
    day: str = ""
    sha256: str = ""


def read(data: bytes, name: str, *, language: str = "en", part: str = "") -> Read:
    """Read a text; `part` chooses one of the source's three. Raises `Invalid` with a sentence for what is none."""
    ending = name.rpartition(".")[2].lower()
    digest = hashlib.sha256(data).hexdigest()
    try:
        if ending == "docx":
            file = word.read(data, language=language)
            before = file.before if file.tracked else None
            return Read(file.text, before, file.tracked, file.remarks, sha256=digest)
        if ending in {"xml", "akn"}:
            return Read(akoma_ntoso.read(data), sha256=digest)
        if ending == "json":
            return Read(from_json(json.loads(data)), sha256=digest)
        written = data.decode("utf-8-sig")
        if ending in {"html", "htm"}:
            return Read(web.read(written, language=language), sha256=digest)
        if ending in {"md", "markdown", "txt"}:
            return _markdown(written, language, part, digest)
    except NotWord as error:
        sentence = (
            _("This Word file is too large once it is unpacked.")
            if error.why == "large"
            else _("This Word file is damaged, or is none. Open it in your word processor and save it again.")
        )
        raise _refused(sentence) from error
    except NotAkomaNtoso as error:
        raise _refused(_("This is no text in Akoma Ntoso as this platform writes it.")) from error
    except (Unbalanced, ValueError, RecursionError) as error:
        raise _refused(_("No text can be read from this file: %(why)s") % {"why": error}) from error
    raise _refused(
        _("Files with the ending “%(ending)s” are not read. Hand in one of these: %(endings)s.")
        % {"ending": ending, "endings": ", ".join(ENDINGS)}
    )


def _markdown(written: str, language: str, part: str, digest: str) -> Read:
    try:
        found = source.read(written)
    except NotTheSource:
        return Read(markdown.read(written, language=language), sha256=digest)
    parts = {"cover": found.cover, "declaration": found.declaration, "plan": found.plan}
    chosen = parts.get(part, found.declaration)
    return Read(
        chosen, parts=parts, number=str(found.reference.number), day=found.reference.day.isoformat(), sha256=digest
    )


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": [sentence]})


KEPT: Final = timedelta(days=7)


@transaction.atomic
def look(data: bytes, name: str, *, by: User, at: datetime, language: str = "en") -> Intake:
    """Read a file and keep what it holds for whoever handed it in, so that they look at it before it is brought in.

    Nothing is changed by this. What was handed in earlier and not brought in goes after a week.
    """
    require(by, Do.MAKE_REVISION, at=at)
    found = read(data, name, language=language)
    Intake.objects.filter(by_id=by.pk, at__lt=at - KEPT).delete()
    texts = dict(found.parts or {"whole": found.text})
    made = Intake(
        by_id=by.pk,
        at=at,
        name=name[:200],
        key=uuid4(),
        sha256=found.sha256,
        content={
            "texts": {part: text.as_json() for part, text in texts.items()},
            "before": found.before.as_json() if found.before else None,
            "tracked": [
                [one.text, one.added, one.by.name, one.by.written, one.moved] for one in found.tracked[:MOST_SHOWN]
            ],
            "changes": len(found.tracked),
            "remarks": [[one.key, one.start, one.end, one.by.name, one.by.written, one.text] for one in found.remarks],
            "number": found.number,
            "day": found.day,
        },
    )
    made.save()
    return made


def intake_of(person: User, number: int) -> Intake:
    """Give what somebody handed in; `NotThere` for what is not theirs."""
    found = Intake.objects.filter(pk=number, by_id=person.pk).first()
    if found is None:
        raise NotThere("")
    return found


def sweep_intakes(*, at: datetime) -> int:
    """Forget what was handed in and not brought in within a week. Answers how many."""
    return Intake.objects.filter(at__lt=at - KEPT).delete()[0]


def text_in(intake: Intake, part: str = "") -> Text:
    """Give a text that was handed in."""
    texts = intake.content["texts"]
    return from_json(texts.get(part) or next(iter(texts.values())))
