"""Do one thing to many reports: each by itself, with an account of what was done and what was not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, require
from roundtable.kernel.base.errors import Invalid, Told
from roundtable.operations.plan.domain.report import Answer, Content, Stage
from roundtable.operations.plan.models import Action, Report, Round
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.report_writing import rewrite
from roundtable.operations.plan.services.reports import Place, assign, begin, submit


@dataclass
class Done:
    """What came of doing one thing to many reports.

    For which it worked, which were so already, and a sentence for each where it did not.
    """

    reports: list[Report] = field(default_factory=list)
    same: list[Report] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def each(self, name: str, do: Callable[[], Report]) -> None:
        """Do it to one, all of it or nothing, and note under its name what came of it."""
        try:
            with transaction.atomic():
                report = do()
        except Told as error:
            why = " ".join([str(error), *(text for texts in error.fields.values() for text in texts)])
            self.refused.append(f"{name}: {why}")
        else:
            self.reports.append(report)


def begin_all(  # noqa: PLR0913 - whose, which, how and who
    round_: Round, party: str, actions: Iterable[Action], *, by: User, at: datetime, from_earlier: bool = False
) -> Done:
    """Begin the reports of a Party on several actions, each by itself; those that were begun stay as they are."""
    require(by, Do.BEGIN_REPORT, Place(party), at=at)
    begun, done = _begun(round_, party), Done()
    for action in actions:
        if action.pk in begun:
            done.same.append(begun[action.pk])
        else:
            done.each(action.label, partial(begin, round_, party, action, by=by, at=at, from_earlier=from_earlier))
    return done


def assign_all(  # noqa: PLR0913 - whose, which, to whom and who
    round_: Round, party: str, actions: Iterable[Action], institution: str, *, by: User, at: datetime
) -> Done:
    """Assign the reports of a Party on several actions, each by itself; what is not begun is begun with it.

    A report that cannot be assigned is not begun either, and stops none of the others.
    """
    require(by, Do.BEGIN_REPORT, Place(party), at=at)
    begun, done = _begun(round_, party), Done()

    def one(action: Action) -> Report:
        return assign(begin(round_, party, action, by=by, at=at), institution, by=by, at=at)

    for action in actions:
        if action.pk in begun and begun[action.pk].institution == institution:
            done.same.append(begun[action.pk])
        else:
            done.each(action.label, partial(one, action))
    return done


def _begun(round_: Round, party: str) -> dict[int, Report]:
    kept = Report.objects.filter(round=round_, party=party, deleted_at=None).select_related("action", "round")
    return {report.action_id: report for report in kept}


def submit_ready(round_: Round, party: str, *, by: User, at: datetime) -> Done:
    """Submit every report of a Party that its ministries marked as ready, each by itself; what cannot go says why."""
    require(by, Do.SUBMIT_REPORT, Place(party), at=at)
    ready = Report.objects.filter(round=round_, party=party, stage=Stage.OFFERED, deleted_at=None)
    done = Done()
    for report in ready.select_related("action", "round"):
        done.each(report.action.label, partial(submit, report, by=by, at=at))
    return done


def mark_all(  # noqa: PLR0913 - whose, which and what
    round_: Round,
    party: str,
    actions: Sequence[Action],
    answer: Answer,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> Done:
    """Answer several actions with "not applicable" or "no national competence" at once, with one reason for all.

    Each becomes a draft that says so; nothing that was written before is lost, it stays among the versions of its text.
    """
    if answer not in {Answer.NOT_APPLICABLE, Answer.NO_COMPETENCE}:
        raise Invalid(_("Only “not applicable” and “no national competence” can be said of several actions at once."))
    if not reason.strip():
        raise Invalid(
            _("Say in a sentence why: this answer changes the number of Parties that others are counted against."),
            fields={"reason": [_("Write a reason.")]},
        )
    done = Done()

    def one(action: Action) -> Report:
        report = begin(round_, party, action, by=by, at=at)
        content = Content(answer=answer, narrative=reason.strip(), obstacles=report.obstacles, needs=report.needs)
        return rewrite(report, content, by=by, at=at, stroke=uuid4()).report

    for action in actions:
        done.each(action.label, partial(one, action))
    return done
