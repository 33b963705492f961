"""What must happen again after a backup was brought back, because it happened after the backup was made."""

from collections.abc import Callable
from dataclasses import dataclass

from roundtable.kernel.base.registry import Registry


@dataclass(frozen=True, slots=True)
class Step:
    """A named step; it must be safe to do twice."""

    what: str
    do: Callable[[], None]
    order: int = 100


after_restore: Registry[Step] = Registry("after a restore")
