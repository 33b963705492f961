"""Tables with given margins that stay as close as they can to a seed, in relative entropy.

Classic iterative proportional fitting (Deming and Stephan 1940, doi:10.1214/aoms/1177731829) finds them by sweeps. On
stock tables, where nearly everybody stands on the diagonal, it needs thousands of sweeps; the same table is the minimum
of a convex function of one unknown for each row, and Newton's method reaches it in some ten steps (`fit_two`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from roundtable_analytics.flows.tables import FlowError, Table, named

MARGIN = 1e-12
"""How far a margin of a fitted table may be from its target, as a share of all people."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted table, the steps it took, and the largest error of a margin as a share of the total."""

    table: Table
    steps: int
    error: float


def fit_two(seed: ArrayLike, rows: ArrayLike, columns: ArrayLike, *, most_steps: int = 100) -> Fit:
    """Scale the rows and columns of a seed until its margins are `rows` and `columns`, exactly (to `MARGIN`).

    The table is a_i * seed_ij * b_j. With b eliminated, log a minimises
    sum_j columns_j log(sum_i seed_ij a_i) - sum_i rows_i log a_i, which is convex: damped Newton steps, columns exact
    at each. Raises FlowError when the totals differ, or when the zeros of the seed leave no such table.
    """
    cells, row, column = _asked(seed, rows, columns)
    fitted = np.zeros_like(cells)
    total = row.sum()
    if total == 0:
        return Fit(fitted, 0, 0.0)
    here, there = np.flatnonzero(row > 0), np.flatnonzero(column > 0)
    core = cells[np.ix_(here, there)]
    empty_rows, empty_columns = here[core.sum(1) == 0], there[core.sum(0) == 0]
    if empty_rows.size or empty_columns.size:
        raise FlowError(
            "The seed has only zeros where people are asked for: "
            f"rows {named(empty_rows) or 'none'}, columns {named(empty_columns) or 'none'}."
        )
    inner, steps = _newton(core, row[here] / total, column[there] / total, most_steps)
    fitted[np.ix_(here, there)] = inner * total
    error = float(max(np.abs(fitted.sum(1) - row).max(), np.abs(fitted.sum(0) - column).max()) / total)
    if error > 1e-9:
        short = here[np.abs(fitted[here].sum(1) - row[here]) > 1e-9 * total]
        raise FlowError(f"No table with these zeros has these margins; it fails in the rows {named(short)}.")
    return Fit(fitted, steps, error)


def fit_by_sweeps(
    seed: ArrayLike, rows: ArrayLike, columns: ArrayLike, *, change: float = 1e-3, most_sweeps: int = 1000
) -> Fit:
    """Fit by sweeps (rows, then columns) and stop when no cell changes by `change` or more: what others publish.

    The columns are exact, the rows only nearly. Use `fit_two` unless a published number has to be met digit by digit.
    """
    cells, row, column = _asked(seed, rows, columns)
    fitted = cells.copy()
    sweeps = 0
    while sweeps < most_sweeps:
        sweeps += 1
        before = fitted
        fitted = fitted * _ratio(row, fitted.sum(1))[:, None]
        fitted = fitted * _ratio(column, fitted.sum(0))
        if np.abs(fitted - before).max() < change:
            break
    total = max(row.sum(), 1.0)
    return Fit(fitted, sweeps, float(np.abs(fitted.sum(1) - row).max() / total))


@dataclass(frozen=True, slots=True)
class ThreeWayFit:
    """A fitted cube without the cube: of group g, out[g, o] * seed[o, d] * into[g, d] go from o to d."""

    out: Table
    into: Table
    seed: Table
    sweeps: int
    error: float

    @property
    def pairs(self) -> Table:
        """The cube summed over groups: origin by destination, those who stay on the diagonal."""
        return np.asarray(self.seed * (self.out.T @ self.into), dtype=np.float64)

    def of(self, group: int) -> Table:
        """Give the layer of one group: origin by destination."""
        return np.asarray(self.out[group][:, None] * self.seed * self.into[group], dtype=np.float64)


def fit_three(
    out: ArrayLike,
    into: ArrayLike,
    *,
    seed: ArrayLike | None = None,
    pairs: ArrayLike | None = None,
    most_sweeps: int = 20_000,
) -> ThreeWayFit:
    """Fit a cube group x origin x destination to the margins group x origin (`out`) and group x destination (`into`).

    `seed` holds an offset for each origin and destination (all alike, by default); with `pairs` the third margin,
    origin x destination, is met too. Only scaling matrices of the size of the margins are kept, never the cube; memory
    and each sweep are n * n and n * n * n in plain matrix products. Margins are met to 1e-11 of the total.
    """
    left, right = np.array(out, dtype=np.float64), np.array(into, dtype=np.float64)
    if left.shape[0] != right.shape[0] or left.ndim != 2 or right.ndim != 2:
        raise FlowError(f"The margins are of {left.shape} and {right.shape}: they need the same groups.")
    offset = np.ones((left.shape[1], right.shape[1])) if seed is None else np.array(seed, dtype=np.float64)
    known = None if pairs is None else np.array(pairs, dtype=np.float64)
    for name, cells in (("out", left), ("into", right), ("seed", offset)):
        if not np.isfinite(cells).all() or (cells < 0).any():
            raise FlowError(f"The table “{name}” has negative cells or cells without a number.")
    wrong = np.flatnonzero(np.abs(left.sum(1) - right.sum(1)) > 1e-9 * max(left.sum(), 1.0))
    if wrong.size:
        raise FlowError(f"The two margins have different totals in the groups {named(wrong)}.")
    total = max(left.sum(), 1e-300)
    enter = (right > 0).astype(np.float64)
    leave = left
    error, sweeps = np.inf, 0
    while sweeps < most_sweeps:
        sweeps += 1
        leave = _ratio(left, enter @ offset.T)
        enter = _ratio(right, leave @ offset)
        if known is not None:
            offset = offset * _ratio(known, offset * (leave.T @ enter))
        error = float(np.abs(leave * (enter @ offset.T) - left).max())
        if known is not None:
            error = max(error, float(np.abs(enter * (leave @ offset) - right).max()))
        if error <= 1e-11 * total:
            break
    if error > 1e-9 * total:
        raise FlowError("No cube with these zeros has these margins.")
    return ThreeWayFit(leave, enter, offset, sweeps, error / total)


def scale_to(seed: ArrayLike, rows: ArrayLike, columns: ArrayLike) -> Table:
    """Give a seed the totals out of and into places, as Willekens does (1999, doi:10.1080/08898489909525459).

    >>> scale_to([[5, 2], [1, 7]], [18, 20], [16, 22]).round(3).tolist()
    [[13.25, 4.75], [2.75, 17.25]]
    """
    return fit_two(seed, rows, columns).table


def _asked(seed: ArrayLike, rows: ArrayLike, columns: ArrayLike) -> tuple[Table, Table, Table]:
    cells = np.array(seed, dtype=np.float64)
    row, column = np.array(rows, dtype=np.float64), np.array(columns, dtype=np.float64)
    if cells.shape != (row.size, column.size) or row.ndim != 1 or column.ndim != 1:
        raise FlowError(f"A seed of {cells.shape} does not go with {row.size} rows and {column.size} columns.")
    for name, values in (("seed", cells), ("row totals", row), ("column totals", column)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise FlowError(f"The {name} have negative values or cells without a number.")
    if abs(row.sum() - column.sum()) > 1e-9 * max(row.sum(), column.sum()):
        raise FlowError(f"The rows add up to {row.sum():g} and the columns to {column.sum():g}: they must be equal.")
    return cells, row, column


def _ratio(above: Table, below: Table) -> Table:
    """Divide; where there is nothing below there is nothing to scale."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _newton(seed: Table, row: Table, column: Table, most_steps: int) -> tuple[Table, int]:
    scale = np.log(row) - np.log(seed.sum(1))
    place = _value(seed, scale, row, column)
    fitted = seed
    for step in range(most_steps):
        fitted = _columns_exact(seed, scale, column)
        gradient = fitted.sum(1) - row
        if np.abs(gradient).max() <= MARGIN:
            return fitted, step
        move = _step(fitted, gradient, column)
        slope = float(gradient @ move)
        length, ahead = 1.0, place
        while length > 1e-8:
            ahead = _value(seed, scale - length * move, row, column)
            # Close to the end the values differ by less than their own rounding.
            if ahead <= place - 1e-4 * length * slope + 1e-14:
                break
            length /= 2
        else:
            return fitted, step  # no way down: no such table, and whoever asked will see the error
        scale, place = scale - length * move, ahead
    return fitted, most_steps


def _columns_exact(seed: Table, scale: Table, column: Table) -> Table:
    raised = seed * np.exp(scale - scale.max())[:, None]
    return np.asarray(raised * (column / raised.sum(0)), dtype=np.float64)


def _value(seed: Table, scale: Table, row: Table, column: Table) -> float:
    top = float(scale.max())
    reached = np.exp(scale - top) @ seed
    # A step so long that a column vanishes is no step: the search halves it.
    return float(column @ (np.log(reached) + top) - row @ scale) if (reached > 0).all() else np.inf


def _step(fitted: Table, gradient: Table, column: Table) -> Table:
    """Solve with the curvature diag(rows) - X diag(1/columns) X', which is flat along one scale for all rows."""
    sums = fitted.sum(1)
    curvature = np.diag(sums) - (fitted / column) @ fitted.T
    # The flat direction, and places that hang on nothing else, are lifted by a trifle of their own size.
    curvature[np.diag_indices_from(curvature)] += 1e-13 * sums
    curvature += np.outer(sums, sums)
    try:
        return np.asarray(cho_solve(cho_factor(curvature), gradient), dtype=np.float64)
    except LinAlgError:
        return np.asarray(np.linalg.lstsq(curvature, gradient, rcond=None)[0], dtype=np.float64)
