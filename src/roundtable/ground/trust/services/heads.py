"""Publish where the chains stand: a signed statement, once an hour."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from roundtable.ground.trust.domain.chain import Walk
from roundtable.ground.trust.domain.heads import Head as SignedHead
from roundtable.ground.trust.domain.heads import state
from roundtable.ground.trust.domain.verifying import UnreadableError
from roundtable.ground.trust.models import Head, Statement, Tip
from roundtable.ground.trust.queries.chains import links_of
from roundtable.ground.trust.services.signing import signing_key
from roundtable.kernel.base.walls.reach import looking_across

HOURLY: Final = timedelta(days=7)
"""For how long every statement is kept; of older days the last one."""


@looking_across("the ends of all chains are signed together; numbers and hashes alone leave")
def publish(*, at: datetime) -> tuple[Statement, list[str]]:
    """Sign and keep a statement of where every chain stands; gives also the chains that were left out.

    Nothing is signed that does not follow on what was signed before: a chain that was changed since is left out.
    """
    key = signing_key(at=at)
    with transaction.atomic():
        last = Statement.objects.first()
        before = {head.chain: head for head in last.heads.all()} if last else {}
        tips = list(Tip.objects.filter(number__gt=0).order_by("chain"))
        whole = [tip for tip in tips if _follows(tip, before.get(tip.chain))]
        heads = [SignedHead(tip.chain, tip.number, tip.hash, secrets.token_hex(32)) for tip in whole]
        signed = state(last.number + 1 if last else 1, at, heads, key)
        statement = Statement.objects.create(
            number=signed.number, at=at, leaves=list(signed.leaves), key=signed.key, signature=signed.signature
        )
        Head.objects.bulk_create(
            Head(statement=statement, chain=head.chain, number=head.number, hash=head.hash, nonce=head.nonce)
            for head in heads
        )
        thin(before=at - HOURLY)
    left_out = ({tip.chain for tip in tips} | set(before)) - {head.chain for head in heads}
    return statement, sorted(left_out)


def thin(*, before: datetime) -> None:
    """Keep of each older day the last statement alone. Files that people keep stay good: they carry their heads."""
    kept: set[object] = set()
    gone: list[int] = []
    for number, moment in Statement.objects.filter(at__lt=before).order_by("-number").values_list("pk", "at"):
        if moment.date() in kept:
            gone.append(number)
        kept.add(moment.date())
    Head.objects.filter(statement__in=gone).delete()
    Statement.objects.filter(pk__in=gone).delete()


def _follows(tip: Tip, head: Head | None) -> bool:
    """Whether a chain still stands on its last signed head, and is whole from there to its end."""
    if head is not None and (head.number, head.hash) == (tip.number, tip.hash):
        return True
    walk = Walk(tip.chain) if head is None else Walk(tip.chain, number=head.number, hash=head.hash)
    faults: list[object] = []
    try:
        for link in links_of(tip.chain, after=walk.number):
            if link.number > tip.number:  # written meanwhile
                break
            faults.extend(walk.step(link))
    except UnreadableError:
        return False
    faults.extend(walk.end((tip.number, tip.hash)))
    return not faults
