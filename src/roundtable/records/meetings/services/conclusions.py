"""Write down what was concluded, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.links import search, waiting
from roundtable.records.meetings.models import Conclusion, Meeting, Stage
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import links
from roundtable.records.meetings.services.changing import held, plain, rewrite
from roundtable.records.meetings.signals import Happened

OPEN, DONE, DROPPED = Conclusion.Stage.values


def _check(one: Conclusion) -> None:
    if not one.text.strip():
        raise Invalid(_("Write what was concluded."), fields={"text": [_("Write what was concluded.")]})
    if one.item is not None and one.item.meeting_id != one.meeting_id:
        raise Invalid(_("Choose an item of this meeting."), fields={"item": [_("Choose an item of this meeting.")]})
    if one.due and one.due < one.meeting.first_day:
        raise Invalid(
            _("The day lies before the meeting. Change it."), fields={"due": [_("The day lies before the meeting.")]}
        )


@transaction.atomic
def conclude(meeting: Meeting, values: Mapping[str, Any], *, by: User, at: datetime) -> Conclusion:
    """Write a conclusion down, under the next number of its meeting."""
    require(by, Do.CONCLUDE, meeting, at=at)
    if meeting.stage == Stage.PLANNED:
        raise NotAllowed(_("A meeting that is only planned concludes nothing. Call it first."))
    # Two who conclude at once get two numbers: the meeting is held while its next number is found.
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = Conclusion.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    one = Conclusion(meeting=meeting, number=last + 1, changed_at=at, demonstration=meeting.demonstration, **values)
    _check(one)
    one.save()
    after = {name: plain(getattr(one, name)) for name in ("number", "owner", "due", "codes")}
    remember(Happened.CONCLUDED, by=by, on=one, at=at, after=after)
    search.index(links.entry_of_conclusion(one))
    return one


@transaction.atomic
def change(one: Conclusion, values: Mapping[str, Any], *, revision: int | None, by: User, at: datetime) -> Conclusion:
    """Change a conclusion."""
    require(by, Do.CONCLUDE, one, at=at)
    before, after = rewrite(one, values, revision=revision)
    if not after:
        return one
    _check(one)
    one.changed_at = at
    one.save()
    remember(Happened.CONCLUSION_CHANGED, by=by, on=one, at=at, before=before, after=after)
    search.index(links.entry_of_conclusion(one))
    return one


@transaction.atomic
def close(one: Conclusion, *, outcome: str, dropped: bool = False, by: User, at: datetime) -> Conclusion:
    """Say what became of a conclusion: it was done, or given up. It stands on no further agenda from then on."""
    require(by, Do.CLOSE_CONCLUSION, one, at=at)
    if dropped:
        require(by, Do.CONCLUDE, one, at=at)
    held(one)
    if one.stage != OPEN:
        raise NotAllowed(_("This conclusion is closed already. Open it again to change what became of it."))
    if not outcome.strip():
        raise Invalid(_("Say what became of it."), fields={"outcome": [_("Say what became of it.")]})
    one.stage = DROPPED if dropped else DONE
    one.outcome = outcome.strip()
    one.closed_on, one.closed_by, one.changed_at = at.date(), by, at
    one.revision += 1
    one.save()
    after = {"stage": one.stage, "outcome": one.outcome}
    remember(Happened.CONCLUSION_CLOSED, by=by, on=one, at=at, before={"stage": OPEN}, after=after)
    waiting.drop("meetings.conclusion", one.pk)
    search.index(links.entry_of_conclusion(one))
    return one


@transaction.atomic
def reopen(one: Conclusion, *, by: User, at: datetime) -> Conclusion:
    """Open a conclusion again: it stands on the next agenda."""
    require(by, Do.CONCLUDE, one, at=at)
    held(one)
    if one.stage == OPEN:
        return one
    before = {"stage": one.stage, "outcome": one.outcome}
    one.stage, one.closed_on, one.closed_by, one.outcome, one.changed_at = OPEN, None, None, "", at
    one.revision += 1
    one.save()
    remember(Happened.CONCLUSION_REOPENED, by=by, on=one, at=at, before=before, after={"stage": OPEN})
    search.index(links.entry_of_conclusion(one))
    return one
