"""What hardly ever changes and every page asks for, kept in memory between requests."""

from collections.abc import Callable, Iterable
from copy import copy
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from roundtable.ground.parties.queries.table.entries import dialogue_row

M = TypeVar("M", bound=Model)


def while_unchanged(
    load: Callable[[], Iterable[M]], own: Callable[[tuple[M, ...]], tuple[M, ...]] | None = None
) -> Callable[[], tuple[M, ...]]:
    """Ask the tables once, and again only after `table_changed`; every asker gets copies of their own.

    `own` makes the copies where rows lead to others that need copying too; what fields hold is shared, and only read.
    The stamp is drawn anew with each change, in its transaction, so that nothing read inside a transaction that is
    taken back later is ever given to anybody else. Without a dialogue there is no stamp, and the tables are asked.
    Only for what every reader may have: nothing behind a wall.
    """
    copies = own or _copies
    known: tuple[UUID, tuple[M, ...]] | None = None

    def ask() -> tuple[M, ...]:
        nonlocal known
        row = dialogue_row()
        if row is None:
            return tuple(load())
        mine = known
        if mine is None or mine[0] != row.stamp:
            mine = known = (row.stamp, tuple(load()))
        return copies(mine[1])

    return ask


def _copies(rows: tuple[M, ...]) -> tuple[M, ...]:
    return tuple(copy(row) for row in rows)
