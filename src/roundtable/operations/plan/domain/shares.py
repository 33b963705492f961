"""Shares of an activity in the actions that it serves: they add up to a whole, and money follows them to the cent."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

WHOLE: Final = Decimal(100)
STEP: Final = Decimal("0.01")
"""Shares are written in percent with two decimals; a third is written as 33.34 + 33.33 + 33.33."""


def equal(count: int) -> tuple[Decimal, ...]:
    """Divide the whole into equal shares in percent; what cannot be divided goes to the first ones.

    >>> [str(share) for share in equal(3)]
    ['33.34', '33.33', '33.33']
    """
    return tuple(Decimal(part) * STEP for part in divide(10_000, [1] * count))


def off_by(percents: Sequence[Decimal]) -> Decimal:
    """How many percent points the shares are above (positive) or below (negative) the whole; zero when they add up.

    >>> off_by([Decimal("60"), Decimal("30")])
    Decimal('-10')
    """
    return sum(percents, Decimal(0)) - WHOLE


def divide(units: int, weights: Sequence[int]) -> list[int]:
    """Divide whole units (cents) by weights, so that the parts add up exactly: the largest remainders get what is left.

    Equal remainders are served in the order given. Weights must not be negative, and not all be zero.

    >>> divide(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    if not weights:
        return []
    parts, remainders = [], []
    for place, weight in enumerate(weights):
        part, remainder = divmod(units * weight, whole)
        parts.append(part)
        remainders.append((-remainder, place))
    for _, place in sorted(remainders)[: units - sum(parts)]:
        parts[place] += 1
    return parts
