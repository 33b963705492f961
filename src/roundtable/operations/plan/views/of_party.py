"""What the plan tells on the page of a Party or Partner: what it does, as far as the reader may see it."""

from typing import Any, Final

from django.db.models import Count
from django.http import HttpRequest

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import actor
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.queries import activities, reports

NEWEST: Final = 5


def in_the_plan(request: HttpRequest, code: str) -> dict[str, Any] | None:
    """Give its newest activities and how many there are, and for those who take part its accepted reports by year.

    At most three queries. None where the reader may see nothing of it.
    """
    now = at(request)
    its = activities.of_party(code, person=request.user, at=now)
    newest = list(its.order_by("-starts", "-pk")[:NEWEST])
    years: list[tuple[int, int]] = []
    if actor(request.user, now).functions:
        accepted = reports.visible_to(request.user, now).filter(party=code, stage=Stage.ACCEPTED).order_by()
        years = list(accepted.values_list("round__year").annotate(number=Count("pk")).order_by("-round__year"))
    if not newest and not years:
        return None
    return {
        "code": code,
        "newest": newest,
        "number": its.count() if len(newest) == NEWEST else len(newest),
        "years": years,
        "names": names(),
    }
