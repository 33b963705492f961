"""What this room announces, and what happens in it."""

from enum import StrEnum


class Happened(StrEnum):
    """What happens in this room."""

    PLANNED = "meetings.planned"
    CHANGED = "meetings.changed"
    CALLED = "meetings.called"
    HELD = "meetings.held"
    CANCELLED = "meetings.cancelled"
    TAKEN_UP = "meetings.taken-up"
    GUEST_NAMED = "meetings.guest-named"
    GUEST_FORGOTTEN = "meetings.guest-forgotten"
    REGISTERED = "meetings.registered"
    REGISTRATION_CHANGED = "meetings.registration-changed"
    APPROVED = "meetings.approved"
    REFUSED = "meetings.refused"
    WITHDRAWN = "meetings.withdrawn"
    ATTENDED = "meetings.attended"
    NEEDS_ERASED = "meetings.needs-erased"
    ITEM_ADDED = "meetings.item-added"
    ITEM_CHANGED = "meetings.item-changed"
    ITEM_DELETED = "meetings.item-deleted"
    MATERIAL_ADDED = "meetings.material-added"
    MATERIAL_DELETED = "meetings.material-deleted"
    CONCLUDED = "meetings.concluded"
    CONCLUSION_CHANGED = "meetings.conclusion-changed"
    CONCLUSION_CLOSED = "meetings.conclusion-closed"
    CONCLUSION_REOPENED = "meetings.conclusion-reopened"
    MINUTES_PUBLISHED = "meetings.minutes-published"
    IMPORTED = "meetings.imported"
