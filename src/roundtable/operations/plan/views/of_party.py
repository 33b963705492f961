"""What the plan tells on the page of a Party or Partner: what it does, as far as the reader may see it."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Window
from django.http import HttpRequest

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import actor
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.coverage import Said
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Action, Area
from roundtable.operations.plan.queries import activities, progress, reports
from roundtable.operations.plan.queries.rounds import every_action
from roundtable.operations.plan.views.matrix import MARKS
from roundtable.ui.pieces import MARK_WORDS

NEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class OnAction:
    """What one Party or Partner does on one action: its answer as a mark with its words, and its activities."""

    action: Action
    mark: str
    words: Any
    reported: bool
    activities: int


def in_the_plan(request: HttpRequest, code: str) -> dict[str, Any] | None:
    """Give its newest activities and how many there are, its row of the coverage matrix, and its accepted reports.

    What the row holds does not depend on anybody else: no Party is ranked. At most seven queries, fewer where the page
    has asked them before. None where the reader may see nothing of it.
    """
    now = at(request)
    its = activities.of_party(code, person=request.user, at=now)
    newest = list(its.annotate(every=Window(Count("pk"))).order_by("-starts", "-pk")[:NEWEST])
    years: list[tuple[int, int]] = []
    if actor(request.user, now).functions:
        accepted = reports.visible_to(request.user, now).filter(party=code, stage=Stage.ACCEPTED).order_by()
        years = list(accepted.values_list("round__year").annotate(number=Count("pk")).order_by("-round__year"))
    if not newest and not years:
        return None
    state = progress.state(request.user, at=now)
    return {
        "code": code,
        "newest": newest,
        "number": newest[0].every if newest else 0,
        "years": years,
        "row": by_area(code, state, activities.served_by(its)),
        "year": state.round.year if state.round and _has_a_row(code, state) else None,
        "names": names(),
    }


def _has_a_row(code: str, state: progress.State) -> bool:
    return bool(state.matrix and state.matrix.open_cells and any(one.code == code for one in state.matrix.parties))


def by_area(code: str, state: progress.State, served: dict[int, int]) -> list[tuple[Area, list[OnAction]]]:
    """Give a Party's row of the coverage matrix, area by area.

    Who may not see cells, and for a Partner, who does not report, gets the actions that its activities serve.
    """
    matrix = state.matrix if _has_a_row(code, state) else None
    found: dict[Area, list[OnAction]] = {}
    for action in matrix.actions if matrix else every_action():
        said = matrix.cell(action, code) if matrix else Said.NOTHING
        number = served.get(action.pk, 0)
        if matrix or number:
            mark = MARKS[said]
            one = OnAction(action, mark.value, MARK_WORDS[mark], said is not Said.NOTHING, number)
            found.setdefault(action.area, []).append(one)
    return list(found.items())
