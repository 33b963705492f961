"""A list that upper rooms sign up to, so that lower rooms need not know them."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Things added once each, kept in order of `order` (if they have one), then of arrival.

    >>> words: Registry[str] = Registry("words")
    >>> words.add("one"); words.add("one"); words.add("two")
    >>> list(words)
    ['one', 'two']
    """

    def __init__(self, name: str) -> None:
        """Name the registry for messages and documentation."""
        self.name = name
        self._things: list[T] = []

    def add(self, *things: T) -> None:
        """Sign up; adding the same thing again changes nothing."""
        for thing in things:
            if thing not in self._things:
                self._things.append(thing)

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._things, key=lambda thing: getattr(thing, "order", 0)))

    def __len__(self) -> int:
        return len(self._things)
