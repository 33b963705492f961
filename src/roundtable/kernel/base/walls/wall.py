"""What a wall lets through: said once for each table, and used by both walls."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT
from roundtable.kernel.base.walls.reach import OVERSIGHT, Reach

Rows = Q | bool
"""Some rows by a condition on their own columns, all, or none."""


@dataclass(frozen=True, slots=True)
class Wall:
    """Which rows of a table are within a reach.

    Written on purpose as if the rules did not exist: in a few words of columns, and coarser than they are. What the
    wall lets through the rules may still refuse; what it stops no rule brings back.
    """

    own: str = ""
    """The column with the code of the scope that a row belongs to."""
    person: tuple[str, ...] = ()
    """The columns with the number of somebody whose own the row is."""
    dialogue: Rows = False
    """What everybody who takes part reaches, beside the rows of the own scopes."""
    secretariat: Rows = False
    """What the secretariat reaches, and may write."""
    oversight: Rows = False
    """What auditors reach, and the secretariat too."""
    public: Q | None = None
    """What everybody reaches, also without an account."""
    via: str = ""
    """The key to a row behind a wall of its own, without which this one is not reached; the conditions are then on
    that row's columns, and without conditions it alone decides."""

    @property
    def conditions(self) -> bool:
        """Whether anything is asked beside the row that this one hangs on."""
        return bool(
            self.own or self.person or self.dialogue or self.secretariat or self.oversight or self.public is not None
        )

    def rows(self, model: type[Model], reach: Reach) -> Q | None:
        """Give the condition for the rows of a table within a reach; None where that is every row."""
        if reach.everything:
            return None
        if not self.via:
            return self._own_rows(reach)
        field: Any = model._meta.get_field(self.via)
        parent: type[Model] = field.related_model
        reached = parent._default_manager.order_by()
        asked = self._own_rows(reach) if self.conditions else None
        return Q(**{f"{self.via}__in": (reached if asked is None else reached.filter(asked)).values("pk")})

    def _own_rows(self, reach: Reach) -> Q | None:
        opens = ((DIALOGUE, self.dialogue), (SECRETARIAT, self.secretariat), (OVERSIGHT, self.oversight))
        found = Q(pk__in=[]) if self.public is None else self.public
        if self.own and reach.scopes:
            found |= Q(**{f"{self.own}__in": sorted(reach.scopes)})
        if reach.person is not None:
            for column in self.person:
                found |= Q(**{column: reach.person})
        for code, rows in opens:
            if code in reach.scopes and rows is True:
                return None
            if code in reach.scopes and isinstance(rows, Q):
                found |= rows
        return found
