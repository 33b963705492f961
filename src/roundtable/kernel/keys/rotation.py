"""Change the master key while people work, and destroy a data key for good."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Count

from roundtable.kernel.keys import ledger, masters, ring
from roundtable.kernel.keys.ledger import Erasure
from roundtable.kernel.keys.models import DataKey

TOGETHER: Final = 5_000
"""Data keys that are wrapped anew in one transaction: short enough that nobody who writes waits long."""
TABLE: Final = DataKey._meta.db_table
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did."""

    master: int
    keys: int
    seconds: float


def under() -> dict[int, int]:
    """Give how many data keys each master key wraps."""
    counted = DataKey.objects.exclude(master=None).order_by().values_list("master").annotate(Count("pk"))
    return {int(master or 0): number for master, number in counted}


def rotate(*, say: Say = print) -> Rotated:
    """Make a new master key and wrap every data key with it; a rotation that was broken off goes on instead.

    Reading and writing go on meanwhile: no box changes, and every process reads a master key that it does not know yet.
    """
    started = time.monotonic()
    newest = masters.newest(may_make=lambda: not DataKey.objects.exists())
    waiting = sum(number for master, number in under().items() if master < newest)
    if not waiting:
        newest = masters.make(newest + 1)
        waiting = sum(under().values())
    done = 0
    # Once more from the beginning, for a key that somebody was making with the old master key when the new one came.
    while DataKey.objects.filter(master__lt=newest).exists():
        last = UUID(int=0)
        while some := _next(newest, after=last):
            done += _wrap_anew(some, newest)
            last = some[-1][0]
            say(f"{done} of {waiting} data keys, {time.monotonic() - started:.1f} s")
    return Rotated(newest, done, time.monotonic() - started)


Waiting = tuple[UUID, str, int, bytes]
"""Number, owner, master and wrapped key of a row; plain, since a million of them pass."""


def _next(newest: int, *, after: UUID) -> list[Waiting]:
    rows = DataKey.objects.filter(pk__gt=after, master__lt=newest).order_by("pk")
    return [
        (number, owner, master, bytes(wrapped))
        for number, owner, master, wrapped in rows.values_list("pk", "owner", "master", "wrapped")[:TOGETHER]
        if master is not None and wrapped is not None
    ]


def _wrap_anew(some: list[Waiting], newest: int) -> int:
    anew: dict[int, list[tuple[UUID, bytes]]] = {}
    for number, owner, master, before in some:
        material = ring.unwrap(before, number=number, owner=owner, master=master)
        anew.setdefault(master, []).append((number, ring.wrap(material, number=number, owner=owner, master=newest)))
    with transaction.atomic(), connection.cursor() as cursor:
        # Asked for with its old master: a key that was destroyed meanwhile has none, and stays destroyed.
        for old, pairs in anew.items():
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"UPDATE {TABLE} AS k SET master = %s, wrapped = v.wrapped "  # noqa: S608 - our own table
                    "FROM unnest(%s::uuid[], %s::bytea[]) AS v(id, wrapped) WHERE k.id = v.id AND k.master = %s",
                    [newest, [pk for pk, _wrapped in pairs], [wrapped for _pk, wrapped in pairs], old],
                )
            else:
                cursor.executemany(
                    f"UPDATE {TABLE} SET master = %s, wrapped = %s WHERE id = %s AND master = %s",  # noqa: S608 - ours
                    [(newest, wrapped, pk.hex, old) for pk, wrapped in pairs],
                )
    return sum(len(pairs) for pairs in anew.values())


def destroy(owner: str, *, at: datetime, since: str = "") -> bool:
    """Destroy an owner's key, in the surrounding transaction; the ledger keeps that it happened. False if it had.

    `since` is when the owner came, so that a later owner of the same number is not taken for this one. Nothing is kept
    for this owner again.
    """
    with transaction.atomic():
        row = DataKey.objects.select_for_update().filter(owner=owner).first()
        if row is not None and row.destroyed_at is not None:
            return False
        number = row.pk if row is not None else uuid4()
        # Written down first: should everything stop here, the decision stands, and `replay` carries it out.
        ledger.write(Erasure(at=at.isoformat(), owner=owner, key=number.hex, since=since))
        DataKey.objects.update_or_create(
            pk=number, defaults={"owner": owner, "master": None, "wrapped": None, "destroyed_at": at}
        )
        transaction.on_commit(ledger.touch)
        transaction.on_commit(_leave_no_rest)
    ring.forget()
    return True


def replay() -> list[Erasure]:
    """Destroy again what the ledger says was destroyed, after an older database was brought back. Gives what it did."""
    done = []
    for erasure in ledger.read():
        found = DataKey.objects.filter(pk=UUID(hex=erasure.key), destroyed_at=None)
        at = datetime.fromisoformat(erasure.at)
        if found.update(master=None, wrapped=None, destroyed_at=at):
            done.append(erasure)
    if done:
        ring.forget()
        ledger.touch()
        _leave_no_rest()
    return done


def _leave_no_rest() -> None:
    """Have the write-ahead log give up the wrapped key that it still holds; pages that are freed are zeros anyway."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
