"""Write minutes together: every stroke is kept, and what two people write at the same time is brought together."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.records.meetings.models import Meeting, Minutes
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.signals import Happened

KIND: Final = "meetings.minutes"
FIELD: Final = "text"
SCOPE: Final = "secretariat"
TEXT_LIMIT: Final = 200_000


def minutes_for(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    """Give the minutes of a meeting, begun where there are none."""
    require(by, Do.WRITE_MINUTES, meeting, at=at)
    found, _made = Minutes.objects.get_or_create(meeting=meeting, defaults={"changed_at": at})
    return found


def require_writable(minutes: Minutes) -> None:
    """Refuse to write in minutes that were published."""
    if minutes.published_at is not None:
        raise NotAllowed(_("These minutes are published. Correct them with a conclusion of the next meeting."))


def in_step(minutes: Minutes, *, by: User, at: datetime) -> Callable[[str, str], None]:
    """Give what keeps the minutes in step with each stroke, in its transaction."""

    def kept(field: str, text: str) -> None:
        require(by, Do.WRITE_MINUTES, minutes.meeting, at=at)
        now = Minutes.objects.select_for_update().get(pk=minutes.pk)
        require_writable(now)
        if field != FIELD or len(text) > TEXT_LIMIT:
            raise Invalid(_("These minutes are too long. Shorten them, or lay a document to the meeting."))
        now.text, now.changed_at = text, at
        now.save(update_fields=["text", "changed_at"])

    return kept


@transaction.atomic
def publish(minutes: Minutes, *, by: User, at: datetime) -> Minutes:
    """Publish minutes to those who take part. Twice changes nothing."""
    require(by, Do.WRITE_MINUTES, minutes.meeting, at=at)
    now = Minutes.objects.select_for_update().select_related("meeting").get(pk=minutes.pk)
    if now.published_at is not None:
        return now
    if not now.text.strip():
        raise Invalid(_("There is nothing in these minutes yet."))
    if drafts.conflicts(KIND, now.pk):
        raise Invalid(_("Two people wrote over the same words. Choose first which text stays."))
    now.published_at, now.published_by = at, by
    now.save(update_fields=["published_at", "published_by"])
    drafts.close(KIND, now.pk)
    remember(Happened.MINUTES_PUBLISHED, by=by, on=now.meeting, at=at)
    return now
