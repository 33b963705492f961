"""Append to chains, inside the transaction of the deed: one after the other, whoever else is writing."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from roundtable.ground.trust.domain.chain import beginning, digest
from roundtable.ground.trust.models import Chained, Tip

Row = TypeVar("Row", bound=Chained)


def hold(chains: Collection[str]) -> dict[str, Tip]:
    """Take hold of the ends of chains until the surrounding transaction ends.

    All at once and in one order, so that no two who append to several chains wait for each other.
    """
    held = _held(chains)
    if absent := sorted(set(chains) - set(held)):
        Tip.objects.bulk_create([Tip(chain=chain, hash=beginning(chain)) for chain in absent], ignore_conflicts=True)
        held = _held(chains)
    return held


def append(rows: Sequence[Row]) -> Sequence[Row]:
    """Give each row its place at the end of its chain, and keep it: three queries, however many rows in one chain.

    The rows are of one kind; a transaction that appends to several chains does it in one call.
    """
    if not rows:
        return rows
    model = type(rows[0])
    with transaction.atomic(savepoint=False):
        tips = hold({row.chain for row in rows})
        # Asked for once the ends are held: what is written later carries a later instant.
        now = timezone.now()
        for row in rows:
            tip = tips[row.chain]
            row.number, row.previous = tip.number + 1, tip.hash
            row.written_at = max(now, tip.at) if tip.at else now
            row.hash = digest(row.link())
            tip.number, tip.hash, tip.at = row.number, row.hash, row.written_at
        if len(rows) == 1:
            rows[0].save(force_insert=True)
        else:
            model._base_manager.bulk_create(rows)  # noqa: SLF001 - Django's own name; what is appended need not be read
        for tip in tips.values():
            Tip.objects.filter(chain=tip.chain).update(number=tip.number, hash=tip.hash, at=tip.at)
    return rows


def _held(chains: Collection[str]) -> dict[str, Tip]:
    found = Tip.objects.select_for_update().filter(chain__in=sorted(chains)).order_by("chain")
    return {tip.chain: tip for tip in found}
