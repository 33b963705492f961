"""What the plan tells on the page of a Party or Partner: what it takes part in, and where to read it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.queries import activities, reports


def in_the_plan(request: HttpRequest, code: str) -> dict[str, Any] | None:
    """Give the lists of what this Party or Partner does, with how much of each the reader may see; two queries.

    None where the reader may see nothing of it.
    """
    moment = at(request)
    found = []
    if led := activities.of_party(code, person=request.user, at=moment).count():
        words = ngettext(
            "%(count)s activity that it leads or takes part in",
            "%(count)s activities that it leads or takes part in",
            led,
        )
        found.append((f"{reverse('plan:activities')}?party={code}", words % {"count": led}))
    accepted = reports.visible_to(request.user, moment).filter(party=code, stage=Stage.ACCEPTED).count()
    if accepted:
        words = ngettext("%(count)s accepted report", "%(count)s accepted reports", accepted)
        address = f"{reverse('plan:report-list')}?party={code}&stage={Stage.ACCEPTED}"
        found.append((address, words % {"count": accepted}))
    return {"lists": found} if found else None
