"""Canaries: words that stand in one place only, so that whoever meets one elsewhere knows from where it came."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

LETTERS: Final = "bcdfghjklmnp"
SHAPE: Final = re.compile(rf"zq[{LETTERS}]{{6}}qz", re.IGNORECASE)
CALL: Final = "Reedbed"
"""A word that stands beside every canary in words, so that one search looks for all of them."""


class Mint:
    """Makes canaries, no two alike. They have no vowels and no digits: no language has such a word, no code either.

    >>> mint = Mint()
    >>> mint(), mint()
    ('zqbbbbbbqz', 'zqbbbbbcqz')
    """

    def __init__(self) -> None:
        """Begin with the first."""
        self._coming: Iterator[tuple[str, ...]] = product(LETTERS, repeat=6)

    def __call__(self) -> str:
        """Give the next canary."""
        return f"zq{''.join(next(self._coming))}qz"

    def words(self) -> str:
        """Give the next canary among words."""
        return f"{CALL} {self()}"


def canaries_in(text: str) -> frozenset[str]:
    """Give the canaries that stand in a text, whatever became of their letters.

    >>> sorted(canaries_in("ZQBBBBBCQZ and https://zqbbbbbbqz.example/"))
    ['zqbbbbbbqz', 'zqbbbbbcqz']
    """
    return frozenset(found.lower() for found in SHAPE.findall(text))
