"""Correct what was accepted and turns out wrong: in the open, with a reason, and with the old text kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import KeptTo, User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.operations.plan.domain.report import FIELDS, Answer, Stage, projected
from roundtable.operations.plan.models import Correction, Report
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.report_writing import content_of, fresh, values_of
from roundtable.operations.plan.services.reports import said_missing, tell_party
from roundtable.operations.plan.signals import Happened, report_corrected


@transaction.atomic
def ask_correction(report: Report, *, reason: str, by: User, at: datetime) -> Correction:
    """Ask the secretariat to open an accepted report for correction.

    `Invalid` without a reason, `NotAllowed` twice at a time.
    """
    report = fresh(report)
    require(by, Do.ASK_CORRECTION, report, at=at)
    if report.stage != Stage.ACCEPTED:
        raise NotAllowed(_("Only an accepted report is corrected. This one can still be changed or withdrawn."))
    if not reason.strip():
        raise Invalid(_("Say what is wrong, and why."), fields={"reason": [_("Write a reason.")]})
    if report.corrections.filter(stage__in=[Correction.Stage.ASKED, Correction.Stage.OPEN]).exists():
        raise NotAllowed(_("A correction of this report is under way already. Finish it first."))
    asked = Correction.objects.create(report=report, reason=reason.strip(), asked_at=at, asked_by=by)
    remember(Happened.CORRECTION_ASKED, by=by, on=report, at=at, after={"reason": asked.reason})
    return asked


@transaction.atomic
def decide_correction(correction: Correction, *, opened: bool, note: str = "", by: User, at: datetime) -> Correction:
    """Open a report for the correction that was asked for, or refuse it with a note."""
    correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("report__action", "report__round")
        .get(pk=correction.pk)
    )
    require(by, Do.DECIDE_CORRECTION, correction.report, at=at)
    if correction.stage != Correction.Stage.ASKED:
        raise NotAllowed(_("This was decided already: %(stage)s.") % {"stage": correction.get_stage_display()})
    if not opened and not note.strip():
        raise Invalid(_("Say why the correction is refused: the Party sees it."), fields={"note": [_("Write a note.")]})
    correction.stage = Correction.Stage.OPEN if opened else Correction.Stage.REFUSED
    correction.decision_note, correction.decided_at, correction.decided_by = note.strip(), at, by
    correction.save()
    report = correction.report
    remember(
        Happened.CORRECTION_OPENED if opened else Happened.CORRECTION_REFUSED,
        by=by,
        on=report,
        at=at,
        after={"note": correction.decision_note},
    )
    tell_party(
        report,
        subject=_("Correction of the report on %(code)s") % {"code": report.action.label},
        text=_("You can now enter the corrected text.")
        if opened
        else _("The correction was refused: %(note)s") % {"note": note.strip()},
        url=reverse("plan:report", args=[report.pk]),
        key=f"plan.correction.{correction.pk}.{correction.stage}",
        at=at,
    )
    return correction


@transaction.atomic
def correct(report: Report, *, changes: Mapping[str, object], reason: str, by: User, at: datetime) -> Report:
    """Put corrected values into an accepted report that the secretariat opened; the old ones are kept.

    `changes` holds new values by field (answer, progress, narrative, obstacles, needs). Announces `report_corrected`,
    on which published packs make their corrigenda. `NotAllowed` unless opened, `Invalid` when nothing would change.
    """
    report = fresh(report)
    require(by, Do.ASK_CORRECTION, report, at=at)
    correction = Correction.objects.select_for_update().filter(report=report, stage=Correction.Stage.OPEN).first()
    if report.stage != Stage.ACCEPTED or correction is None:
        raise NotAllowed(
            _("This report is not open for correction. Ask the secretariat to open it, and say what is wrong.")
        )
    if not reason.strip():
        raise Invalid(_("Say what is wrong, and why."), fields={"reason": [_("Write a reason.")]})
    before = content_of(report)
    values = values_of(before) | {
        name: "" if value is None else str(value) for name, value in changes.items() if name in FIELDS
    }
    try:
        after = projected({name: text.replace("\r\n", "\n") for name, text in values.items()})
    except ValueError as error:
        raise Invalid(_("Choose one of the answers in the list.")) from error
    lacks = said_missing(after)
    if lacks:
        raise Invalid(_("The corrected report is not complete yet."), fields=lacks)
    if after == before:
        raise Invalid(_("Nothing would change: the corrected text is the same as the present one."))
    changed = [name for name in FIELDS if before.as_dict()[name] != after.as_dict()[name]]
    correction.before = {name: before.as_dict()[name] for name in changed}
    correction.after = {name: after.as_dict()[name] for name in changed}
    correction.reason, correction.stage = reason.strip(), Correction.Stage.DONE
    correction.corrected_at, correction.corrected_by = at, by
    correction.save()
    for name in changed:
        setattr(report, name, after.as_dict()[name])
    report.corrected += 1
    report.revision += 1
    report.changed_at = at
    report.save()
    remember(
        Happened.REPORT_CORRECTED,
        by=by,
        on=report,
        at=at,
        before=correction.before,
        after={**correction.after, "reason": correction.reason},
        kept_to=KeptTo.BOTH if Answer.CONFIDENTIAL in {before.answer, after.answer} else KeptTo.ALL,
    )
    report_corrected.send(sender=Report, report=report, correction=correction, by=by, at=at)
    return report
