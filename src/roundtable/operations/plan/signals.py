"""What this room announces, and the words for what happened."""

from enum import StrEnum

from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Happening

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


HAPPENINGS = (
    Happening(Happened.ACTIVITY_PLANNED, _("planned the activity")),
    Happening(Happened.ACTIVITY_CHANGED, _("changed the activity")),
    Happening(Happened.ACTIVITY_DELETED, _("moved the activity to the bin")),
    Happening(Happened.ACTIVITY_RESTORED, _("took the activity out of the bin")),
    Happening(Happened.ACTIVITY_IMPORTED, _("brought the activity in from a spreadsheet")),
    Happening(Happened.IMPORTED_PLAN, _("brought a text of the plan into force")),
    Happening(Happened.EDITED_TITLE, _("wrote another short title")),
    Happening(Happened.ROUND_MADE, _("made the reporting round")),
    Happening(Happened.ROUND_CHANGED, _("changed the reporting round")),
    Happening(Happened.ROUND_EXTENDED, _("gave more time in the reporting round")),
    Happening(Happened.ROUND_PUBLISHED, _("published the totals of the reporting round")),
    Happening(Happened.REPORT_BEGUN, _("began the report")),
    Happening(Happened.REPORT_WRITTEN, _("changed the report")),
    Happening(Happened.REPORT_ASSIGNED, _("assigned the report to an institution")),
    Happening(Happened.REPORT_OFFERED, _("marked the report as ready for the contact point")),
    Happening(Happened.REPORT_TAKEN_BACK, _("took the report back to work on it")),
    Happening(Happened.REPORT_SUBMITTED, _("submitted the report")),
    Happening(Happened.REPORT_WITHDRAWN, _("withdrew the report before it was accepted")),
    Happening(Happened.REPORT_RETURNED, _("returned the report with a note")),
    Happening(Happened.REPORT_ACCEPTED, _("accepted the report")),
    Happening(Happened.REPORT_DELETED, _("put the report into the bin")),
    Happening(Happened.REPORT_RESTORED, _("brought the report back from the bin")),
    Happening(Happened.EVIDENCE_ADDED, _("added evidence")),
    Happening(Happened.EVIDENCE_DELETED, _("put evidence into the bin")),
    Happening(Happened.EVIDENCE_RESTORED, _("brought evidence back from the bin")),
    Happening(Happened.NOTE_LEFT, _("left a note")),
    Happening(Happened.CORRECTION_ASKED, _("asked for a correction")),
    Happening(Happened.CORRECTION_OPENED, _("opened the report for correction")),
    Happening(Happened.CORRECTION_REFUSED, _("refused the correction")),
    Happening(Happened.REPORT_CORRECTED, _("corrected the accepted report")),
    Happening(Happened.PACK_FROZEN, _("froze the monitoring pack")),
    Happening(Happened.PACK_PUBLISHED, _("published the monitoring pack")),
    Happening(Happened.PACK_CORRECTED, _("made a corrected monitoring pack")),
    Happening(Happened.CORRIGENDUM_PROPOSED, _("brought up a corrigendum")),
    Happening(Happened.CORRIGENDUM_ISSUED, _("issued a corrigendum")),
    Happening(Happened.CORRIGENDUM_DISMISSED, _("found that no corrigendum is needed")),
)
