"""The chain of approval: say which bodies a text passes, enter what they confirmed, and that it is adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.documents.models import ApprovalStep, Confirmation, Contribution, Document, Revision
from roundtable.ground.documents.queries.approval import chain_of
from roundtable.ground.documents.queries.contributions import said_on
from roundtable.ground.documents.queries.silence import running_on
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services.links import find_anew
from roundtable.ground.documents.signals import Happened, text_adopted
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed


@dataclass(frozen=True, slots=True)
class StepSaid:
    """A step as somebody writes it: `number` is that of a step that is there already."""

    body: str
    item: str
    due: datetime | None = None
    number: int | None = None


@transaction.atomic
def set_steps(document: Document, steps: Sequence[StepSaid], *, by: User, at: datetime) -> list[ApprovalStep]:
    """Say anew which bodies a text passes, in this order. A step that confirmed something stays."""
    require(by, Do.EDIT_STEPS, document, at=at)
    held = Document.objects.select_for_update().get(pk=document.pk)
    kept = {one.pk: one for one in ApprovalStep.objects.filter(document=held)}
    confirmed = set(Confirmation.objects.filter(step__in=list(kept)).values_list("step_id", flat=True))
    said = [one for one in steps if one.body.strip()]
    named = {one.number for one in said}
    lost = [kept[number].body for number in confirmed if number not in named]
    if lost:
        raise NotAllowed(
            _("%(body)s has confirmed a text already, so it stays in the chain.") % {"body": ", ".join(sorted(lost))}
        )
    if any(one.item not in ApprovalStep.Items.values for one in said):
        raise Invalid(_("Say of each body how the text stands on its agenda."))
    for number, step in kept.items():
        if number not in named:
            step.delete()
    made = []
    for place, one in enumerate(said, start=1):
        step = kept.get(one.number or 0) or ApprovalStep(document=held)
        if step.pk in confirmed and step.body != " ".join(one.body.split()):
            raise NotAllowed(_("%(body)s has confirmed a text already: its name stays.") % {"body": step.body})
        step.place, step.body, step.item, step.due = place, " ".join(one.body.split()), one.item, one.due
        step.save()
        made.append(step)
    remember(Happened.STEPS_CHANGED, by=by, on=held, at=at, after={"steps": [one.body for one in made]})
    return made


@transaction.atomic
def confirm(  # noqa: PLR0913 - a confirmation has these parts
    step: ApprovalStep,
    revision: Revision,
    *,
    by: User,
    at: datetime,
    when: datetime | None = None,
    note: str = "",
    key: UUID | None = None,
) -> Confirmation:
    """Enter that a body confirmed a text, in its turn; `when` is the instant of its decision, where it lies before."""
    require(by, Do.CONFIRM_STEP, step.document, at=at)
    document = Document.objects.select_for_update().get(pk=step.document_id)
    if key is not None and (kept := Confirmation.objects.filter(made_by_key=key).first()) is not None:
        return kept
    if revision.document_id != document.pk or step.document_id != document.pk:
        raise Invalid(_("This text belongs to another document."))
    if when is not None and when > at:
        raise Invalid(_("This lies in the future. Enter it when the body has decided."))
    chain = chain_of(document, revision)
    turn = chain.progress.next
    if turn is None or turn.key != str(step.pk):
        waits = turn.body if turn else ""
        raise Collision(
            _("It is the turn of %(body)s. Bodies confirm one after the other.") % {"body": waits}
            if waits
            else _("Every body has confirmed this text already.")
        )
    made = Confirmation(
        step=step,
        revision=revision,
        sha256=revision.sha256,
        at=when or at,
        by=by,
        note=note.strip(),
        made_by_key=key,
    )
    made.save()
    remember(Happened.CONFIRMED, by=by, on=document, at=at, after={"body": step.body, "number": str(revision.number)})
    return made


@transaction.atomic
def adopt(revision: Revision, *, by: User, at: datetime, when: datetime | None = None) -> Document:
    """Enter that a text is adopted: nobody comments on the document or revises it any more.

    Refused while a silence procedure runs, while bodies are awaited, and while reservations are not lifted.
    """
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    require(by, Do.ADOPT, document, at=at)
    if document.adopted_id == revision.pk:
        return document
    if document.adopted_id is not None:
        raise Collision(_("Another text of this document is adopted already."))
    if running_on(document.pk, at):
        raise NotAllowed(_("A silence procedure still runs on this document. Wait for its end."))
    chain = chain_of(document, revision)
    if not chain.progress.is_done:
        names = ", ".join(one.body for one in chain.progress.awaited)
        raise NotAllowed(_("These bodies have not confirmed this text yet: %(bodies)s.") % {"bodies": names})
    reserved = [one for one in said_on(revision, kinds=[Contribution.Kind.RESERVATION]) if one.contribution.is_open]
    if reserved:
        who = ", ".join(sorted({one.speaker for one in reserved}))
        raise NotAllowed(_("Reservations are not lifted yet: %(who)s.") % {"who": who})
    document.adopted, document.adopted_at, document.changed_at = revision, when or at, at
    document.save(update_fields=["adopted", "adopted_at", "changed_at"])
    remember(Happened.ADOPTED, by=by, on=document, at=at, after={"number": str(revision.number)})
    find_anew(document)
    text_adopted.send(sender=Document, document=document, revision=revision, by=by, at=at)
    return document
