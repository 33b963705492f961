"""Controlled rounding: every cell becomes a multiple of a base, and the rounded table still adds up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, eye_array

from roundtable_analytics.disclosure.attack import Knowledge
from roundtable_analytics.disclosure.relations import DisclosureError, Relations, Values


@dataclass(frozen=True, slots=True)
class Rounded:
    """The rounded values, and by how many bases the farthest cell was moved beyond its two neighbours (0: none was)."""

    values: Values
    base: int
    widened: int

    def tells(self) -> Knowledge:
        """Give what an attacker knows of the true counts who knows the base and how far cells may have been moved."""
        reach = self.base * (1 + self.widened) - 1
        return Knowledge((self.values - reach).clip(0.0), self.values + reach)


def round_together(relations: Relations, values: ArrayLike, base: int, *, most_widened: int = 3) -> Rounded:
    """Round counts to multiples of `base`, as near as adding up allows (after Cox 1987, JASA 82).

    A multiple stays, other cells go to one of their two neighbours; where no table does that (three dimensions may
    have none), cells may go one base farther, and so on. An integer programme (HiGHS). Raises DisclosureError when
    `most_widened` does not suffice.
    """
    cells = relations.check(values)
    if base < 2 or (cells != np.floor(cells)).any():
        raise DisclosureError("Controlled rounding takes counts and a base from 2.")
    for widened in range(most_widened + 1):
        found = _nearest(relations, cells / base, widened)
        if found is not None:
            return Rounded(np.round(found) * base, base, widened)
    raise DisclosureError(f"No table of multiples of {base} that adds up is near enough.")


def _nearest(relations: Relations, wanted: Values, widened: int) -> Values | None:
    """Give whole numbers that add up, as near to those wanted as can be; None when there are none so near."""
    count, equations = wanted.size, relations.sums.shape[0]
    # Beside each number stand two parts that are only counted: how far it lies above and below the wanted one.
    one = eye_array(count)
    together = block_array([[relations.sums, None, None], [one, -one, one]])
    right = np.concatenate([np.zeros(equations), wanted])
    least = np.concatenate([(np.floor(wanted) - widened).clip(0.0), np.zeros(2 * count)])
    most = np.concatenate([np.ceil(wanted) + widened, np.full(2 * count, np.inf)])
    answer = milp(
        np.concatenate([np.zeros(count), np.ones(2 * count)]),
        constraints=[LinearConstraint(together.tocsr(), right, right)],
        bounds=Bounds(least, most),
        integrality=np.concatenate([np.ones(count), np.zeros(2 * count)]),
    )
    return None if answer.x is None else np.asarray(answer.x[:count], dtype=np.float64)
