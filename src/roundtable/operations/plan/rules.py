"""Who may do what in the plan: the readable table."""

from collections.abc import Mapping
from enum import StrEnum

from rules import Predicate

from roundtable.ground.trust.public import Role, in_scope_of, is_secretariat


class Do(StrEnum):
    """What can be done in this room."""

    PLAN_ACTIVITY = "plan.plan-activity"
    CHANGE_ACTIVITY = "plan.change-activity"
    DELETE_ACTIVITY = "plan.delete-activity"
    RESTORE_ACTIVITY = "plan.restore-activity"
    IMPORT_ACTIVITIES = "plan.import-activities"


works_for_lead = in_scope_of(Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.PARTNER)
"""People of the Party or Partner that leads the activity."""

ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.PLAN_ACTIVITY: is_secretariat | works_for_lead,
    Do.CHANGE_ACTIVITY: is_secretariat | works_for_lead,
    Do.DELETE_ACTIVITY: is_secretariat | works_for_lead,
    Do.RESTORE_ACTIVITY: is_secretariat | works_for_lead,
    Do.IMPORT_ACTIVITIES: is_secretariat | works_for_lead,
}
