"""What was written down of a meeting: its minutes, and what people thought of it."""

from typing import Any

from django.db.models import Avg, Count

from roundtable.ground.trust.public import User
from roundtable.records.meetings.models import Feedback, Meeting, Minutes


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Give the minutes of a meeting, where they were begun."""
    return Minutes.objects.filter(meeting=meeting).first()


def own_feedback(meeting: Meeting, person: User) -> Feedback | None:
    """Give what a person said of a meeting."""
    return Feedback.objects.filter(meeting=meeting, user=person).first()


def feedback_together(meeting: Meeting) -> tuple[dict[str, Any], list[str]]:
    """Give how many answered, the averages, and the remarks sorted by their words: the order tells nothing."""
    given = Feedback.objects.filter(meeting=meeting)
    found = given.aggregate(
        number=Count("pk"), content=Avg("content"), documents=Avg("documents"), organisation=Avg("organisation")
    )
    return found, sorted(one.text for one in given if one.text)
