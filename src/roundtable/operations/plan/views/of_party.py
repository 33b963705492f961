"""What the plan tells on the page of a Party or Partner: where to read what it does."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.parties.public import party
from roundtable.ground.trust.public import actor
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.queries import activities


def in_the_plan(request: HttpRequest, code: str) -> dict[str, Any] | None:
    """Give the lists of what this Party or Partner does, as far as the reader may open them; one query.

    None where the reader may see nothing of it.
    """
    moment = at(request)
    found = []
    if count := activities.of_party(code, person=request.user, at=moment).count():
        words = ngettext(
            "%(count)s activity that it leads or takes part in",
            "%(count)s activities that it leads or takes part in",
            count,
        )
        found.append((f"{reverse('plan:activities')}?party={code}", words % {"count": count}))
    if actor(request.user, moment).functions and party(code, moment.date()).is_party:
        address = f"{reverse('plan:report-list')}?party={code}&stage={Stage.ACCEPTED}"
        found.append((address, _("Its accepted reports")))
    return {"lists": found} if found else None
