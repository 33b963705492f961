"""The presidency answers, one or several at once, and brings accepted wordings into the working text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain import amendments as amending
from roundtable.ground.documents.domain.amendments import Applied, Compromise, NotAmended
from roundtable.ground.documents.domain.content import Content, Unbalanced, as_json, from_json
from roundtable.ground.documents.domain.markdown_inline import inline
from roundtable.ground.documents.models import Answer, Contribution, Document, Revision
from roundtable.ground.documents.queries.contributions import Said, as_amendment, said_on
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.signals import Happened
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.base.walls.reach import looking_across


@dataclass(frozen=True, slots=True)
class Compromising:
    """The presidency's own wording, for a range of a paragraph."""

    paragraph: str
    start: int
    end: int
    wording: str


@transaction.atomic
def answer(  # noqa: PLR0913 - an answer has these parts
    revision: Revision,
    numbers: Sequence[int],
    fate: str,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    compromise: Compromising | None = None,
    key: UUID | None = None,
) -> Answer:
    """Answer contributions for the presidency: all of them get this answer, and the reason where it is not a yes.

    Raises `Invalid` without a reason where one is owed, and for a compromise that cannot stand in the text.
    """
    require(by, Do.ANSWER, revision.document, at=at)
    if key is not None and (made := Answer.objects.filter(made_by_key=key).first()) is not None:
        return made
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    if document.adopted_id is not None:
        raise NotAllowed(_("This text is adopted. What was said on it stays as it is."))
    here = {one.contribution.pk: one for one in said_on(revision)}
    chosen = [here[number] for number in dict.fromkeys(numbers) if number in here]
    wording = _checked(revision, chosen, fate, reason, compromise)
    made = Answer(
        document=document,
        revision=revision,
        fate=fate,
        reason=reason.strip(),
        wording=wording,
        by=by,
        at=at,
        made_by_key=key,
    )
    made.save()
    _settle(made, [one.contribution for one in chosen])
    remember(
        Happened.ANSWERED,
        by=by,
        on=document,
        at=at,
        after={"fate": fate, "reason": made.reason, "contributions": [one.contribution.pk for one in chosen]},
    )
    return made


@looking_across("the presidency answers what members said, whose words stay their own")
def _settle(made: Answer, contributions: Sequence[Contribution]) -> None:
    Contribution.objects.filter(pk__in=[one.pk for one in contributions]).update(answer=made)


def _checked(
    revision: Revision, chosen: Sequence[Said], fate: str, reason: str, compromise: Compromising | None
) -> dict[str, object]:
    faults: dict[str, list[str]] = {}
    if not chosen:
        faults["contributions"] = [_("Choose what you answer.")]
    if any(one.contribution.kind == Contribution.Kind.RESERVATION for one in chosen):
        faults["contributions"] = [_("A reservation is not answered: whoever made it lifts it.")]
    if fate not in Answer.Fates.values:
        faults["fate"] = [_("Choose an answer.")]
    if fate in {Answer.Fates.IN_PART, Answer.Fates.REJECTED} and not reason.strip():
        faults["reason"] = [_("Whoever is not followed in full is told the reason. Write it.")]
    if faults:
        raise Invalid(_("Some of this is missing or wrong. Each part is named below."), fields=faults)
    if compromise is None:
        _applied(revision, [*_accepted(revision), *([(one, fate) for one in chosen])], [])
        return {}
    try:
        wording: Content = inline(compromise.wording)
    except (Unbalanced, ValueError) as error:
        raise Invalid(
            _("Square brackets do not pair in this wording. Close each that you open."),
            fields={"wording": [_("Correct the brackets.")]},
        ) from error
    one = revision.content.by_key.get(compromise.paragraph)
    if one is None or not 0 <= compromise.start <= compromise.end <= len(one.plain):
        raise Invalid(_("Choose words that stand in this paragraph."), fields={"quote": [_("Choose other words.")]})
    return {
        "paragraph": compromise.paragraph,
        "start": compromise.start,
        "end": compromise.end,
        "content": as_json(wording),
    }


def _accepted(revision: Revision) -> list[tuple[Said, str]]:
    return [
        (one, one.contribution.answer.fate)
        for one in said_on(revision)
        if one.contribution.answer is not None and not one.contribution.answer.wording
    ]


def _applied(revision: Revision, pairs: Sequence[tuple[Said, str]], compromises: Sequence[Compromise]) -> Applied:
    kept = {one.contribution.pk: (one, fate) for one, fate in pairs}
    amendments = [
        (as_amendment(one), fate) for one, fate in kept.values() if one.contribution.kind == Contribution.Kind.AMENDMENT
    ]
    answers = [
        amending.Answer(one.key, amending.Fate(fate), "-") for one, fate in amendments if fate == Answer.Fates.ACCEPTED
    ]
    try:
        return amending.applied(revision.content, [one for one, _fate in amendments], answers, compromises)
    except NotAmended as error:
        raise Invalid(_why_not(error, kept)) from error


def _why_not(error: NotAmended, kept: dict[int, tuple[Said, str]]) -> str:
    who = ", ".join(kept[int(key)][0].speaker for key in error.keys if key.isdigit() and int(key) in kept)
    sentences = {
        "collision": _(
            "The accepted wordings of %(who)s cannot both stand: they change the same words. Write a compromise."
        ),
        "brackets": _(
            "The accepted wording of %(who)s would cut a square bracket or a footnote in two. Write a compromise."
        ),
        "gone": _("The words that %(who)s wanted to change stand there no more. Write a compromise."),
        "empty": _("The accepted wording of %(who)s would leave nothing of a paragraph."),
    }
    return sentences.get(error.why, sentences["collision"]) % {"who": who or _("the presidency")}


def next_text(revision: Revision) -> Applied:
    """Give the next text: what was accepted on a revision as proposed, and the presidency's wordings.

    Raises `Invalid` where they clash, saying whose.
    """
    said = said_on(revision)
    compromises: dict[int, Compromise] = {}
    pairs: list[tuple[Said, str]] = []
    answered: dict[int, list[amending.Answer]] = {}
    for one in said:
        given = one.contribution.answer
        if given is None or given.revision_id != revision.pk:
            continue
        if given.wording:
            fate = amending.Fate(given.fate)
            answered.setdefault(given.pk, []).append(
                amending.Answer(str(one.contribution.pk), fate, given.reason or "-")
            )
            compromises[given.pk] = Compromise(
                key=f"answer{given.pk}",
                at=given.at,
                paragraph=str(given.wording["paragraph"]),
                start=int(given.wording["start"]),
                end=int(given.wording["end"]),
                wording=from_json(given.wording["content"]),
                answers=(),
            )
        pairs.append((one, given.fate))
    made = [
        Compromise(one.key, one.at, one.paragraph, one.start, one.end, one.wording, tuple(answered[number]))
        for number, one in compromises.items()
    ]
    return _applied(revision, pairs, made)
