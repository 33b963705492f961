"""Tables made by chance: flat and hierarchical, of two and three dimensions."""

import itertools

import numpy as np

from roundtable_analytics.disclosure.relations import Dimension, Relations, Values, fill, table


def people(
    shape: tuple[int, ...], seed: int, *, hierarchical: bool = False, mean: float = 12.0
) -> tuple[Relations, Values]:
    """Give relations and counts of a table of this shape; the codes of the first dimension may have parents."""
    chance = np.random.default_rng(seed)
    dimensions = [
        Dimension.flat(f"d{axis}", [f"{chr(97 + axis)}{number:02d}" for number in range(size)])
        for axis, size in enumerate(shape)
    ]
    leaves = [list(dimension.parents) for dimension in dimensions]
    if hierarchical:
        regions = {code: f"R{number % 3}" for number, code in enumerate(leaves[0])}
        dimensions[0] = Dimension("d0", {**dict.fromkeys(sorted(set(regions.values())), ""), **regions})
    relations = table(*dimensions)
    counts = np.floor(chance.gamma(0.8, mean / 0.8, shape)) * (chance.random(shape) < 0.9)
    inner = {
        tuple(sorted(zip([one.name for one in dimensions], codes, strict=True))): count
        for codes, count in zip(itertools.product(*leaves), counts.ravel(), strict=True)
    }
    return relations, fill(relations, inner)
