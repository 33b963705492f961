"""What happens in this room."""

from enum import StrEnum


class Happened(StrEnum):
    """What happens in this room."""

    DESCRIBED = "observatory.described"
    CHANGED = "observatory.changed"
    LOADED = "observatory.loaded"
    ANSWERED = "observatory.answered"
    PUBLISHED = "observatory.published"
    REFUSED = "observatory.refused"
    WITHDRAWN = "observatory.withdrawn"
    MIRRORED = "observatory.mirrored"
