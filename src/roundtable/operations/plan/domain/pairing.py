"""Which old thing is which new thing: how alike two wordings are, and the pairs that are best as a whole."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

_WORD = re.compile(r"\w+")
# The best pairs of a larger knot are chosen greedily, since exact choice would take minutes.
_MAX_KNOT: Final = 160

Pair = tuple[int, int]


@lru_cache(maxsize=4096)
def _marks(text: str) -> tuple[Counter[object], int]:
    """Return the words and the pairs of neighbouring words of a text, and how many there are."""
    words = _WORD.findall(text.lower())
    counted: Counter[object] = Counter(words)
    counted.update(pairwise(words))
    return counted, counted.total()


def _shared(one: str, other: str) -> int:
    left, right = _marks(one)[0], _marks(other)[0]
    if len(left) > len(right):
        left, right = right, left
    return sum(min(count, right[mark]) for mark, count in left.items() if mark in right)


def likeness(one: str, other: str) -> float:
    """Return how alike two wordings are: 1 for the same words in the same order, 0 for no word in common.

    >>> likeness("Share good practice", "Share good practice")
    1.0
    """
    if one == other:
        return 1.0
    whole = _marks(one)[1] + _marks(other)[1]
    return 2 * _shared(one, other) / whole if whole else 1.0


def containment(part: str, whole: str) -> float:
    """Return how much of a wording, from 0 to 1, is found again in another and perhaps longer one."""
    size = _marks(part)[1]
    return _shared(part, whole) / size if size else 0.0


def best_pairs(scores: Mapping[Pair, float]) -> dict[int, int]:
    """Return the pairs (old to new) whose scores have the greatest sum; nothing is paired twice.

    Only pairs that have a score may be chosen. Equal sums are settled in favour of the smaller numbers.
    """
    chosen: dict[int, int] = {}
    for knot in _knots(scores):
        chosen.update(_assign(knot) if len(knot) <= _MAX_KNOT**2 and _side(knot) <= _MAX_KNOT else _greedy(knot))
    return chosen


def _side(knot: Mapping[Pair, float]) -> int:
    return max(len({old for old, _ in knot}), len({new for _, new in knot}))


def _knots(scores: Mapping[Pair, float]) -> list[dict[Pair, float]]:
    """Return groups of pairs that have nothing to do with each other."""
    of_old: dict[int, list[int]] = defaultdict(list)
    of_new: dict[int, list[int]] = defaultdict(list)
    for old, new in sorted(scores):
        of_old[old].append(new)
        of_new[new].append(old)
    knots, seen = [], set()
    for start in of_old:
        if start in seen:
            continue
        waiting, olds = [start], {start}
        while waiting:
            for new in of_old[waiting.pop()]:
                fresh = [old for old in of_new[new] if old not in olds]
                olds.update(fresh)
                waiting.extend(fresh)
        seen |= olds
        knots.append({(old, new): scores[old, new] for old in sorted(olds) for new in of_old[old]})
    return knots


def _greedy(knot: Mapping[Pair, float]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for (old, new), _ in sorted(knot.items(), key=lambda one: (-one[1], one[0])):
        if old not in chosen and new not in taken:
            chosen[old] = new
            taken.add(new)
    return chosen


def _assign(knot: Mapping[Pair, float]) -> dict[int, int]:
    """Return the assignment of greatest sum, by shortest augmenting paths (Kuhn and Munkres, Jonker and Volgenant).

    Each old thing also has a place of its own that costs nothing, for staying without a partner.
    """
    olds = sorted({old for old, _ in knot})
    news = sorted({new for _, new in knot})
    width = len(news) + len(olds)
    costs = [
        [*(-knot.get((old, new), 0.0) if (old, new) in knot else 1.0 for new in news), *([0.0] * len(olds))]
        for old in olds
    ]
    row_price = [0.0] * (len(olds) + 1)
    column_price = [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, len(olds) + 1):
        owner[0] = row
        column = 0
        slack = [float("inf")] * (width + 1)
        came_from = [0] * (width + 1)
        done = [False] * (width + 1)
        while owner[column]:
            done[column] = True
            here, step, following = owner[column], float("inf"), 0
            row_costs = costs[here - 1]
            for candidate in range(1, width + 1):
                if done[candidate]:
                    continue
                reduced = row_costs[candidate - 1] - row_price[here] - column_price[candidate]
                if reduced < slack[candidate]:
                    slack[candidate], came_from[candidate] = reduced, column
                if slack[candidate] < step:
                    step, following = slack[candidate], candidate
            for candidate in range(width + 1):
                if done[candidate]:
                    row_price[owner[candidate]] += step
                    column_price[candidate] -= step
                else:
                    slack[candidate] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return {
        olds[owner[column] - 1]: news[column - 1]
        for column in range(1, len(news) + 1)
        if owner[column] and (olds[owner[column] - 1], news[column - 1]) in knot
    }
