"""Review what Parties submitted: accept it, or return it with a note."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import zone_of
from roundtable.ground.trust.public import User, require
from roundtable.kernel.base.errors import Invalid
from roundtable.operations.plan.domain.deadline import last_instant
from roundtable.operations.plan.domain.report import Move
from roundtable.operations.plan.models import Note, Report
from roundtable.operations.plan.queries.rounds import spoken, window_for
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.many_reports import Done
from roundtable.operations.plan.services.report_writing import TIME_TO_ANSWER, content_of, fresh
from roundtable.operations.plan.services.reports import move, set_stage, tell_party
from roundtable.operations.plan.signals import Happened, report_accepted


@transaction.atomic
def accept(report: Report, *, by: User, at: datetime) -> Report:
    """Accept a report as the Party wrote it: it is locked, and those who take part can read it."""
    report = fresh(report)
    require(by, Do.REVIEW_REPORT, report, at=at)
    to = move(report, Move.ACCEPT)
    set_stage(
        report,
        to,
        Happened.REPORT_ACCEPTED,
        by=by,
        at=at,
        reviewed_at=at,
        reviewed_by=by,
        as_returned={},
        returned_note="",
    )
    report_accepted.send(sender=Report, report=report, by=by, at=at)
    return report


@transaction.atomic
def send_back(report: Report, note: str, *, by: User, at: datetime, days: int | None = None) -> Report:
    """Return a report with a note that says what is missing; `Invalid` without one.

    The Party can answer for so many days, to the hour at which the round closes in its own time, also when the round
    closes meanwhile; when nobody says how many, for two weeks, or until the round closes where that is later. What was
    returned is kept, so that both sides can see what changed.
    """
    report = fresh(report)
    require(by, Do.REVIEW_REPORT, report, at=at)
    to = move(report, Move.RETURN)
    if not note.strip():
        raise Invalid(_("Say what is missing: the Party sees this note."), fields={"note": [_("Write a note.")]})
    if days is not None and days < 1:
        raise Invalid(_("The time to answer is a day or more."), fields={"days": [_("Write 1 or more.")]})
    zone = zone_of(str(report.party_id))
    given = timedelta(days=days) if days else TIME_TO_ANSWER
    until = last_instant(at.astimezone(zone).date() + given, report.round.closes_at, zone)
    if days is None:
        until = max(until, window_for(report.round, str(report.party_id), zone).closes)
    Note.objects.create(report=report, by=by, at=at, text=note.strip())
    set_stage(
        report,
        to,
        Happened.REPORT_RETURNED,
        by=by,
        at=at,
        returned_note=note.strip(),
        answer_by=until,
        as_returned=content_of(report).as_dict(),
        reviewed_at=at,
        reviewed_by=by,
    )
    tell_party(
        report,
        subject=_("Report on %(code)s returned") % {"code": report.action.label},
        text=_("The secretariat returned the report on %(code)s for %(year)s: %(note)s Please answer by %(moment)s.")
        % {
            "code": report.action.label,
            "year": report.round.year,
            "note": note.strip(),
            "moment": spoken(until, zone),
        },
        url=reverse("plan:report", args=[report.pk]),
        key=f"plan.returned.{report.pk}.{report.revision}",
        at=at,
    )
    return report


def accept_all(reports: Iterable[Report], *, by: User, at: datetime) -> Done:
    """Accept several reports, each by itself; one that changed meanwhile says why it was left."""
    require(by, Do.REVIEW_REPORT, at=at)
    done = Done()
    for report in reports:
        done.each(f"{report.party_id} {report.action.label}", partial(accept, report, by=by, at=at))
    return done
