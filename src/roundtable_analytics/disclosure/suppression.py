"""Complementary suppression: what else is hidden so that sums do not give the sensitive cells away.

A sensitive cell is safe when another table agrees with everything published in which that cell is as far away as the
rules ask. The difference of the two tables is a *swing*: it adds up to nothing in every equation, moves only hidden
cells and takes from none more than it has. Swings are found by linear programmes that pay for each cell they would
have to hide (after Kelly, Golden and Assad 1992, Networks 22); one programme looks for many sensitive
cells at once, and one swing may serve many. Swings are kept as proofs; what no proof needs is shown again.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array, hstack

from roundtable_analytics.disclosure.relations import DisclosureError, Mask, Relations, Values
from roundtable_analytics.disclosure.rules import Needs

SMALL = 1000
"""Up to so many cells there is time to begin anew."""
TOUCH = 1e-7
"""A swing smaller than this share of the largest value moves nothing."""


@dataclass(frozen=True, slots=True)
class Protected:
    """Which cells are hidden, because they are sensitive (`primary`) or to protect those (`secondary`)."""

    primary: Mask
    secondary: Mask
    programmes: int

    @property
    def hidden(self) -> Mask:
        """Every cell that is not published."""
        return self.primary | self.secondary

    def share(self, values: Values) -> float:
        """Give the hidden part of the sum of all cells, totals included."""
        return float(values[self.hidden].sum() / values.sum()) if values.sum() else 0.0


def protect(  # noqa: PLR0913 - a table, its needs, and five wishes, each by its name
    relations: Relations,
    values: ArrayLike,
    needs: Needs,
    *,
    costs: ArrayLike | None = None,
    shown: ArrayLike | None = None,
    effort: int = 8,
    starts: int | None = None,
    seed: int = 0,
) -> Protected:
    """Hide the sensitive cells and what else has to be hidden for them.

    `costs` says how much is lost with each cell (its value, by default); `shown` marks cells that must stay published,
    such as those of earlier releases; `effort` is how often the choice is made anew to hide less, and `starts` how
    often all begins anew (by default four times up to `SMALL` cells, once above); the cheapest is kept. Cells of zero
    are never hidden for others. Raises DisclosureError when a cell cannot be protected, and names it.
    """
    cells = relations.check(values)
    price = cells if costs is None else np.asarray(costs, dtype=np.float64)
    fixed = np.zeros(cells.size, dtype=bool) if shown is None else np.asarray(shown, dtype=bool)
    both = np.flatnonzero(needs.sensitive & fixed)
    if both.size:
        raise DisclosureError(f"The sensitive cell {relations.cells[int(both[0])]} is already published.")
    free = ~fixed & (cells > 0) & ~needs.sensitive
    times = starts or (4 if cells.size <= SMALL else 1)
    tried = [
        _once(_Work(relations, cells, needs, price, free, np.random.default_rng(seed + start)), effort)
        for start in range(times)
    ]
    best = min(tried, key=lambda work: work.lost())
    hidden = best.hidden & ~needs.sensitive
    return Protected(needs.sensitive.copy(), hidden, sum(work.programmes for work in tried))


def _once(work: "_Work", effort: int) -> "_Work":
    work.by_hidden_alone()
    work.all_together()
    work.one_by_one()
    work.drop_unused()
    work.again(effort)
    work.show_again(10 * effort)
    return work


@dataclass(slots=True)
class _Work:
    relations: Relations
    cells: Values
    needs: Needs
    price: Values
    free: Mask
    chance: np.random.Generator
    programmes: int = 0
    hidden: Mask = field(init=False)
    swings: list[Values] = field(init=False, default_factory=list)
    proof: NDArray[np.intp] = field(init=False)
    most: float = field(init=False)
    columns: csc_array = field(init=False)

    def __post_init__(self) -> None:
        self.hidden = self.needs.sensitive.copy()
        # Row 0 holds the number of the swing that proves how far up a cell can be, row 1 how far down.
        self.proof = np.full((2, self.cells.size), -1, dtype=np.intp)
        self.proof[0, ~self.needs.sensitive | (self.needs.above <= 0)] = -2
        self.proof[1, ~self.needs.sensitive | (self.needs.below <= 0)] = -2
        self.most = float(max(self.cells.max(initial=1.0), self.needs.above.max(initial=0.0))) * 2
        self.columns = self.relations.sums.tocsc()

    def missing(self) -> Mask:
        return np.asarray((self.proof == -1).any(0), dtype=np.bool_)

    def by_hidden_alone(self, rounds: int = 12) -> None:
        """Prove what the hidden cells prove of each other, until a round of questions proves nothing new."""
        for _ in range(rounds):
            left = int((self.proof == -1).sum())
            if not left:
                return
            self.swing(self.missing(), self.hidden)
            if int((self.proof == -1).sum()) == left:
                return

    def all_together(self, rounds: int = 4) -> None:
        """Look for swings for all that is unproved at once, paying for what they hide."""
        for _ in range(rounds):
            left = int((self.proof == -1).sum())
            if left <= 3:
                return
            self.swing(self.missing(), self.hidden | self.free)
            self.by_hidden_alone()
            if int((self.proof == -1).sum()) == left:
                return

    def one_by_one(self) -> None:
        for cell in np.flatnonzero(self.missing()):
            for side in (0, 1):
                if self.proof[side, cell] != -1:
                    continue
                only = np.zeros(self.cells.size, dtype=bool)
                only[cell] = True
                self.swing(only, self.hidden | self.free, side=side)
                if self.proof[side, cell] == -1:
                    raise DisclosureError(
                        f"The cell {self.relations.cells[int(cell)]} cannot be protected: too little may be hidden."
                    )

    def swing(self, wanted: Mask, movable: Mask, *, side: int | None = None) -> None:
        """Solve one programme for the cells wanted, hide what its swing moves, and keep the swing as a proof."""
        place = np.flatnonzero(movable)
        inside = np.full(self.cells.size, -1)
        inside[place] = np.arange(place.size)
        goal = np.flatnonzero(wanted & (self.proof == -1).any(0))
        up = self.proof[0, goal] == -1
        down = self.proof[1, goal] == -1
        coin = self.chance.random(goal.size) < 0.5 if side is None else np.full(goal.size, side == 0)
        upward = np.where(up & down, coin, up)
        need = np.where(upward, self.needs.above[goal], self.needs.below[goal])
        columns = self.columns[:, place]
        price = np.where(self.hidden, 0.0, self.price + 1.0)[place] / max(float(np.median(need)), TOUCH)
        # A swing is up - down - ..., and `gain` is the first part of it that a wanted cell is paid for.
        gain = columns[:, inside[goal]].multiply(np.where(upward, 1.0, -1.0)[None, :])
        matrix = csr_array(hstack([columns, -columns, gain]))
        pay = (price.sum() + 1.0) * 2 if side is not None else 20.0 * max(float(price.max(initial=0.0)), 1.0)
        against = np.full(place.size, 0.0)
        against[inside[goal]] = pay / need
        cost_up, cost_down = price.copy(), price.copy()
        cost_up[inside[goal][~upward]] += against[inside[goal][~upward]]
        cost_down[inside[goal][upward]] += against[inside[goal][upward]]
        cost = np.concatenate([cost_up, cost_down, -pay / need])
        cost /= np.abs(cost).max()
        room = self.cells[place]
        up_to, down_to = np.full(place.size, self.most), room.copy()
        down_to[inside[goal][~upward]] -= need[~upward]
        bounds = np.column_stack([np.zeros(cost.size), np.concatenate([up_to, down_to.clip(0.0), need])])
        self.programmes += 1
        answer = linprog(cost, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=bounds, method="highs-ds")
        if not answer.success:
            raise DisclosureError("The programme of complementary suppression was not solved.")
        found = np.zeros(self.cells.size)
        found[place] = answer.x[: place.size] - answer.x[place.size : 2 * place.size]
        found[goal] += np.where(upward, 1.0, -1.0) * answer.x[2 * place.size :]
        found[np.abs(found) <= TOUCH * self.most * 1e-3] = 0.0
        self.keep(found)

    def keep(self, swing: Values) -> None:
        """Keep a swing, and its mirror as far as every cell has what the mirror takes."""
        self.hidden |= swing != 0
        rising = swing > 0
        mirror = -swing * min(1.0, float((self.cells[rising] / swing[rising]).min(initial=1.0)))
        for one in (swing, mirror):
            number = len(self.swings)
            above = (self.proof[0] == -1) & (one >= self.needs.above * (1 - 1e-9)) & (one > 0)
            below = (self.proof[1] == -1) & (-one >= self.needs.below * (1 - 1e-9)) & (one < 0)
            self.proof[0, above], self.proof[1, below] = number, number
            if above.any() or below.any():
                self.swings.append(one)

    def again(self, times: int) -> None:
        """Choose anew what is hidden, several times, and keep the cheapest; what was chosen before is cheaper to take.

        A linear programme pays by the size of a swing, hiding costs the same for any size: prices that fall where
        something was hidden before lead programmes to share cells.
        """
        full, best = self.price, (self.lost(), self.hidden, self.proof, self.swings)
        alone = [number for number in np.unique(self.proof[self.proof >= 0]) if self.needless(number)]
        start = np.where(np.isin(self.proof, alone) | (self.proof == -2), self.proof, -1)
        for _ in range(times if (start == -1).any() else 0):
            known = best[1] & ~self.needs.sensitive
            self.price = full * np.where(known, 0.4, 1.0) * self.chance.uniform(0.7, 1.3, full.size)
            self.hidden, self.proof, self.swings = self.needs.sensitive.copy(), start.copy(), list(best[3])
            self.all_together()
            self.one_by_one()
            self.drop_unused()
            self.price = full
            if self.lost() < best[0]:
                best = (self.lost(), self.hidden, self.proof, self.swings)
        _, self.hidden, self.proof, self.swings = best

    def lost(self) -> float:
        return float(self.price[self.hidden].sum())

    def needless(self, number: int) -> bool:
        """Say whether a swing moves only sensitive cells."""
        return not (self.swings[number][~self.needs.sensitive] != 0).any()

    def show_again(self, tries: int) -> None:
        """Show again what no proof moves; then try to do without each cell, the dearest first."""
        self.drop_unused()
        for cell in np.argsort(-self.price):
            if tries and self.hidden[cell] and not self.needs.sensitive[cell]:
                tries -= 1
                self.without(int(cell))

    def drop_unused(self) -> None:
        used = np.unique(self.proof[self.proof >= 0])
        moved = np.zeros(self.cells.size, dtype=bool)
        for number in used:
            moved |= self.swings[number] != 0
        self.hidden = moved | self.needs.sensitive

    def without(self, cell: int) -> None:
        """Try to prove again, without a cell, what its swings prove; put everything back where that fails."""
        hidden, proof, kept = self.hidden.copy(), self.proof.copy(), len(self.swings)
        lost = np.array([number for number, one in enumerate(self.swings) if one[cell] != 0])
        self.hidden[cell] = False
        self.proof[np.isin(self.proof, lost)] = -1
        self.by_hidden_alone()
        if (self.proof == -1).any():
            self.hidden, self.proof = hidden, proof
            del self.swings[kept:]
        else:
            self.drop_unused()
