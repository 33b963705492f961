"""Say what one thinks of a meeting, once, and change it as often as one likes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, require
from roundtable.kernel.base.errors import NotAllowed
from roundtable.records.meetings.models import Feedback, Meeting
from roundtable.records.meetings.rules import Do


@transaction.atomic
def give(meeting: Meeting, values: Mapping[str, Any], *, by: User, at: datetime) -> Feedback:
    """Keep what a person thinks of a meeting that has begun. The history does not say who said it."""
    require(by, Do.GIVE_FEEDBACK, meeting, at=at)
    if meeting.days.begins_at > at:
        raise NotAllowed(_("This meeting has not begun yet."))
    found = Feedback.objects.filter(meeting=meeting, user=by).first() or Feedback(meeting=meeting, user=by)
    for name, value in values.items():
        setattr(found, name, value)
    found.given_at = at
    found.save()
    return found
