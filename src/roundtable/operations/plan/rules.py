"""Who may do what in the plan: the readable table."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import Predicate, predicate

from roundtable.ground.trust.public import Actor, Role, anyone, holds, in_scope_of, is_secretariat, takes_part


class Do(StrEnum):
    """What can be done in this room."""

    PLAN_ACTIVITY = "plan.plan-activity"
    CHANGE_ACTIVITY = "plan.change-activity"
    DELETE_ACTIVITY = "plan.delete-activity"
    RESTORE_ACTIVITY = "plan.restore-activity"
    IMPORT_ACTIVITIES = "plan.import-activities"
    IMPORT_PLAN = "plan.import-plan"
    EDIT_FRAME = "plan.edit-frame"
    SEE_REPORTS = "plan.see-reports"
    SEE_ROUNDS = "plan.see-rounds"
    KEEP_ROUNDS = "plan.keep-rounds"
    FOLLOW_REPORTS = "plan.follow-reports"
    WRITE_REPORT = "plan.write-report"
    BEGIN_REPORT = "plan.begin-report"
    SUBMIT_REPORT = "plan.submit-report"
    NOTE_REPORT = "plan.note-report"
    REVIEW_REPORT = "plan.review-report"
    ASK_CORRECTION = "plan.ask-correction"
    DECIDE_CORRECTION = "plan.decide-correction"
    MAKE_PACK = "plan.make-pack"
    READ_PACK = "plan.read-pack"
    READ_WHOLE_PACK = "plan.read-whole-pack"
    READ_UNPUBLISHED_PACK = "plan.read-unpublished-pack"
    PUBLISH_PACK = "plan.publish-pack"
    CORRECT_PACK = "plan.correct-pack"


works_for_lead = in_scope_of(Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.PARTNER)
"""People of the Party or Partner that leads the activity."""

works_for_the_party = in_scope_of(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL, Role.CONTRIBUTOR, attribute="code")
"""People of the Party itself: where its reports stand on their way is between them and the secretariat."""

clears_reports = in_scope_of(Role.CONTACT_POINT)
"""The contact point answers for everything that its Party says."""


@predicate  # type: ignore[untyped-decorator]  # rules ships no types
def contributes_to_it(actor: Actor, report: object = None) -> bool:
    """Contributors work on what was assigned to their own institution, and on nothing else."""
    if report is None:
        return actor.holds(Role.CONTRIBUTOR)
    scope, institution = getattr(report, "scope", ""), getattr(report, "institution", "")
    return bool(institution) and any(
        f.role == Role.CONTRIBUTOR and f.scope == scope and f.institution == institution for f in actor.functions
    )


makes_packs = is_secretariat | holds(Role.CHAIR)
"""The secretariat and the chair prepare the meeting: what they make is theirs alone until it is published."""

prepares_meeting = makes_packs | holds(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL, Role.AUDITOR)
"""Who reads the whole of a published pack, annexes and all: those who prepare the meeting, and the auditor."""


ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.PLAN_ACTIVITY: is_secretariat | works_for_lead,
    Do.CHANGE_ACTIVITY: is_secretariat | works_for_lead,
    Do.DELETE_ACTIVITY: is_secretariat | works_for_lead,
    Do.RESTORE_ACTIVITY: is_secretariat | works_for_lead,
    Do.IMPORT_ACTIVITIES: is_secretariat | works_for_lead,
    Do.IMPORT_PLAN: is_secretariat,
    Do.EDIT_FRAME: is_secretariat,
    Do.SEE_REPORTS: takes_part,
    Do.SEE_ROUNDS: takes_part,
    Do.KEEP_ROUNDS: is_secretariat,
    Do.FOLLOW_REPORTS: is_secretariat | works_for_the_party,
    Do.WRITE_REPORT: clears_reports | contributes_to_it,
    Do.BEGIN_REPORT: clears_reports,
    Do.SUBMIT_REPORT: clears_reports,
    Do.NOTE_REPORT: clears_reports | contributes_to_it | is_secretariat,
    Do.REVIEW_REPORT: is_secretariat,
    Do.ASK_CORRECTION: clears_reports,
    Do.DECIDE_CORRECTION: is_secretariat,
    Do.MAKE_PACK: makes_packs,
    Do.READ_PACK: anyone,
    Do.READ_WHOLE_PACK: prepares_meeting,
    Do.READ_UNPUBLISHED_PACK: makes_packs,
    Do.PUBLISH_PACK: is_secretariat,
    Do.CORRECT_PACK: is_secretariat,
}

WORDS: Mapping[StrEnum, str | Promise] = {
    Do.PLAN_ACTIVITY: _("plan an activity"),
    Do.CHANGE_ACTIVITY: _("change an activity"),
    Do.DELETE_ACTIVITY: _("move an activity to the bin"),
    Do.RESTORE_ACTIVITY: _("take an activity out of the bin"),
    Do.IMPORT_ACTIVITIES: _("bring activities in from a spreadsheet"),
    Do.IMPORT_PLAN: _("bring a text of the plan into force"),
    Do.EDIT_FRAME: _("write short titles of areas and actions"),
    Do.SEE_REPORTS: _("see reports"),
    Do.SEE_ROUNDS: _("see reporting rounds"),
    Do.KEEP_ROUNDS: _("make and change reporting rounds"),
    Do.FOLLOW_REPORTS: _("see which reports of a Party were submitted, returned or withdrawn, and when it closes"),
    Do.WRITE_REPORT: _("write a report"),
    Do.BEGIN_REPORT: _("begin a report and assign it"),
    Do.SUBMIT_REPORT: _("submit a report and withdraw it"),
    Do.NOTE_REPORT: _("leave a note on a report"),
    Do.REVIEW_REPORT: _("accept a report or return it"),
    Do.ASK_CORRECTION: _("ask to correct an accepted report"),
    Do.DECIDE_CORRECTION: _("decide on a correction"),
    Do.MAKE_PACK: _("make a monitoring pack"),
    Do.READ_PACK: _("read published monitoring packs"),
    Do.READ_WHOLE_PACK: _("read the edition of a published monitoring pack for those who take part, and its annexes"),
    Do.READ_UNPUBLISHED_PACK: _("read monitoring packs before they are published"),
    Do.PUBLISH_PACK: _("publish a monitoring pack"),
    Do.CORRECT_PACK: _("correct a published monitoring pack"),
}
