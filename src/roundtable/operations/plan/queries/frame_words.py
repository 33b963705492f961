"""What is said of the days on which an action is in the plan, in words for people."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.operations.plan.models import Action, Round
from roundtable.operations.plan.queries.rounds import asks, every_action


def beginning() -> date | None:
    """The first day of the plan: that of its oldest actions; None where it is not known."""
    days = [action.since for action in every_action()]
    return min((day for day in days if day), default=None) if None not in days else None


def days_words(action: Action, *, today: date) -> str:
    """Say since when an action is asked, where not from the beginning, and until when; empty where there is no end."""
    since = action.since if action.since != beginning() else None
    gaps = {
        "since": date_format(since) if since else "",
        "until": date_format(action.until) if action.until else "",
    }
    if since and action.until:
        if action.until < since:
            return _("Taken back before any round asked it.")
        return _("Asked from %(since)s until %(until)s.") % gaps
    if action.until:
        return _("Asked until %(until)s.") % gaps
    if since:
        return (_("Asked since %(since)s.") if since <= today else _("Asked from %(since)s on.")) % gaps
    return ""


def not_asked_words(action: Action, round_: Round) -> str:
    """Say that a round does not ask an action; empty where it does."""
    if asks(round_, action):
        return ""
    return _("Not asked in the reports on %(year)s.") % {"year": round_.year}
