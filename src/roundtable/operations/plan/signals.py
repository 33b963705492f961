"""What this room announces, and the words for what happened."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Happening


class Happened(StrEnum):
    """What happens in this room."""

    ACTIVITY_PLANNED = "plan.activity-planned"
    ACTIVITY_CHANGED = "plan.activity-changed"
    ACTIVITY_DELETED = "plan.activity-deleted"
    ACTIVITY_RESTORED = "plan.activity-restored"
    ACTIVITY_IMPORTED = "plan.activity-imported"
    IMPORTED_PLAN = "plan.imported-plan"
    EDITED_TITLE = "plan.edited-title"


HAPPENINGS = (
    Happening(Happened.ACTIVITY_PLANNED, _("planned the activity")),
    Happening(Happened.ACTIVITY_CHANGED, _("changed the activity")),
    Happening(Happened.ACTIVITY_DELETED, _("moved the activity to the bin")),
    Happening(Happened.ACTIVITY_RESTORED, _("took the activity out of the bin")),
    Happening(Happened.ACTIVITY_IMPORTED, _("brought the activity in from a spreadsheet")),
    Happening(Happened.IMPORTED_PLAN, _("brought a text of the plan into force")),
    Happening(Happened.EDITED_TITLE, _("wrote another short title")),
)
