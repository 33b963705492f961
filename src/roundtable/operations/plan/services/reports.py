"""Begin, assign, offer, submit and withdraw reports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import institutions_of, names
from roundtable.ground.trust.public import Role, User, holders, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.links import waiting
from roundtable.kernel.notices import tell
from roundtable.operations.plan.domain.report import Content, Missing, Move, Stage, StageError, missing, step
from roundtable.operations.plan.models import Action, Note, Report, Round
from roundtable.operations.plan.queries.markings import of_report
from roundtable.operations.plan.queries.reports import earlier_report
from roundtable.operations.plan.queries.rounds import asks
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.report_writing import (
    content_of,
    fresh,
    lay_down,
    require_writable,
    why_closed,
    write,
)
from roundtable.operations.plan.signals import Happened

__all__ = [
    "assign",
    "begin",
    "leave_note",
    "move",
    "offer",
    "submit",
    "take_back",
    "take_over",
    "withdraw",
    "write",
]

WAITING_KIND = "plan.report"


@dataclass(frozen=True, slots=True)
class Place:
    """A report that does not exist yet, for the rules: they ask only for its Party and institution."""

    scope: str
    institution: str = ""


@transaction.atomic
def begin(  # noqa: PLR0913 - a report begins with these
    round_: Round,
    party: str,
    action: Action,
    *,
    by: User,
    at: datetime,
    from_earlier: bool = False,
    institution: str = "",
) -> Report:
    """Begin the report of a Party on an action, or give the one that was begun; from the last accepted one where asked.

    `NotAllowed` outside the round's time in the Party's own zone, `Invalid` for an action that the round does not ask.
    """
    require(by, Do.BEGIN_REPORT, Place(party), at=at)
    closed = why_closed(round_, party, at)
    if closed:
        raise NotAllowed(closed)
    if not asks(round_, action):
        raise Invalid(
            _(
                "The round on %(year)s does not ask %(code)s: it asks the actions that are in the plan on %(day)s, "
                "the day it opens. Choose one of those."
            )
            % {"year": round_.year, "code": action.label, "day": date_format(round_.opens_on)}
        )
    _require_institution(party, institution)
    report, made = Report.objects.get_or_create(
        round=round_,
        party_id=party,
        action=action,
        deleted_at=None,
        defaults={
            "changed_at": at,
            "begun_by": by,
            "institution": institution,
            "demonstration": round_.demonstration,
        },
    )
    if not made:
        return report
    if from_earlier:
        earlier = earlier_report(report)
        if earlier is not None:
            take_over(report, earlier)
            report.save()
    lay_down(report, at=at)
    remember(
        Happened.REPORT_BEGUN,
        by=by,
        on=report,
        at=at,
        after={"prefilled": report.prefilled, "institution": report.institution},
    )
    return report


def take_over(report: Report, earlier: Report) -> None:
    """Fill a report with what an earlier one says."""
    report.answer, report.progress = earlier.answer, earlier.progress
    report.narrative, report.obstacles, report.needs = earlier.narrative, earlier.obstacles, earlier.needs
    report.institution = report.institution or earlier.institution
    # A copy never stands below its source.
    report.marking = earlier.marking
    report.prefilled = True


def _require_institution(party: str, institution: str) -> None:
    if institution and not institutions_of(party).filter(code=institution).exists():
        raise Invalid(
            _("%(party)s has no institution “%(code)s”. Choose one from the list.")
            % {"party": names().get(party, party), "code": institution},
            fields={"institution": [_("Choose one from the list.")]},
        )


@transaction.atomic
def assign(report: Report, institution: str, *, by: User, at: datetime) -> Report:
    """Assign a report to an institution of its Party, or to none.

    Its contributors see it from now on, others no longer.
    """
    report = fresh(report)
    require(by, Do.BEGIN_REPORT, report, at=at)
    require_writable(report, at)
    _require_institution(str(report.party_id), institution)
    if report.institution == institution:
        return report
    before, report.institution = report.institution, institution
    report.changed_at = at
    report.revision += 1
    report.save(update_fields=["institution", "changed_at", "revision"])
    waiting.drop(WAITING_KIND, report.pk)
    remember(
        Happened.REPORT_ASSIGNED,
        by=by,
        on=report,
        at=at,
        before={"institution": before},
        after={"institution": institution},
    )
    return report


def said_missing(content: Content) -> dict[str, list[str]]:
    """Say by field what a report lacks before it can go on; empty when it can."""
    words = {
        Missing.PROGRESS: _("Choose how far the work is."),
        Missing.NARRATIVE: _("Say in a sentence or two what was done."),
        Missing.REASON: _(
            "Say in a sentence why: this answer changes the number of Parties that others are counted against."
        ),
        Missing.TOO_LONG: _("This text is too long. Shorten it or add a file."),
    }
    return {name: [words[lack]] for name, lack in missing(content).items()}


def _require_complete(report: Report) -> None:
    lacks = said_missing(content_of(report))
    if lacks:
        raise Invalid(
            _("The report on %(code)s is not complete yet. What you wrote is saved.") % {"code": report.action.label},
            fields=lacks,
        )


def move(report: Report, how: Move) -> Stage:
    """Give the stage that a move leads to; `NotAllowed` with what to do when the table does not know it."""
    try:
        return step(Stage(report.stage), how)
    except StageError as error:
        raise NotAllowed(
            _("The report is “%(stage)s” by now, so this cannot be done. Read it again and decide anew.")
            % {"stage": report.get_stage_display()},
        ) from error


def set_stage(report: Report, to: Stage, happened: Happened, *, by: User, at: datetime, **fields: object) -> None:
    """Set the stage and what goes with it, remember it, and give the task back to all who hold the function."""
    before = report.stage
    report.stage, report.changed_at = str(to), at
    for name, value in fields.items():
        setattr(report, name, value)
    report.revision += 1
    report.save(update_fields=["stage", "changed_at", "revision", *fields])
    waiting.drop(WAITING_KIND, report.pk)
    # Where a report stood before it was submitted is the Party's own; the rest both sides have seen.
    was = {} if happened is Happened.REPORT_SUBMITTED else {"stage": before}
    remember(happened, by=by, on=report, at=at, before=was, after={"stage": report.stage})


@transaction.atomic
def offer(report: Report, *, by: User, at: datetime) -> Report:
    """Say that a report is ready for the contact point; `Invalid` by field while something is missing."""
    report = fresh(report)
    require(by, Do.WRITE_REPORT, report, at=at)
    require_writable(report, at)
    to = move(report, Move.OFFER)
    _require_complete(report)
    set_stage(report, to, Happened.REPORT_OFFERED, by=by, at=at)
    return report


@transaction.atomic
def take_back(report: Report, *, by: User, at: datetime) -> Report:
    """Take a report that was ready back to work on it."""
    report = fresh(report)
    require(by, Do.WRITE_REPORT, report, at=at)
    require_writable(report, at)
    to = move(report, Move.TAKE_BACK)
    set_stage(report, Stage.RETURNED if report.answer_by else to, Happened.REPORT_TAKEN_BACK, by=by, at=at)
    return report


@transaction.atomic
def submit(report: Report, *, by: User, at: datetime) -> Report:
    """Submit a report for its Party. It stays with the secretariat until it is accepted, returned or withdrawn."""
    report = fresh(report)
    require(by, Do.SUBMIT_REPORT, report, at=at)
    require_writable(report, at)
    to = move(report, Move.SUBMIT)
    _require_complete(report)
    sent = {"submitted_at": at, "submitted_by": by, "first_submitted_at": report.first_submitted_at or at}
    set_stage(report, to, Happened.REPORT_SUBMITTED, by=by, at=at, answer_by=None, **sent)
    return report


@transaction.atomic
def withdraw(report: Report, *, by: User, at: datetime) -> Report:
    """Take a submitted report back to the Party before it is accepted; only while the Party can still report.

    Otherwise the Party would lose what it handed in.
    """
    report = fresh(report)
    require(by, Do.SUBMIT_REPORT, report, at=at)
    to = move(report, Move.WITHDRAW)
    closed = why_closed(report.round, str(report.party_id), at)
    if closed:
        raise NotAllowed(
            _("You could not hand it in again: %(why)s You can ask the secretariat to return it instead.")
            % {"why": closed},
        )
    received = report.first_submitted_at or report.submitted_at or at
    back = {"submitted_at": None, "submitted_by": None, "first_submitted_at": received}
    set_stage(report, to, Happened.REPORT_WITHDRAWN, by=by, at=at, **back)
    return report


@transaction.atomic
def leave_note(report: Report, text: str, *, by: User, at: datetime, key: UUID | None = None) -> Note:
    """Leave a note for the other side, Party or secretariat.

    It stays with the report and is shown to these two alone. The same key sent again by the same person gives the
    note that was left with it.
    """
    report = fresh(report)
    require(by, Do.NOTE_REPORT, report, at=at)
    again = report.notes.filter(made_by_key=key, by=by).first() if key else None
    if again is not None:
        return again
    if not text.strip():
        raise Invalid(_("The note is empty. Write a sentence, then send it."), fields={"text": [_("Write a note.")]})
    note = Note.objects.create(report=report, by=by, at=at, text=text.strip(), made_by_key=key)
    remember(Happened.NOTE_LEFT, by=by, on=report, at=at)
    return note


def tell_party(  # noqa: PLR0913 - a notice has these parts
    report: Report, *, subject: str, text: str, url: str, key: str, at: datetime
) -> None:
    """Tell the contact points of a report's Party."""
    people = [person.pk for person in holders(Role.CONTACT_POINT, str(report.party_id), on=at.date())]
    tell(people, subject=subject, text=text, url=url, key=key, at=at, marking=str(of_report(report)))
