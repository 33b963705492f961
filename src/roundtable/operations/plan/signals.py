"""What this room announces, and what happens in it."""

from enum import StrEnum

from django.dispatch import Signal

report_accepted = Signal()
"""A report was accepted; those who take part can read it now: `report`, `by`, `at`."""

report_corrected = Signal()
"""An accepted report was corrected: `report`, `correction` (with `before`, `after`, `reason`), `by`, `at`."""


class Happened(StrEnum):
    """What happens in this room."""

    ACTIVITY_PLANNED = "plan.activity-planned"
    ACTIVITY_CHANGED = "plan.activity-changed"
    ACTIVITY_DELETED = "plan.activity-deleted"
    ACTIVITY_RESTORED = "plan.activity-restored"
    ACTIVITY_IMPORTED = "plan.activity-imported"
    IMPORTED_PLAN = "plan.imported-plan"
    EDITED_TITLE = "plan.edited-title"
    ROUND_MADE = "plan.round-made"
    ROUND_CHANGED = "plan.round-changed"
    ROUND_EXTENDED = "plan.round-extended"
    ROUND_PUBLISHED = "plan.round-published"
    REPORT_BEGUN = "plan.report-begun"
    REPORT_WRITTEN = "plan.report-written"
    REPORT_ASSIGNED = "plan.report-assigned"
    REPORT_OFFERED = "plan.report-offered"
    REPORT_TAKEN_BACK = "plan.report-taken-back"
    REPORT_SUBMITTED = "plan.report-submitted"
    REPORT_WITHDRAWN = "plan.report-withdrawn"
    REPORT_RETURNED = "plan.report-returned"
    REPORT_ACCEPTED = "plan.report-accepted"
    REPORT_DELETED = "plan.report-deleted"
    REPORT_RESTORED = "plan.report-restored"
    EVIDENCE_ADDED = "plan.evidence-added"
    EVIDENCE_DELETED = "plan.evidence-deleted"
    EVIDENCE_RESTORED = "plan.evidence-restored"
    NOTE_LEFT = "plan.note-left"
    CORRECTION_ASKED = "plan.correction-asked"
    CORRECTION_OPENED = "plan.correction-opened"
    CORRECTION_REFUSED = "plan.correction-refused"
    REPORT_CORRECTED = "plan.report-corrected"
    PACK_FROZEN = "plan.pack-frozen"
    PACK_PUBLISHED = "plan.pack-published"
    PACK_CORRECTED = "plan.pack-corrected"
    CORRIGENDUM_PROPOSED = "plan.corrigendum-proposed"
    CORRIGENDUM_ISSUED = "plan.corrigendum-issued"
    CORRIGENDUM_DISMISSED = "plan.corrigendum-dismissed"
