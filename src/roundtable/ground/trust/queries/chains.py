"""Read chains and what was signed of them, and check all of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from django.db.models import TextField
from django.db.models.functions import Cast

from roundtable.ground.trust.domain.chain import Family, Link, chain_of, instant, scope_of
from roundtable.ground.trust.domain.heads import Head, Held, Statement
from roundtable.ground.trust.domain.verifying import Report, Signed, UnreadableError, judge
from roundtable.ground.trust.models import Chained, Entry, Reading, Tip
from roundtable.ground.trust.models import Statement as KeptStatement
from roundtable.ground.trust.queries.public_keys import public_keys
from roundtable.kernel.base.walls.reach import looking_across

FAMILIES: Final[Mapping[Family, type[Chained]]] = {Family.HISTORY: Entry, Family.READINGS: Reading}
AT_ONCE = 2000
"""Rows that are read at a time."""


@looking_across("whether chains are whole is told by numbers and hashes; nobody is told what they hold")
def verified(held: Sequence[Held] = (), *, chains: Iterable[str] | None = None) -> Report:
    """Check every chain (or these) against itself, against the heads kept here, and against files held elsewhere."""
    signed = _signed(held)
    known = set(Tip.objects.values_list("chain", flat=True)) | set(signed.heads)
    for family, model in FAMILIES.items():
        scopes = model._default_manager.order_by().values_list("scope", flat=True).distinct()
        known |= {chain_of(family, scope) for scope in scopes}
    wanted = known if chains is None else known & set(chains)
    judged = tuple(
        judge(chain, signed.heads.get(chain, {}), links=partial(links_of, chain), tip=partial(tip_of, chain))
        for chain in sorted(wanted)
    )
    return Report(judged, signed.statements, signed.last, tuple(signed.faults))


def links_of(chain: str, after: int = 0) -> Iterator[Link]:
    """Give the entries of a chain after a number, in order."""
    model = FAMILIES[Family(chain.partition(":")[0])]
    rows = model._default_manager.filter(scope=scope_of(chain), number__gt=after).order_by("number", "pk")
    # Sealed columns are read as text: whatever somebody put there, it is looked at and not opened.
    texts = {f"text_of_{name}": Cast(name, TextField()) for name in model.SEALED}
    coming = rows.defer(*model.SEALED).annotate(**texts).iterator(chunk_size=AT_ONCE)
    while True:
        try:
            row = next(coming, None)
            link = row.link() if row is not None else None
        except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
            raise UnreadableError(str(error)) from error
        if link is None:
            return
        yield link


def tip_of(chain: str) -> tuple[int, str] | None:
    """Give the number and hash that the last writer of a chain left."""
    found = Tip.objects.filter(chain=chain).values_list("number", "hash").first()
    return found if found is not None and found[0] else None


def kept_statements() -> Iterator[tuple[Statement, list[Head]]]:
    """Give the statements that are kept here with their heads, the oldest first."""
    for row in KeptStatement.objects.prefetch_related("heads").order_by("number"):
        yield as_signed(row), [Head(head.chain, head.number, head.hash, head.nonce) for head in row.heads.all()]


def as_signed(row: KeptStatement) -> Statement:
    """Give a kept statement as it was signed."""
    return Statement(row.number, instant(row.at), tuple(row.leaves), row.key, row.signature)


def _signed(held: Sequence[Held]) -> Signed:
    signed = Signed()
    keys = {key.fingerprint: key.public for key in public_keys()}
    here: dict[int, list[Head]] = {}
    for statement, heads in kept_statements():
        here[statement.number] = heads
        signed.take(statement, heads, keys, whole=True)
    for one in held:
        # Who kept a file trusts the key that is in it: it may be older than the keys that are here.
        trusted = {one.statement.key: one.public, **keys}
        signed.take(one.statement, one.heads or here.get(one.statement.number, []), trusted, whole=not one.heads)
    return signed
