"""How far the plan is: what the overview, the areas and the actions show, in few queries."""

from dataclasses import dataclass
from datetime import datetime

from roundtable.ground.trust.public import Person
from roundtable.operations.plan.domain.coverage import Coverage
from roundtable.operations.plan.models import Action, Round
from roundtable.operations.plan.queries.coverage import Matrix, matrix
from roundtable.operations.plan.queries.rounds import round_in, rounds_visible_to


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

    def of_area(self, numeral: str) -> Coverage | None:
        """The counts of one area, or None where nothing is to be shown."""
        return self.matrix.by_area.get(numeral) if self.matrix else None

    def of_action(self, action: Action) -> Coverage | None:
        """The counts of one action, or None where nothing is to be shown."""
        return self.matrix.coverage.get(action.pk) if self.matrix else None


def state(person: Person, *, at: datetime, year: int | None = None) -> State:
    """Give the state of the plan by the round on a year; without a year, by the newest round with results."""
    rounds = tuple(rounds_visible_to(person, at))
    chosen = round_in(year) if year is not None else None
    if chosen is None or chosen not in rounds:
        chosen = next((one for one in rounds if one.published_at is not None), rounds[0] if rounds else None)
    return State(chosen, rounds, matrix(chosen, person, at=at) if chosen else None)
