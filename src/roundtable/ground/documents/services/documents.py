"""Open documents, change what is said of them, and issue texts under their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain.anchors import Anchor, reanchored
from roundtable.ground.documents.domain.blame import Asked
from roundtable.ground.documents.domain.kinship import recognised
from roundtable.ground.documents.domain.numbering import NotANumber, Number
from roundtable.ground.documents.domain.redline import Fate, redline
from roundtable.ground.documents.domain.reservations import Kind, Reservation, carried
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Contribution, Document, Place, Revision
from roundtable.ground.documents.queries.contributions import Said, said_on
from roundtable.ground.documents.queries.texts import MARKINGS, newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import silence
from roundtable.ground.documents.services.links import find_anew
from roundtable.ground.documents.signals import Happened
from roundtable.ground.trust.public import Marking, User, remember, require, require_not_lowered
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Collision, Invalid

DRAFT = "documents.document"
"""The kind under which the working texts of documents are drafted."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a document beside its texts."""

    title: str
    marking: str
    body: str = ""
    language: str = "en"
    follows: Document | None = None
    comments_until: datetime | None = None
    comments_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of contributions when a text was issued, for whoever issued it."""

    kept: int = 0
    moved: int = 0
    changed: int = 0
    gone: int = 0
    unsure: int = 0

    @property
    def total(self) -> int:
        """How many were carried on."""
        return self.kept + self.moved + self.changed + self.gone


def number_read(written: str) -> Number:
    """Read a document number; raise `Invalid` with the reason in words."""
    try:
        return Number.parse(written)
    except NotANumber as error:
        sentences = {
            "shape": _("“%(number)s” is no document number. Write it as 10917/22 or 10917/1/22 REV 1."),
            "order": _("In “%(number)s” REV, ADD and COR stand in another order. Write REV first, then ADD, then COR."),
            "revision": _("“%(number)s” names two revisions: the one between the slashes and REV must be the same."),
            "zero": _("“%(number)s” counts from zero. Numbers begin at 1."),
        }
        raise Invalid(
            sentences[error.why] % {"number": written},
            fields={"number": [_("Correct the number.")]},
        ) from error


def _checked(facts: Facts) -> None:
    faults: dict[str, list[str]] = {}
    if not facts.title.strip():
        faults["title"] = [_("Give the document a title.")]
    if facts.marking not in {str(one) for one in MARKINGS}:
        faults["marking"] = [_("Choose PUBLIC, PARTIES or LIMITE.")]
    if faults:
        raise Invalid(_("Some of what is said of the document is missing or wrong."), fields=faults)


@transaction.atomic
def open_document(number: Number, facts: Facts, *, by: User, at: datetime, demonstration: bool = False) -> Document:
    """Open a document under a base number. Raises `Collision` where the number is taken."""
    require(by, Do.MAKE_DOCUMENT, at=at)
    _checked(facts)
    base = number.original
    if Document.objects.filter(prefix=base.prefix, base=base.base, year=base.year).exists():
        raise Collision(
            _("The number %(number)s is taken. Add a revision to that document, or choose another number.")
            % {"number": base}
        )
    made = Document.objects.create(
        prefix=base.prefix,
        base=base.base,
        year=base.year,
        title=" ".join(facts.title.split()),
        body=" ".join(facts.body.split()),
        language=facts.language,
        marking=facts.marking,
        follows=facts.follows,
        comments_until=facts.comments_until,
        comments_zone=facts.comments_zone,
        made_by=by,
        made_at=at,
        changed_at=at,
        demonstration=demonstration,
    )
    remember(Happened.DOCUMENT_MADE, by=by, on=made, at=at, after={"title": made.title, "marking": made.marking})
    find_anew(made)
    return made


@transaction.atomic
def change_document(document: Document, facts: Facts, *, by: User, at: datetime) -> Document:
    """Change what is said of a document. A marking is only raised here: lowering takes two people."""
    require(by, Do.CHANGE_DOCUMENT, document, at=at)
    _checked(facts)
    held = Document.objects.select_for_update().get(pk=document.pk)
    require_not_lowered(Marking(held.marking), Marking(facts.marking), held)
    if facts.follows is not None and facts.follows.pk == held.pk:
        raise Invalid(_("A document does not continue itself."), fields={"follows": [_("Choose another.")]})
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    values = {
        "title": " ".join(facts.title.split()),
        "body": " ".join(facts.body.split()),
        "marking": facts.marking,
        "comments_until": facts.comments_until,
        "comments_zone": facts.comments_zone,
        "follows": facts.follows,
    }
    for name, value in values.items():
        was = getattr(held, name)
        if was != value:
            setattr(held, name, value)
            if name != "comments_zone":
                before[name], after[name] = _plain(was), _plain(value)
    if not after and held.comments_zone == document.comments_zone:
        return held
    if "comments_until" in after:
        held.reminded_at = None
    held.changed_at = at
    held.save()
    if after:
        remember(Happened.DOCUMENT_CHANGED, by=by, on=held, at=at, before=before, after=after)
    find_anew(held)
    return held


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Document) else value


@transaction.atomic
def issue(  # noqa: PLR0913 - a text is issued with these facts
    document: Document,
    number: Number,
    text: Text,
    *,
    day: date,
    by: User,
    at: datetime,
    note: str = "",
    asked: Sequence[Asked] = (),
    source_sha256: str = "",
    key: UUID | None = None,
) -> tuple[Revision, Told]:
    """Issue a text under a number. It never changes again; what was said on the text before is carried on.

    Whatever is not answered or lifted finds its place anew; a silence procedure that still runs is void where the text
    is another. Raises `Collision` for a number that is taken, `Invalid` for one of another document or for a text
    without words.
    """
    require(by, Do.MAKE_REVISION, document, at=at)
    if key is not None and (made := Revision.objects.filter(made_by_key=key).select_related("document").first()):
        return made, Told()
    held = Document.objects.select_for_update().get(pk=document.pk)
    if number.original != held.number:
        raise Invalid(
            _("%(number)s is no number of %(document)s.") % {"number": number, "document": held.number},
            fields={"number": [_("Correct the number.")]},
        )
    if not text.paragraphs:
        raise Invalid(_("There is no text in this."), fields={"file": [_("Choose a file with a text.")]})
    texts = revisions_of(held)
    if any(one.number == number for one in texts):
        raise Collision(
            _("%(number)s was issued already and never changes. The next free number is %(next)s.")
            % {"number": number, "next": number.next_revision(one.number for one in texts)}
        )
    before = newest_of(texts)
    is_main = not (number.addendum or number.corrigendum)
    if is_main and before is not None and number.revision < before.revision:
        before = None  # an older state that is entered afterwards takes nothing from newer ones
    made = Revision(
        document=held,
        revision=number.revision,
        addendum=number.addendum,
        corrigendum=number.corrigendum,
        day=day,
        language=text.language,
        text=text.as_json(),
        sha256=text.hash,
        note=note.strip(),
        asked=[[one.key, one.start, one.end, list(one.by), one.amendment] for one in asked],
        source_sha256=source_sha256,
        made_by=by,
        made_at=at,
        made_by_key=key,
    )
    made.save()
    told = Told()
    if is_main and before is not None:
        told = _carry(before, made)
    held.changed_at = at
    held.save(update_fields=["changed_at"])
    remember(Happened.REVISION_MADE, by=by, on=held, at=at, after={"number": str(number), "sha256": made.sha256})
    if is_main or number.corrigendum:
        silence.note_change(held, text, by=by, at=at)
    if is_main:
        drafts.close(DRAFT, held.pk)
    find_anew(held)
    return made, told


def in_kinship(document: Document, text: Text) -> Text:
    """Give a text from elsewhere the keys of the newest state of a document, where its paragraphs are recognised."""
    texts = revisions_of(document)
    before = newest_of(texts)
    if before is None:
        return text
    taken = {key for one in texts for key in one.content.by_key}
    return recognised(before.content, text, taken)


def carries_keys_of(document: Document, text: Text) -> bool:
    """Whether a text remembers which paragraph is which: most of its keys are those of the newest state."""
    before = newest_of(revisions_of(document))
    if before is None or not text.paragraphs:
        return False
    known = before.content.by_key
    same = [one for one in text.paragraphs if one.key in known and one.same_words(known[one.key])]
    return len(same) * 2 > len(text.paragraphs)


def _carry(before: Revision, made: Revision) -> Told:
    """Find the place of everything that still waits in the next state of the text. Nothing is dropped."""
    waiting = [one for one in said_on(before) if one.contribution.is_open]
    old, new = before.content, made.content
    lines = redline(old, new)
    plain = [one for one in waiting if one.contribution.kind != Contribution.Kind.RESERVATION]
    anchors = [Anchor(one.place.paragraph, one.place.start, one.place.end, one.place.quote) for one in plain]
    found = reanchored(anchors, old, new, lines)
    places = [
        Place(
            contribution=one.contribution,
            revision=made,
            speaker=one.contribution.speaker,
            paragraph=where.anchor.key,
            start=where.anchor.start,
            end=where.anchor.end,
            quote=where.anchor.quote or one.place.quote,
            state=where.state.value,
            sure=where.sure,
        )
        for one, where in zip(plain, found, strict=True)
    ]
    reserved = [one for one in waiting if one.contribution.kind == Contribution.Kind.RESERVATION]
    places += _reservations(reserved, made, old, new)
    Place.objects.bulk_create(places)
    first: dict[int, Place] = {}
    for place in places:
        first.setdefault(place.contribution_id, place)
    states = [place.state for place in first.values()]
    return Told(
        kept=states.count("kept"),
        moved=states.count("moved"),
        changed=states.count("changed"),
        gone=states.count("gone"),
        unsure=sum(not place.sure for place in first.values()),
    )


def _reservations(reserved: Sequence[Said], made: Revision, old: Text, new: Text) -> list[Place]:
    """A reservation goes with its paragraphs: to all parts of one that was split, to the whole of those joined."""
    went = carried(
        [
            Reservation(
                str(one.contribution.pk),
                one.contribution.speaker,
                Kind(one.contribution.reserves),
                one.contribution.made_at,
                tuple(place.paragraph for place in one.places if place.state != Place.Found.GONE),
            )
            for one in reserved
        ],
        old,
        new,
    )
    fates = {one.key: entry for entry in redline(old, new).entries if entry.fate is not Fate.LEFT for one in entry.news}
    places = []
    for one, there in zip(reserved, went, strict=True):
        common = {"contribution": one.contribution, "revision": made, "speaker": one.contribution.speaker}
        for key in there.paragraphs:
            entry = fates[key]
            words = new.by_key[key].plain
            state = "changed" if entry.fate is not Fate.SAME else "moved" if entry.moved else "kept"
            places.append(
                Place(
                    **common, paragraph=key, start=0, end=len(words), quote=one.place.quote or words[:200], state=state
                )
            )
        if not there.paragraphs:
            places.append(
                Place(**common, paragraph=one.place.paragraph, start=0, end=0, quote=one.place.quote, state="gone")
            )
    return places


def asked_of(revision: Revision) -> tuple[Asked, ...]:
    """Give who asked for which words of a text, as it was kept with it."""
    rows: Sequence[Sequence[Any]] = revision.asked
    return tuple(Asked(str(key), int(start), int(end), tuple(by), str(what)) for key, start, end, by, what in rows)


def facts_of(document: Document) -> Facts:
    """Give what is said of a document."""
    return Facts(
        title=document.title,
        marking=document.marking,
        body=document.body,
        language=document.language,
        follows=document.follows,
        comments_until=document.comments_until,
        comments_zone=document.comments_zone,
    )
