"""Flow tables that meet given net totals (those who come less those who leave) and stay close to a prior table.

Close can be said in three ways: relative entropy keeps the pattern of the prior in proportion (each cell times a factor
of its origin and one of its destination, the one the inverse of the other: what balancing by sweeps leads to), least
change moves as few people as possible, least squares spreads the change evenly.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.sparse import coo_array

from roundtable_analytics.flows.tables import FlowError, Table, square, vector, without_diagonal


def by_entropy(prior: ArrayLike, net: ArrayLike, *, most_steps: int = 200) -> Table:
    """Give prior_ij * exp(v_j - v_i) with the net totals asked for: the closest table in relative entropy.

    The v minimise sum prior_ij exp(v_j - v_i) - net . v, a convex function (Newton). Raises FlowError when the net
    totals do not cancel, or when the zeros of the prior leave no such table.
    """
    cells, asked = _asked(prior, net)
    size = max(float(cells.sum()), 1.0)
    level = np.zeros(asked.size)

    def value(at: Table) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            return float((cells * np.exp(at[None, :] - at[:, None])).sum() - asked @ at)

    place = value(level)
    for _ in range(most_steps):
        flows = cells * np.exp(level[None, :] - level[:, None])
        into, out = flows.sum(0), flows.sum(1)
        gradient = into - out - asked
        if np.abs(gradient).max() <= 1e-12 * size:
            return flows
        curvature = np.diag(into + out) - flows - flows.T
        move = np.linalg.lstsq(curvature, gradient, rcond=1e-14)[0]
        length = 1.0
        while length > 1e-10:
            ahead = value(level - length * move)
            if np.isfinite(ahead) and ahead <= place - 1e-4 * length * float(gradient @ move) + 1e-13 * size:
                break
            length /= 2
        level, place = level - length * move, ahead
    raise FlowError("No flows with the zeros of the prior give these net totals.")


def by_least_change(prior: ArrayLike, net: ArrayLike) -> Table:
    """Give a table with the net totals asked for that differs from the prior by as few people as possible.

    A linear programme (HiGHS); where several tables are equally near it gives one of them. Zero cells of the prior off
    the diagonal may become flows, so a table always exists.
    """
    cells, asked = _asked(prior, net)
    count = asked.size
    origin, destination = np.nonzero(~np.eye(count, dtype=bool))
    wide = origin.size
    number = np.arange(wide)
    into = coo_array((np.ones(wide), (destination, number)), shape=(count, wide))
    out = coo_array((np.ones(wide), (origin, number)), shape=(count, wide))
    balance = (into - out).tocsr()
    before = cells[origin, destination]
    # A change is written as what is added less what is taken; no more can be taken than there is.
    both = np.concatenate([np.ones(wide), np.ones(wide)])
    limits = [(0.0, None)] * wide + [(0.0, float(most)) for most in before]
    goal = asked - balance @ before
    stacked = coo_array(np.hstack([balance.toarray(), -balance.toarray()]))
    found = linprog(both, A_eq=stacked, b_eq=goal, bounds=limits, method="highs")
    if not found.success:
        raise FlowError("No flows give these net totals.")
    flows = np.zeros_like(cells)
    flows[origin, destination] = before + found.x[:wide] - found.x[wide:]
    return flows


def by_least_squares(prior: ArrayLike, net: ArrayLike, *, most_steps: int = 200) -> Table:
    """Give the table with the net totals asked for that is nearest to the prior in squares, without negative cells.

    Cells are max(0, prior_ij + v_j - v_i); the v are found by Newton steps on the piecewise quadratic dual.
    """
    cells, asked = _asked(prior, net)
    size = max(float(cells.sum()), float(np.abs(asked).sum()), 1.0)
    level = np.zeros(asked.size)
    free = ~np.eye(asked.size, dtype=bool)

    def flows(at: Table) -> Table:
        return np.where(free, (cells + at[None, :] - at[:, None]).clip(min=0.0), 0.0)

    def value(at: Table) -> float:
        return float((flows(at) ** 2).sum() / 2 - asked @ at)

    for _ in range(most_steps):
        now = flows(level)
        gradient = now.sum(0) - now.sum(1) - asked
        if np.abs(gradient).max() <= 1e-12 * size:
            return now
        open_cells = (now > 0).astype(np.float64)
        curvature = np.diag(open_cells.sum(0) + open_cells.sum(1)) - open_cells - open_cells.T
        curvature[np.diag_indices_from(curvature)] += 1e-9
        move = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        length, place, slope = 1.0, value(level), float(gradient @ move)
        while length > 1e-10 and value(level - length * move) > place - 1e-4 * length * slope + 1e-13 * size:
            length /= 2
        level = level - length * move
    raise FlowError("The nearest flows were not found within the steps allowed.")


def _asked(prior: ArrayLike, net: ArrayLike) -> tuple[Table, Table]:
    cells = without_diagonal(square(prior, name="The prior table"))
    asked = vector(net, cells.shape[0], name="The net totals", negative=True)
    if abs(asked.sum()) > 1e-9 * max(np.abs(asked).sum(), 1.0):
        raise FlowError(f"The net totals add up to {asked.sum():g}: what one place gains another must lose.")
    return cells, asked
