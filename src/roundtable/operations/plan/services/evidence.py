"""What shows that a report is true: links and files, and the bin for them and for drafts."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import Person, User, remember, require
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotAllowed, NotThere
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.links import waiting
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Evidence, Report
from roundtable.operations.plan.queries.reports import hand_out_file, readable_evidence, visible_to
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.report_writing import KIND, fresh, require_writable, why_closed
from roundtable.operations.plan.services.reports import WAITING_KIND
from roundtable.operations.plan.signals import Happened

PURPOSE = "plan.evidence"
IN_BIN = timedelta(days=30)
MOST_EVIDENCE = 50

_is_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_evidence(  # noqa: PLR0913 - a link or a file, with its title
    report: Report,
    *,
    title: str,
    link: str = "",
    upload: store.Upload | None = None,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> Evidence:
    """Add a link or a file to a report. The same key sent again by the same person gives what was added with it.

    `Invalid` for both or neither, for an address that is none, or a file that is refused.
    """
    report = fresh(report)
    require(by, Do.WRITE_REPORT, report, at=at)
    again = report.evidence.filter(made_by_key=key, added_by=by).first() if key else None
    if again is not None:
        return again
    require_writable(report, at)
    title, link = title.strip(), link.strip()
    if not title:
        raise Invalid(_("Say in a few words what it shows."), fields={"title": [_("Write a title.")]})
    if bool(link) == (upload is not None):
        raise Invalid(
            _("Give a link or a file, one of the two."), fields={"link": [_("Give a link or choose a file.")]}
        )
    if link:
        try:
            _is_address(link)
        except ValidationError as error:
            raise Invalid(
                _("“%(link)s” is not a web address. It begins with https://.") % {"link": link[:80]},
                fields={"link": [_("Write the whole address, beginning with https://.")]},
            ) from error
    if report.evidence.filter(deleted_at=None).count() >= MOST_EVIDENCE:
        raise Invalid(_("A report holds %(most)d pieces of evidence. Remove one first.") % {"most": MOST_EVIDENCE})
    kept = (
        store.keep(
            upload,
            scope=str(report.party_id),
            by=by.pk,
            purpose=PURPOSE,
            at=at,
            audience=str(report.party_id),
            demonstration=report.demonstration,
        )
        if upload is not None
        else None
    )
    evidence = Evidence.objects.create(
        report=report,
        title=title[:200],
        link=link,
        file_id=kept.pk if kept else None,
        added_at=at,
        added_by=by,
        made_by_key=key,
    )
    remember(Happened.EVIDENCE_ADDED, by=by, on=report, at=at, after={"evidence": evidence.title, "link": link})
    return evidence


@transaction.atomic
def delete_evidence(evidence: Evidence, *, by: User, at: datetime) -> Evidence:
    """Put evidence into the bin; its owner can bring it back within thirty days."""
    report = fresh(evidence.report)
    require(by, Do.WRITE_REPORT, report, at=at)
    require_writable(report, at)
    if evidence.deleted_at is None:
        evidence.deleted_at, evidence.deleted_by = at, by
        evidence.save(update_fields=["deleted_at", "deleted_by"])
        if evidence.file_id:
            store.delete(store.get(evidence.file_id), at=at)
        remember(Happened.EVIDENCE_DELETED, by=by, on=report, at=at, before={"evidence": evidence.title})
    return evidence


@transaction.atomic
def restore_evidence(evidence: Evidence, *, by: User, at: datetime) -> Evidence:
    """Bring evidence back from the bin. `NotAllowed` after thirty days or when the report is locked by now."""
    report = fresh(evidence.report)
    require(by, Do.WRITE_REPORT, report, at=at)
    require_writable(report, at)
    _require_still_there(evidence.deleted_at, at)
    if evidence.deleted_at is not None:
        evidence.deleted_at = evidence.deleted_by = None
        evidence.save(update_fields=["deleted_at", "deleted_by"])
        if evidence.file_id:
            stored = StoredFile.objects.filter(pk=evidence.file_id).first()
            if stored is None:
                raise NotThere(_("The file was deleted more than thirty days ago."))
            store.restore(stored)
        remember(Happened.EVIDENCE_RESTORED, by=by, on=report, at=at, after={"evidence": evidence.title})
    return evidence


def _require_still_there(deleted_at: datetime | None, at: datetime) -> None:
    if deleted_at is not None and at - deleted_at > IN_BIN:
        raise NotAllowed(_("This was deleted more than thirty days ago and cannot be brought back."))


def deletable(report: Report) -> bool:
    """Whether a report is a draft that nobody but its Party has ever had."""
    returned = report.answer_by is not None or bool(report.as_returned)
    return report.stage in {Stage.DRAFT, Stage.OFFERED} and report.first_submitted_at is None and not returned


@transaction.atomic
def delete_draft(report: Report, *, by: User, at: datetime) -> Report:
    """Put a draft into the bin; its Party can bring it back within thirty days.

    What the secretariat has received once is part of the record: it can be withdrawn and changed, not deleted.
    """
    report = fresh(report)
    require(by, Do.BEGIN_REPORT, report, at=at)
    if not deletable(report):
        raise NotAllowed(
            _(
                "Only a draft that was never submitted can be deleted: what the secretariat has received stays on "
                "record. Change it and submit it again, or answer that the action is not applicable."
            )
        )
    if report.deleted_at is None:
        report.deleted_at, report.deleted_by = at, by
        report.save(update_fields=["deleted_at", "deleted_by"])
        waiting.drop(WAITING_KIND, report.pk)
        remember(Happened.REPORT_DELETED, by=by, on=report, at=at)
    return report


@transaction.atomic
def restore_draft(report: Report, *, by: User, at: datetime) -> Report:
    """Bring a draft back from the bin, with all that was written.

    `NotAllowed` after thirty days, or beside a new one.
    """
    report = fresh(report)
    require(by, Do.WRITE_REPORT, report, at=at)
    if report.deleted_at is None:
        return report
    _require_still_there(report.deleted_at, at)
    closed = why_closed(report.round, str(report.party_id), at)
    if closed:
        raise NotAllowed(closed)
    if Report.objects.filter(
        round=report.round_id, party=report.party_id, action=report.action_id, deleted_at=None
    ).exists():
        raise NotAllowed(
            _("A new report on %(code)s was begun meanwhile. Delete that one first, or copy from it.")
            % {"code": report.action.label},
        )
    report.deleted_at = report.deleted_by = None
    report.save(update_fields=["deleted_at", "deleted_by"])
    remember(Happened.REPORT_RESTORED, by=by, on=report, at=at)
    return report


@transaction.atomic
def sweep_bin(*, at: datetime) -> int:
    """Forget drafts, with their texts and files, and evidence that lay in the bin for more than thirty days.

    Gives how many.
    """
    before = at - IN_BIN
    evidence, _rows = Evidence.objects.filter(deleted_at__lt=before).delete()
    gone = list(Report.objects.filter(deleted_at__lt=before, corrections=None))
    files = Evidence.objects.filter(report__in=gone, file_id__isnull=False).values_list("file_id", flat=True)
    for stored in StoredFile.objects.filter(pk__in=list(files), deleted_at=None):
        store.delete(stored, at=at)
    for report in gone:
        drafts.close(KIND, str(report.pk))
        report.delete()
    return evidence + len(gone)


def readable_files(user: Person) -> Q:
    """The condition for files of evidence that a person may read now: whoever may read the report's text."""
    return Q(pk__in=readable_evidence(user, timezone.now()).exclude(file_id=None).values("file_id"))


def hand_out_evidence(user: Person, stored: StoredFile) -> None:
    """Let it be remembered that a file of evidence is given to its reader, where the report is restricted."""
    report = visible_to(user, timezone.now()).filter(evidence__file_id=stored.pk).first()
    if report is not None:
        hand_out_file(report, stored.pk)
