"""How states are said on the pages of this room."""

from typing import Any

from django.utils.translation import gettext as _

from roundtable.ground.documents.domain.silence import State
from roundtable.ground.documents.queries.silence import Course
from roundtable.ui.pieces import Tone


def state_words(course: Course) -> str:
    """Say where a silence procedure stands."""
    return {
        State.RUNNING: _("under silence"),
        State.SUSPENDED: _("clock stopped"),
        State.ADOPTED: _("adopted by silence"),
        State.ADOPTED_IN_PART: _("adopted in part by silence"),
        State.BROKEN: _("silence broken"),
        State.VOID: _("void: the text was changed"),
        State.WITHDRAWN: _("withdrawn by the chair"),
    }[course.outcome.state]


def tone_of(course: Course) -> str:
    """The tone of that."""
    tones: dict[State, Tone] = {
        State.RUNNING: Tone.WAIT,
        State.SUSPENDED: Tone.LATE,
        State.ADOPTED: Tone.OK,
        State.ADOPTED_IN_PART: Tone.OK,
        State.BROKEN: Tone.STOP,
        State.VOID: Tone.STOP,
        State.WITHDRAWN: Tone.QUIET,
    }
    return tones[course.outcome.state].value


def standing_words(standing: Any) -> str:
    """Say how a paragraph stands that somebody reserved something on."""
    return {
        "open": _("reserved"),
        "ad_referendum": _("agreed ad referendum"),
        "clear": "",
    }[str(standing)]
