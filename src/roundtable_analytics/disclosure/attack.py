"""An attacker who knows all published numbers, of all tables and releases together, and asks what is hidden.

For each target the least and the greatest value are found that agree with everything published, by linear programmes
(HiGHS). Nothing of how a table was protected is used. Answers of a programme are kept as examples: one table that
agrees with the published numbers shows for every cell at once a value that cannot be excluded.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from roundtable_analytics.disclosure.relations import DisclosureError, Key, Mask, Relations, Values
from roundtable_analytics.disclosure.rules import Needs

NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Ratio:
    """A published share: part over whole lies from `least` to `most` (0.125 to 0.135 for a printed 13 %)."""

    part: Key
    whole: Key
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of each cell before anything is computed: its least and its greatest value, and shares."""

    least: Values
    most: Values
    ratios: tuple[Ratio, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the attacker finds for each target: least and greatest value; and how many programmes it took.

    Where `enough` was given to `attack`, an interval that reaches far enough is not followed to its end.
    """

    targets: NDArray[np.intp]
    least: Values
    most: Values
    programmes: int

    def recovered(self) -> NDArray[np.intp]:
        """Give the targets whose value is known exactly."""
        return self.targets[self.most - self.least <= NEAR * np.maximum(1.0, np.abs(self.most))]

    def exposed(self, values: Values, needs: Needs) -> NDArray[np.intp]:
        """Give the targets whose interval does not reach as far as the rules ask."""
        true = values[self.targets]
        slack = NEAR * np.maximum(1.0, true)
        low = self.least > true - needs.below[self.targets] + slack
        high = self.most < true + needs.above[self.targets] - slack
        return self.targets[low | high]


def publish(relations: Relations, releases: Iterable[Mapping[Key, tuple[float, float]]]) -> Knowledge:
    """Join what several releases tell: for each cell an interval (twice the value where it is printed as it is).

    A cell that no release tells is known to be from zero on. Raises DisclosureError where releases contradict.
    """
    least, most = np.zeros(len(relations.cells)), np.full(len(relations.cells), np.inf)
    place = relations.place
    for release in releases:
        for cell, (low, high) in release.items():
            if cell not in place:
                raise DisclosureError(f"A release tells {cell}, which no table has.")
            least[place[cell]] = max(least[place[cell]], low)
            most[place[cell]] = min(most[place[cell]], high)
    if (least > most).any():
        raise DisclosureError(f"Releases contradict each other in {relations.cells[int((least > most).argmax())]}.")
    return Knowledge(least, most)


def knowledge(values: Values, hidden: Mask) -> Knowledge:
    """Give what one release tells in which some cells are hidden and all others printed as they are."""
    return Knowledge(np.where(hidden, 0.0, values), np.where(hidden, np.inf, values))


def attack(
    relations: Relations,
    known: Knowledge,
    targets: Sequence[int] | NDArray[np.intp],
    *,
    enough: tuple[Values, Values] | None = None,
) -> Found:
    """Find the interval of each target.

    `enough` (for each cell a value from below and one from above) lets the search stop for a target once it is shown
    that both cannot be excluded. Raises DisclosureError when what is published contradicts itself.
    """
    goal = np.asarray(targets, dtype=np.intp)
    low, high = known.least.copy(), known.most.copy()
    open_cells = np.flatnonzero(known.most - known.least > 0)
    parts = _components(relations, known, open_cells)
    programmes = 0
    for unknown, equal, right, rows, limit in parts:
        wanted = np.intersect1d(goal, unknown)
        if not wanted.size:
            continue
        programmes += _search(_Part(unknown, equal, right, rows, limit), known, wanted, (low, high), enough)
    return Found(goal, low[goal], high[goal], programmes)


@dataclass(frozen=True, slots=True)
class _Part:
    """Cells that hang together: equal @ cells = right, rows @ cells <= limit."""

    unknown: NDArray[np.intp]
    equal: csr_array
    right: Values
    rows: csr_array
    limit: Values


_Pieces = tuple[NDArray[np.intp], csr_array, Values, csr_array, Values]


def _components(relations: Relations, known: Knowledge, unknown: NDArray[np.intp]) -> list[_Pieces]:
    """Take what is known to the right, and split the rest into parts that share no equation."""
    place = relations.place
    fixed = np.where(known.most > known.least, 0.0, known.least)
    lines = [(place[one.part], place[one.whole], one) for one in known.ratios]
    entries = [(2 * n + side, *cell) for n, line in enumerate(lines) for side in (0, 1) for cell in _line(line, side)]
    shape = (2 * len(lines), len(relations.cells))
    numbers = np.array(entries, dtype=np.float64).reshape(-1, 3)
    rows = coo_array((numbers[:, 2], (numbers[:, 0].astype(int), numbers[:, 1].astype(int))), shape).tocsr()
    equal = relations.sums.tocsr()
    right, limit = -(equal @ fixed), -(rows @ fixed)
    equal, rows = equal[:, unknown], rows[:, unknown]
    count = unknown.size
    both = coo_array(abs(equal.T) @ abs(equal) + abs(rows.T) @ abs(rows)) if count else coo_array((0, 0))
    _, label = connected_components(both, directed=False)
    parts = []
    for number in range(int(label.max(initial=-1)) + 1):
        inside = np.flatnonzero(label == number)
        here, there = equal[:, inside], rows[:, inside]
        some = np.flatnonzero(abs(here).sum(1) > 0)
        others = np.flatnonzero(abs(there).sum(1) > 0)
        parts.append((unknown[inside], here[some], right[some], there[others], limit[others]))
    return parts


def _line(line: tuple[int, int, Ratio], side: int) -> tuple[tuple[int, float], tuple[int, float]]:
    part, whole, ratio = line
    return ((part, -1.0), (whole, ratio.least)) if side == 0 else ((part, 1.0), (whole, -ratio.most))


def _search(
    part: _Part,
    known: Knowledge,
    wanted: NDArray[np.intp],
    reached: tuple[Values, Values],
    enough: tuple[Values, Values] | None,
) -> int:
    low, high = reached
    inside = {int(cell): number for number, cell in enumerate(part.unknown)}
    bounds = np.column_stack([known.least[part.unknown], known.most[part.unknown]])
    seen_low, seen_high = np.full(part.unknown.size, np.inf), np.full(part.unknown.size, -np.inf)
    programmes = 0

    def solve(cost: Values) -> float | None:
        nonlocal programmes
        programmes += 1
        answer = _ask(part, bounds, cost)
        if answer.status == 3:
            return None
        if not answer.success:
            raise DisclosureError("What is published contradicts itself: no table agrees with all of it.")
        np.minimum(seen_low, answer.x, out=seen_low)
        np.maximum(seen_high, answer.x, out=seen_high)
        return float(answer.fun)

    if enough is not None:
        places = np.array([inside[int(cell)] for cell in wanted], dtype=np.intp)
        below, above = enough[0][wanted], enough[1][wanted]

        def unshown() -> NDArray[np.intp]:
            return places[(seen_low[places] > below) | (seen_high[places] < above)]

        _look_around(solve, part.unknown.size, unshown)
    for cell in wanted:
        number = inside[int(cell)]
        cost = np.zeros(part.unknown.size)
        for side, sign in ((0, 1.0), (1, -1.0)):
            if enough is not None and _shown(seen_low[number], seen_high[number], enough, int(cell), side):
                reached[side][cell] = seen_low[number] if side == 0 else seen_high[number]
                continue
            cost[number] = sign
            found = solve(cost)
            end = np.inf if found is None else sign * found
            (low if side == 0 else high)[cell] = end
    return programmes


def _ask(part: _Part, bounds: Values, cost: Values) -> Any:
    # Simplified, a programme without an end cannot always be told from one without an answer (status 4).
    for simplify in (True, False):
        answer = linprog(
            cost,
            A_eq=part.equal if part.equal.shape[0] else None,
            b_eq=part.right if part.equal.shape[0] else None,
            A_ub=part.rows if part.rows.shape[0] else None,
            b_ub=part.limit if part.rows.shape[0] else None,
            bounds=bounds,
            method="highs",
            options={"presolve": simplify},
        )
        if answer.status != 4:
            break
    return answer


def _shown(low: float, high: float, enough: tuple[Values, Values], cell: int, side: int) -> bool:
    return bool(low <= enough[0][cell]) if side == 0 else bool(high >= enough[1][cell])


def _look_around(
    solve: Callable[[Values], float | None], size: int, unshown: Callable[[], NDArray[np.intp]], most: int = 60
) -> None:
    """Ask for tables that are far from each other until they show little new: few cells need questions of their own."""
    chance = np.random.default_rng(0)
    left, idle = unshown(), 0
    for _ in range(most):
        if left.size == 0 or idle == 3:
            return
        cost = np.zeros(size)
        cost[left] = chance.choice([-1.0, 1.0], left.size)
        # A table without an upper end is no example, so the direction is turned round where there is none.
        if solve(cost) is None:
            solve(np.abs(cost))
        before, left = left.size, unshown()
        idle = idle + 1 if left.size == before else 0
