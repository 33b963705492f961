"""Comment, amend and reserve on a paragraph; withdraw and lift."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain.anchors import Anchor
from roundtable.ground.documents.domain.content import Content, Unbalanced, as_json
from roundtable.ground.documents.domain.markdown_inline import inline
from roundtable.ground.documents.models import Contribution, Document, Place, Revision
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.signals import Happened
from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import User, allows, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says: of which kind, on which words of a paragraph, and what."""

    kind: str
    speaker: str
    paragraph: str
    start: int = 0
    end: int | None = None
    text: str = ""
    wording: str = ""
    reserves: str = ""

    @property
    def scope(self) -> str:
        """Whose word it is, for the rules."""
        return self.speaker


def closed_since(document: Document, at: datetime) -> bool:
    """Whether the time for comments is over."""
    return document.comments_until is not None and at > document.comments_until


def require_open(document: Document, revision: Revision, at: datetime) -> None:
    """Refuse with a sentence where nobody may speak on this text any more."""
    newest = newest_of(revisions_of(document, words=False))
    if document.adopted_id is not None:
        raise NotAllowed(_("This text is adopted. Nobody comments on it any more."))
    if newest is not None and newest.pk != revision.pk:
        raise NotAllowed(
            _("%(new)s was issued meanwhile. Speak on that text: this one is not worked on any more.") % {"new": newest}
        )
    if closed_since(document, at):
        raise NotAllowed(_("The time for comments is over. Ask the secretariat for more time."))


@transaction.atomic
def contribute(  # noqa: PLR0913 - a contribution has these parts
    revision: Revision, words: Words, *, by: User, at: datetime, key: UUID | None = None, demonstration: bool = False
) -> Contribution:
    """Say something on a paragraph, for a Party. The same form sent twice says it once.

    Raises `NotAllowed` after the deadline, on an older text, or for another Party; `Invalid` for a range that is none.
    The secretariat enters what came in writing, also after the deadline.
    """
    require(by, Do.CONTRIBUTE, words, at=at)
    if key is not None and (made := Contribution.objects.filter(made_by_key=key).first()) is not None:
        return made
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    enters = allows(by, Do.ENTER_FOR_OTHERS, at=at)
    if not (enters and closed_since(document, at) and document.adopted_id is None):
        require_open(document, revision, at)
    anchor, wording = _checked(revision, words)
    made = Contribution(
        document=document,
        revision=revision,
        speaker=words.speaker,
        kind=words.kind,
        reserves=words.reserves if words.kind == Contribution.Kind.RESERVATION else "",
        text=words.text.strip(),
        wording={"content": as_json(wording)} if words.kind == Contribution.Kind.AMENDMENT else {},
        made_by=by,
        made_at=at,
        made_by_key=key,
        demonstration=demonstration or document.demonstration,
    )
    made.save()
    Place.objects.create(
        contribution=made,
        revision=revision,
        speaker=made.speaker,
        paragraph=anchor.key,
        start=anchor.start,
        end=anchor.end,
        quote=anchor.quote,
        state=Place.Found.KEPT,
    )
    remember(
        Happened.CONTRIBUTED,
        by=by,
        on=made,
        at=at,
        after={"kind": made.kind, "reserves": made.reserves, "from": made.speaker, "paragraph": anchor.key},
    )
    return made


def _checked(revision: Revision, words: Words) -> tuple[Anchor, Content]:
    """The range and the wording that somebody means; raise `Invalid` with a sentence for each part that is wrong."""
    one = revision.content.by_key.get(words.paragraph)
    if one is None:
        raise Invalid(_("This text has no such paragraph. Open it again and choose one."))
    faults = _faults(revision, words)
    size = len(one.plain)
    whole = words.kind == Contribution.Kind.RESERVATION or one.rows
    start, end = (0, size) if whole else (words.start, size if words.end is None else words.end)
    amends = words.kind == Contribution.Kind.AMENDMENT
    if not 0 <= start <= end <= size or (start == end and not amends):
        faults["quote"] = [_("Choose words that stand in this paragraph.")]
    wording = _wording(words, faults, adds=start == end) if amends else ()
    if amends and one.rows:
        faults["kind"] = [_("A table is commented on as a whole. Say in a comment what should change.")]
    if faults:
        raise Invalid(_("Some of this is missing or wrong. Each part is named below."), fields=faults)
    return Anchor(words.paragraph, start, end, one.plain[start:end]), wording


def _faults(revision: Revision, words: Words) -> dict[str, list[str]]:
    """What is missing or wrong, beside the range and the wording."""
    kinds = Contribution.Kind
    comments, reserves = words.kind == kinds.COMMENT, words.kind == kinds.RESERVATION
    asked = (
        ("kind", words.kind not in kinds.values, _("Choose a comment, an amendment or a reservation.")),
        ("speaker", not known_speaker(words.speaker, revision), _("Choose a Party.")),
        ("text", max(len(words.text), len(words.wording)) > LONGEST, _("This is too long. Shorten it.")),
        ("text", comments and not words.text.strip(), _("Write what you want to say.")),
        (
            "reserves",
            reserves and words.reserves not in Contribution.Reserves.values,
            _("Choose the kind of reservation."),
        ),
    )
    return {name: [sentence] for name, wrong, sentence in asked if wrong}


def _wording(words: Words, faults: dict[str, list[str]], *, adds: bool) -> Content:
    """The wording of an amendment; what is wrong with it goes to the faults."""
    try:
        wording = inline(words.wording)
    except (Unbalanced, ValueError):
        faults["wording"] = [_("Square brackets do not pair in this wording. Close each that you open.")]
        return ()
    if adds and not wording:
        faults["wording"] = [_("Write the words that should be added.")]
    return wording


def known_speaker(code: str, revision: Revision) -> bool:
    """Whether somebody of this name can speak: a Party; in a demonstration also a member that has only a letter."""
    return code in names() or (revision.document.demonstration and len(code) == 1 and code.isupper())


def range_of(revision: Revision, paragraph: str, quote: str) -> tuple[int, int] | None:
    """Find words in a paragraph: their range, the whole paragraph for none; None where they do not stand there once."""
    one = revision.content.by_key.get(paragraph)
    if one is None:
        return None
    words = one.plain
    sought = " ".join(quote.split())
    if not sought:
        return 0, len(words)
    if words.count(sought) != 1:
        return None
    start = words.index(sought)
    return start, start + len(sought)


@transaction.atomic
def withdraw(contribution: Contribution, *, by: User, at: datetime) -> Contribution:
    """Withdraw a comment or an amendment that was not answered. It stays on record, and counts no more."""
    require(by, Do.TAKE_BACK, contribution, at=at)
    held = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if held.kind == Contribution.Kind.RESERVATION:
        raise Invalid(_("A reservation is lifted, not withdrawn."))
    if held.withdrawn_at is not None:
        return held
    if held.answer_id is not None:
        raise NotAllowed(_("The presidency has answered already. What was answered stays on record."))
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    remember(Happened.CONTRIBUTION_WITHDRAWN, by=by, on=held, at=at)
    return held


@transaction.atomic
def lift(contribution: Contribution, *, by: User, at: datetime) -> Contribution:
    """Lift a reservation; only whoever made it does. Lifted twice changes nothing."""
    require(by, Do.TAKE_BACK, contribution, at=at)
    held = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if held.kind != Contribution.Kind.RESERVATION:
        raise Invalid(_("Only a reservation is lifted."))
    if held.lifted_at is not None:
        return held
    held.lifted_at = at
    held.save(update_fields=["lifted_at"])
    remember(Happened.RESERVATION_LIFTED, by=by, on=held, at=at)
    return held
