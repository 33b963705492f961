"""Answer what the gate found, publish a load, refuse it, and withdraw with a notice what was published."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.tasks.jobs import defer
from roundtable.records.observatory.models import Finding, State, Vintage
from roundtable.records.observatory.queries.store import store, vintage_at
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.services import links, protecting
from roundtable.records.observatory.signals import Happened

FOUND = "roundtable.records.observatory.tasks.find_released"


def _held(vintage: Vintage) -> Vintage:
    return Vintage.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=vintage.pk)


@transaction.atomic
def answer(  # noqa: PLR0913 - an answer has these parts
    vintage: Vintage, numbers: Iterable[int], *, accepted: bool, reason: str, by: User | None, at: datetime
) -> int:
    """Answer findings of a staged load with one reason, which stands in the public log; gives how many were answered.

    An answer may be changed until the load is published or refused.
    """
    if by is not None:
        require(by, Do.ANSWER, vintage, at=at)
    held = _held(vintage)
    if held.state != State.STAGED:
        raise NotAllowed(_("This load is decided on. Its log stays as it is."))
    if not reason.strip():
        raise Invalid(_("Say why: the reason stands in the public log."), fields={"reason": [_("Write a reason.")]})
    said = Finding.Answer.ACCEPTED if accepted else Finding.Answer.REFUSED
    found = Finding.objects.filter(vintage=held, pk__in=list(numbers))
    changed = found.update(answer=said, reason=reason.strip(), answered_by=by, answered_at=at)
    if changed:
        told = {"number": changed, "answer": str(said), "reason": reason.strip()}
        remember(Happened.ANSWERED, by=by, on=held.dataset, at=at, after=told)
    return changed


@transaction.atomic
def publish(vintage: Vintage, *, by: User | None, at: datetime, release_at: datetime | None = None) -> Vintage:
    """Publish a staged load, now or at the end of an embargo. Every finding was accepted by a person before.

    A dataset with a rule of disclosure is protected here, once: every page, file and service reads protected cells.
    Readers know the load from its release on; where the load says that its figures were known earlier, from that day.
    """
    if by is not None:
        require(by, Do.PUBLISH, vintage, at=at)
    held = _held(vintage)
    if held.state == State.PUBLISHED:
        return held
    if held.state != State.STAGED:
        raise NotAllowed(_("This load is decided on. Load the figures again."))
    release = release_at or at
    if release < at:
        raise Invalid(_("The embargo ends in the past. Choose a later moment, or none."))
    waiting = Finding.objects.filter(vintage=held, answer="").count()
    if waiting:
        raise NotAllowed(
            ngettext(
                "One finding of the gate waits for an answer.",
                "%(number)s findings of the gate wait for an answer.",
                waiting,
            )
            % {"number": waiting}
        )
    if Finding.objects.filter(vintage=held, answer=Finding.Answer.REFUSED).exists():
        raise NotAllowed(_("A finding was refused, so the load cannot stand. Refuse it, and load what is right."))
    held = protecting.protected(held)
    held.state, held.release_at, held.published_by = State.PUBLISHED, release, by
    held.known_at = held.known_at or release
    held.save()
    after = {"release_at": release.isoformat(), "rows": held.rows}
    if held.protection:
        after["kept_back"] = held.protection["primary"] + held.protection["secondary"]
    remember(Happened.PUBLISHED, by=by, on=held.dataset, at=at, after=after)
    links.find_anew(held.dataset, at=at)
    if release > at:
        defer(FOUND, dataset_id=held.dataset_id, run_after=release, at=at)
    return held


@transaction.atomic
def refuse(vintage: Vintage, *, reason: str, by: User | None, at: datetime) -> Vintage:
    """Refuse a staged load: its rows are deleted, its log and the reason stay."""
    if by is not None:
        require(by, Do.PUBLISH, vintage, at=at)
    held = _held(vintage)
    if held.state != State.STAGED:
        raise NotAllowed(_("This load is decided on."))
    return _taken_away(held, State.REFUSED, Happened.REFUSED, reason, by=by, at=at)


@transaction.atomic
def withdraw(vintage: Vintage, *, notice: str, by: User | None, at: datetime) -> Vintage:
    """Withdraw what was published: the notice answers from now on, and the rows are deleted."""
    if by is not None:
        require(by, Do.WITHDRAW, vintage, at=at)
    held = _held(vintage)
    if held.state == State.WITHDRAWN:
        return held
    if held.state != State.PUBLISHED:
        raise NotAllowed(_("Only what was published is withdrawn. Refuse the load instead."))
    return _taken_away(held, State.WITHDRAWN, Happened.WITHDRAWN, notice, by=by, at=at)


def _taken_away(  # noqa: PLR0913 - both ways of taking rows away share these parts
    held: Vintage, state: State, happened: Happened, notice: str, *, by: User | None, at: datetime
) -> Vintage:
    notice = notice.strip()
    if not notice:
        raise Invalid(_("Say why. The notice is what readers find from now on."), fields={"notice": [_("Write why.")]})
    held.state, held.notice, held.withdrawn_at, held.withdrawn_by = state, notice, at, by
    held.save()
    after = {"notice": notice, "loaded_at": held.loaded_at.isoformat()}
    remember(happened, by=by, on=held.dataset, at=at, after=after)
    links.find_anew(held.dataset, at=at)
    rows = vintage_at(held.dataset.code, held.loaded_at)
    # The rows go when the notice stands for good; what is left of a broken deletion, the store's sweep clears.
    transaction.on_commit(lambda: store().withdraw(rows, notice=notice, at=at))
    return held
