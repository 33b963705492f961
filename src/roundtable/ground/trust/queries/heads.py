"""What was signed last, as far as its reader may know it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum

from roundtable.ground.trust.domain.chain import Family, scope_of
from roundtable.ground.trust.domain.heads import FORM, Head, written
from roundtable.ground.trust.models import Role, Statement, Tip
from roundtable.ground.trust.queries.chains import as_signed
from roundtable.ground.trust.queries.public_keys import public_keys
from roundtable.ground.trust.rules import Person, actor
from roundtable.kernel.base.scopes import DIALOGUE


@dataclass(frozen=True, slots=True)
class Vouched:
    """Until when, and until which entry, a chain is vouched for."""

    chain: str
    number: int
    hash: str

    @property
    def scope(self) -> str:
        """Whose chain it is."""
        return scope_of(self.chain)


def last_statement() -> Statement | None:
    """Give the newest signed statement."""
    return Statement.objects.first()


def latest_statements(limit: int = 48) -> list[Statement]:
    """Give the newest signed statements, the newest first."""
    return list(Statement.objects.all()[:limit])


def scopes_known_to(reader: Person, *, at: datetime) -> frozenset[str] | None:
    """Give the scopes whose heads a person may know; None stands for all.

    How many entries a chain has tells how much its Party does: it is for the Party itself and for the overseers.
    """
    who = actor(reader, at)
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        return None
    return who.scopes | {DIALOGUE} if who.functions else frozenset()


def vouched_for(statement: Statement, scopes: Collection[str] | None) -> list[Vouched]:
    """Say of these scopes (None: of all) up to which entry a statement vouches for them."""
    return [
        Vouched(head.chain, head.number, head.hash)
        for head in statement.heads.order_by("chain")
        if scopes is None or scope_of(head.chain) in scopes
    ]


def as_file(statement: Statement, scopes: Collection[str] | None = frozenset()) -> dict[str, Any]:
    """Give a statement as a file to keep, with the heads of these scopes (None: of all). Without any it is public."""
    heads = [
        Head(head.chain, head.number, head.hash, head.nonce)
        for head in (statement.heads.order_by("chain") if scopes is None or scopes else ())
        if scopes is None or scope_of(head.chain) in scopes
    ]
    public = {key.fingerprint: key.public for key in public_keys()}.get(statement.key, b"")
    return written(as_signed(statement), public, heads)


def feed(limit: int = 48) -> dict[str, Any]:
    """Give the newest statements as everybody may know them, and every public key, for machines that keep them."""
    return {
        "form": FORM,
        "keys": [
            {
                "fingerprint": key.fingerprint,
                "public_key": key.public.hex(),
                "since": key.since,
                "introduction": key.introduction,
            }
            for key in public_keys()
        ],
        "statements": [as_file(statement) for statement in latest_statements(limit)],
    }


def open_since(statement: Statement | None) -> int:
    """Say how many entries of the history were written after a statement: they are not vouched for yet."""
    ends = Tip.objects.filter(chain__startswith=Family.HISTORY).aggregate(entries=Sum("number"))["entries"] or 0
    if statement is None:
        return ends
    signed = statement.heads.filter(chain__startswith=Family.HISTORY).aggregate(entries=Sum("number"))["entries"]
    return max(0, ends - (signed or 0))
