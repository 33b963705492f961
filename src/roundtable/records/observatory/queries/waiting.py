"""What waits for the secretariat: loads whose findings nobody has answered yet, and loads that nobody published."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting
from roundtable.records.observatory.queries.datasets import waiting_findings


def waiting_for(person: Person, at: datetime) -> Iterable[Waiting]:
    """Give the staged loads to the secretariat."""
    if not actor(person, at).holds(Role.SECRETARIAT):
        return
    for vintage in waiting_findings():
        number = vintage.unanswered  # type: ignore[attr-defined]  # annotated by the query
        detail = (
            ngettext("One finding waits for an answer", "%(number)s findings wait for an answer", number)
            % {"number": number}
            if number
            else _("Every finding is answered: publish it, or refuse it")
        )
        yield Waiting(
            title=_("Load of %(dataset)s") % {"dataset": vintage.dataset},
            detail=detail,
            url=reverse("observatory:vintage", args=[vintage.dataset.code, vintage.pk]),
            due=None,
            late=False,
            function=f"{Role.SECRETARIAT}@{SECRETARIAT}",
            kind="observatory.vintage",
            object_id=str(vintage.pk),
        )
