"""What this room announces, and what happens in it."""

from enum import StrEnum

from django.dispatch import Signal

text_adopted = Signal()
"""A text was adopted: `document`, `revision`, `by`, `at`."""

marking_changed = Signal()
"""A document bears another handling marking: `document`, `marking`."""


class Happened(StrEnum):
    """What happens in this room."""

    DOCUMENT_MADE = "documents.document-made"
    DOCUMENT_CHANGED = "documents.document-changed"
    REVISION_MADE = "documents.revision-made"
    CONTRIBUTED = "documents.contributed"
    CONTRIBUTION_WITHDRAWN = "documents.contribution-withdrawn"
    RESERVATION_LIFTED = "documents.reservation-lifted"
    ANSWERED = "documents.answered"
    WORKING_TEXT_CHANGED = "documents.working-text-changed"
    SILENCE_OPENED = "documents.silence-opened"
    SILENCE_EVENT = "documents.silence-event"
    CERTIFIED = "documents.certified"
    STEPS_CHANGED = "documents.steps-changed"
    CONFIRMED = "documents.confirmed"
    ADOPTED = "documents.adopted"
    VERSION_CHANGED = "documents.version-changed"
