"""How far the plan is: what the overview, the areas and the actions show, in few queries."""

from dataclasses import dataclass
from datetime import datetime

from roundtable.ground.trust.public import Person, actor
from roundtable.kernel.base.once import once
from roundtable.operations.plan.domain.coverage import Coverage
from roundtable.operations.plan.models import Action, Area, Round
from roundtable.operations.plan.queries.coverage import Matrix, matrix
from roundtable.operations.plan.queries.frame import areas
from roundtable.operations.plan.queries.rounds import every_round


@dataclass(frozen=True)
class State:
    """The round that is shown, the others that could be, and the counts of the one shown."""

    round: Round | None
    rounds: tuple[Round, ...]
    matrix: Matrix | None

    @property
    def demonstration(self) -> bool:
        """Whether what is shown was made by rule."""
        return bool(self.matrix and self.matrix.demonstration)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The areas whose actions the round that is shown asks, else those in force; free where results are shown."""
        if self.matrix is None:
            return tuple(areas())
        return self.matrix.areas

    def asks(self, action: Action) -> bool:
        """Whether the round that is shown asks an action; where none is shown, none is left out."""
        return self.matrix is None or action.pk in self.matrix.coverage

    def of_area(self, area: Area) -> Coverage | None:
        """The counts of one area, or None where nothing is to be shown."""
        return self.matrix.by_area.get(area.key) if self.matrix else None

    def of_action(self, action: Action) -> Coverage | None:
        """The counts of one action, or None where nothing is to be shown."""
        return self.matrix.coverage.get(action.pk) if self.matrix else None


def state(person: Person, *, at: datetime, year: int | None = None) -> State:
    """Give the state of the plan by the round on a year; without a year, by the newest round with results.

    Asked once in a request: the parts of a page share it.
    """
    return once(("plan.state", person.pk, year), lambda: _state(person, at=at, year=year))


def _state(person: Person, *, at: datetime, year: int | None) -> State:
    takes_part = bool(actor(person, at).functions)
    rounds = tuple(one for one in every_round() if takes_part or one.published_at is not None)
    chosen = next((one for one in rounds if one.year == year), None)
    if chosen is None:
        chosen = next((one for one in rounds if one.published_at is not None), rounds[0] if rounds else None)
    return State(chosen, rounds, matrix(chosen, person, at=at) if chosen else None)
