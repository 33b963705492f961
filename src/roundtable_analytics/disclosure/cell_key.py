"""The cell key method: small noise that is the same whenever the same people are counted.

Each record has a key; the keys of a cell's records add up to the cell's key, which picks the noise from a table of
probabilities. The noise of each count has mean zero and a given variance, keeps counts from zero on, and is otherwise
as even as can be: of largest entropy (Marley and Leaver 2011; Giessing 2016).
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roundtable_analytics.disclosure.relations import DisclosureError, Relations, Values

KEYS = 2**32
"""Record keys are whole numbers below this; they add up modulo it."""


@dataclass(frozen=True, slots=True)
class NoiseTable:
    """For each true count (the last row for all larger ones) the probability of each noise from -reach to reach."""

    reach: int
    probabilities: Values

    @property
    def noise(self) -> NDArray[np.int64]:
        """The noise of each column."""
        return np.arange(-self.reach, self.reach + 1)

    def bias(self) -> Values:
        """Give the expected noise of each row: zero but for rounding of floats."""
        return np.asarray(self.probabilities @ self.noise, dtype=np.float64)

    def variance(self) -> Values:
        """Give the variance of the noise of each row."""
        return np.asarray(self.probabilities @ self.noise**2 - self.bias() ** 2, dtype=np.float64)


def noise_table(reach: int, variance: float, *, never: int = 0) -> NoiseTable:
    """Make a table of noise: mean zero, the given variance, no result below zero and none from 1 to `never`.

    A count of zero stays. The variance of small counts is what their room allows when that is less. Raises
    DisclosureError when no such noise exists for a count.
    """
    if reach < 1 or variance <= 0 or variance > reach**2 or never < 0:
        raise DisclosureError("Noise needs a reach from 1 and a variance above 0 that fits into the reach.")
    noise = np.arange(-reach, reach + 1)
    rows = [np.where(noise == 0, 1.0, 0.0)]
    for count in range(1, reach + never + 1):
        result = count + noise
        allowed = noise[(result >= 0) & ~((result >= 1) & (result <= never))]
        probability = np.zeros(noise.size)
        probability[allowed + reach] = _even(allowed.astype(np.float64), variance, count)
        rows.append(probability)
    return NoiseTable(reach, np.array(rows))


def record_keys(names: Sequence[str], secret: bytes) -> NDArray[np.uint64]:
    """Give each record a key that only who has the secret can make again."""
    digests = (hmac.new(secret, name.encode(), hashlib.sha256).digest()[:4] for name in names)
    return np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64)


def perturb(counts: ArrayLike, keys: ArrayLike, table: NoiseTable) -> NDArray[np.int64]:
    """Give each count its noise; `keys` are the sums of the keys of the records of each cell, modulo `KEYS`."""
    true = np.asarray(counts, dtype=np.int64)
    draw = (np.asarray(keys, dtype=np.uint64) % np.uint64(KEYS)).astype(np.float64) / KEYS
    rows = table.probabilities[np.minimum(true, len(table.probabilities) - 1)]
    column = (draw[:, None] >= rows.cumsum(1)).sum(1).clip(max=rows.shape[1] - 1)
    return np.asarray(true + table.noise[column], dtype=np.int64)


def additivity_loss(relations: Relations, perturbed: ArrayLike) -> Values:
    """Give for each equation how far the total differs from the sum of its parts after the noise."""
    return np.asarray(relations.sums @ np.asarray(perturbed, dtype=np.float64), dtype=np.float64)


def _even(allowed: Values, variance: float, count: int) -> Values:
    """Give the most even probabilities with mean zero and this variance, or with the variance that the room allows."""
    if not ((allowed < 0).any() and (allowed > 0).any()):
        raise DisclosureError(f"A count of {count} has no room for noise with mean zero.")
    left, right = -allowed.min(), allowed.max()
    # With mean zero on [-left, right] the variance is at most left * right; a margin keeps every result possible.
    goal = min(variance, 0.95 * left * right)
    nearest = (-allowed[allowed < 0].max()) * allowed[allowed > 0].min()
    if 0 not in allowed:
        goal = max(goal, nearest * 1.05)
    features = np.column_stack([allowed, allowed**2])
    target = np.array([0.0, goal])
    weights = np.zeros(2)

    def dual(at: Values) -> float:
        powers = features @ at
        top = float(powers.max())
        return float(np.log(np.exp(powers - top).sum()) + top - at @ target)

    for _ in range(500):
        powers = features @ weights
        probability = np.exp(powers - powers.max())
        probability /= probability.sum()
        mean = features.T @ probability
        gradient = mean - target
        if np.abs(gradient).max() < 1e-13:
            break
        spread = (features * probability[:, None]).T @ features - np.outer(mean, mean)
        move = np.linalg.lstsq(spread + 1e-14 * np.eye(2), gradient, rcond=None)[0]
        length, place = 1.0, dual(weights)
        while length > 1e-9 and dual(weights - length * move) > place - 1e-4 * length * float(gradient @ move) + 1e-15:
            length /= 2
        weights = weights - length * move
    if np.abs(gradient).max() > 1e-9:
        raise DisclosureError(f"A count of {count} has no noise with mean zero and variance {variance:g}.")
    return np.asarray(probability, dtype=np.float64)
